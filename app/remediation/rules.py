"""What the mending of findings comes to in figures: the same on the page and in a report.

Whatever rests on nothing is None, never a nought.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", date, int)
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
    told = _Counted(closed)
    if not told.n:
        return None
    return Taken(told.n, told.quantile(Decimal("0.5")), told.quantile(P90))


def burn_down(
    raised: Iterable[date], closed: Iterable[date], until: date, since: date | None = None
) -> list[Level]:
    """Open findings over time, at evenly spaced days that end on `until`.

    A reopening is one more day in `raised`. What lies before `since` is in the first level.
    Counters of days are as good as the days.
    """
    came, went = _Counted(Counter(raised)), _Counted(Counter(closed))
    if not came.until(until):
        return []
    days = level_days(max(since or came.values[0], came.values[0]), until)
    levels, before = [], (0, 0)
    for on in days:
        now = (came.until(on), went.until(on))
        levels.append(Level(on, now[0] - now[1], now[0] - before[0], now[1] - before[1]))
        before = now
    return levels


def share_closed(closed: int, n: int) -> Decimal | None:
    return Decimal(closed) / n if n else None


def level_days(first: date, until: date) -> list[date]:
    """Whole weeks where they fit, else wider apart: never more than MOST_POINTS."""
    first = min(first, until)
    span = (until - first).days
    step = max(1 if span < MOST_POINTS else 7, -(-span // (MOST_POINTS - 2)))
    back = range(0, span + 1, step)
    return sorted({first, *(until - timedelta(days=n) for n in back)})


class _Counted(Generic[V]):
    """Values in their order, as many of each as were counted."""

    def __init__(self, counts: Mapping[V, int]) -> None:
        self.values: list[V] = sorted(value for value, n in counts.items() if n > 0)
        self.reach = list(accumulate(counts[value] for value in self.values))

    @property
    def n(self) -> int:
        return self.reach[-1] if self.reach else 0

    def until(self, value: V) -> int:
        """How many are no greater."""
        place = bisect_right(self.values, value)
        return self.reach[place - 1] if place else 0

    def quantile(self: "_Counted[int]", part: Decimal) -> Decimal:
        """Between the two nearest, as the place falls."""
        place = part * (self.n - 1)
        low = int(place)
        below, above = self._at(low), self._at(min(low + 1, self.n - 1))
        return below + (place - low) * (above - below)

    def _at(self, place: int) -> V:
        return self.values[bisect_right(self.reach, place)]
