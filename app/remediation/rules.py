"""What the mending of findings comes to in figures: the same on the page and in a report.

Whatever rests on nothing is None, never a nought.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
AGES = (30, 60, 90)
"""Days that part the ages of what is open: up to 30, to 60, to 90, and older."""
P90 = Decimal("0.9")
MOST_POINTS = 60


@dataclass(frozen=True, slots=True)
class Share(Generic[K]):
    """One cause of a Pareto; `reach` is the part of all that it makes up with those before it."""

    of: K
    amount: Decimal
    reach: Decimal


@dataclass(frozen=True, slots=True)
class Level:
    """How many were open at the end of a day; what came and went since the level before."""

    on: date
    open: int
    raised: int
    closed: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Days from raised to closed, over `n` findings."""

    n: int
    median: Decimal
    p90: Decimal


def age(raised_on: date, today: date, limits: Sequence[int] = AGES) -> int:
    """Which of the ages: 0 is the youngest."""
    days = (today - raised_on).days
    return sum(1 for limit in limits if days > limit)


def ages(
    opened: Iterable[tuple[K, date]], today: date, limits: Sequence[int] = AGES
) -> dict[K, tuple[int, ...]]:
    """How many are of each age, by what each is counted under; who has none is not named."""
    counted = Counter((of, age(day, today, limits)) for of, day in opened)
    return {
        of: tuple(counted[of, n] for n in range(len(limits) + 1))
        for of in dict.fromkeys(of for of, _n in counted)
    }


def pareto(amounts: Mapping[K, Decimal | int]) -> list[Share[K]]:
    """The largest first, those alike as they came; nothing of what comes to nothing."""
    parts = [(of, Decimal(amount)) for of, amount in amounts.items() if amount > 0]
    parts.sort(key=lambda part: -part[1])
    total = sum((amount for _of, amount in parts), Decimal(0))
    found: list[Share[K]] = []
    reached = Decimal(0)
    for of, amount in parts:
        reached += amount
        found.append(Share(of, amount, reached / total))
    return found


def on_time_rate(closed: Mapping[bool | None, int]) -> Decimal | None:
    """The part closed by its due date: how many were, were not, and had none."""
    due = closed.get(True, 0) + closed.get(False, 0)
    return Decimal(closed.get(True, 0)) / due if due else None


def days_to_close(closed: Mapping[int, int]) -> Taken | None:
    """How many were closed after so many days."""
    days = [after for after, n in sorted(closed.items()) for _one in range(n)]
    if not days:
        return None
    return Taken(len(days), _quantile(days, Decimal("0.5")), _quantile(days, P90))


def burn_down(
    raised: Iterable[date], closed: Iterable[date], until: date, since: date | None = None
) -> list[Level]:
    """Open findings over time, at evenly spaced days that end on `until`.

    A reopening is one more day in `raised`. What lies before `since` is in the first level.
    """
    came = sorted(day for day in raised if day <= until)
    went = sorted(day for day in closed if day <= until)
    if not came:
        return []
    first = max(since or came[0], came[0])
    days = level_days(first, until)
    levels, before = [], (0, 0)
    for on in days:
        now = (bisect_right(came, on), bisect_right(went, on))
        levels.append(Level(on, now[0] - now[1], now[0] - before[0], now[1] - before[1]))
        before = now
    return levels


def share_closed(closed: int, n: int) -> Decimal | None:
    return Decimal(closed) / n if n else None


def _quantile(days: Sequence[int], part: Decimal) -> Decimal:
    """Between the two nearest, as the place falls."""
    place = part * (len(days) - 1)
    low = int(place)
    high = min(low + 1, len(days) - 1)
    return days[low] + (place - low) * (days[high] - days[low])


def level_days(first: date, until: date) -> list[date]:
    """Whole weeks where they fit, else wider apart: never more than MOST_POINTS."""
    first = min(first, until)
    span = (until - first).days
    step = max(1 if span < MOST_POINTS else 7, -(-span // (MOST_POINTS - 2)))
    back = range(0, span + 1, step)
    return sorted({first, *(until - timedelta(days=n) for n in back)})
