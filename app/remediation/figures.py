"""The figures of those who track findings, each with the address of the findings behind it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from app.checklists.rules import Category
from app.findings.rules import CauseTag, FindingClass
from app.kit.clock import local_day
from app.people.rules import Actor
from app.remediation.figure_queries import (
    Mended,
    closed_by,
    first_raised,
    lapsed,
    late_items,
    late_owners,
    mended,
    open_by_age,
    raised_by,
    roots,
    tags,
)
from app.remediation.filter_queries import Scope
from app.remediation.remembered import A_QUARTER, remembered
from app.remediation.rules import (
    AGES,
    Level,
    Share,
    Taken,
    burn_down,
    days_to_close,
    level_days,
    on_time_rate,
    pareto,
)

DAY, YEAR = timedelta(days=1), timedelta(days=365)
Owner = str
"""The id of whoever owns it, or "nobody"."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Of what was closed within a year: the part on time, and the days that it took."""

    n: int
    on_time: Decimal | None
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class Figures:
    open: int
    late: int
    ages: Mapping[FindingClass, tuple[int, ...]]
    late_by_class: Mapping[FindingClass, int]
    late_by_owner: Sequence[Share[Owner]]
    late_by_category: Sequence[Share[str]]
    tags: Sequence[Share[CauseTag]]
    roots: Sequence[Share[str]]
    all: Speed
    speeds: Mapping[FindingClass, Speed]
    levels: Sequence[Level]


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding that was closed, by the days of its site."""

    row: Mended
    raised_on: date
    closed_on: date


def figures(
    session: Session, actor: Actor, scope: Scope, at: datetime, categories: Sequence[Category]
) -> Figures:
    """Worked out once for each question."""
    asked = scope.asked.but(mine=str(actor.id) if scope.asked.mine else "")
    return remembered(
        session,
        actor,
        at,
        ("figures", asked),
        lambda: _worked_out(session, actor, scope, at, categories),
    )


def _worked_out(
    session: Session, actor: Actor, scope: Scope, at: datetime, categories: Sequence[Category]
) -> Figures:
    asked = (session, actor, scope, at)
    counted = open_by_age(*asked)
    begins = _categories(categories)
    late: Counter[str] = Counter()
    for category, item, n in late_items(*asked):
        late[category or begins(item)] += n
    by_age = Counter({(class_, age): n for class_, age, n, _late in counted})
    told = _days(mended(*asked, since=at - YEAR - 2 * DAY))
    of_late = [one for one in told if one.closed_on > at.date() - YEAR]
    classes = [each for each in FindingClass if any(class_ is each for class_, *_n in counted)]
    by_class: Counter[FindingClass] = Counter()
    for class_, _age, _n, n_late in counted:
        by_class[class_] += n_late
    return Figures(
        open=sum(n for _class, _age, n, _late in counted),
        late=by_class.total(),
        ages={each: tuple(by_age[each, n] for n in range(len(AGES) + 1)) for each in classes},
        late_by_class=+by_class,
        late_by_owner=pareto({str(id or "nobody"): n for id, n in late_owners(*asked).items()}),
        late_by_category=pareto(late),
        tags=pareto(tags(*asked)),
        roots=_alike(roots(*asked)),
        all=_speed(of_late),
        speeds={
            each: _speed([one for one in of_late if one.row.class_ is each])
            for each in FindingClass
        },
        levels=_levels(session, actor, scope, at),
    )


def _days(found: Sequence[Mended]) -> list[_Told]:
    """Worked out once for each quarter of an hour."""
    days: dict[tuple[float, str], date] = {}

    def day(instant: datetime, zone: str) -> date:
        key = (instant.timestamp() // A_QUARTER, zone)
        if key not in days:
            days[key] = local_day(instant, zone)
        return days[key]

    return [_Told(row, day(row.raised_at, row.zone), day(row.closed_at, row.zone)) for row in found]


def _categories(categories: Sequence[Category]) -> Callable[[str], str]:
    """Of an item: its category, by how it begins."""
    begins = {item.id.partition("-")[0]: one.id for one in categories for item in one.items[:1]}
    return lambda item: begins.get(item.partition("-")[0], "")


def _speed(closed: Sequence[_Told]) -> Speed:
    return Speed(
        n=len(closed),
        on_time=on_time_rate((one.row.due_on, one.closed_on) for one in closed),
        taken=days_to_close((one.raised_on, one.closed_on) for one in closed),
    )


def _levels(session: Session, actor: Actor, scope: Scope, at: datetime) -> list[Level]:
    """Over the last two years; one that was opened again was raised a second time."""
    today, asked = at.date(), (session, actor, scope, at)
    first = first_raised(*asked)
    if first is None:
        return []
    since = max(first, today - 2 * YEAR)
    days = level_days(since, today)
    again = lapsed(*asked)
    came = raised_by(*asked, days) + [back.date() for _at, back in again]
    went = closed_by(*asked, days) + [closed.date() for closed, _back in again]
    return burn_down(came, went, today, since=since)


def _alike(texts: Sequence[tuple[str, int]]) -> list[Share[str]]:
    """The roots that were given more than once in the same words, but for case and blanks."""
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text, n in texts:
        key = " ".join(text.lower().split()).rstrip(".。")
        counted[first.setdefault(key, text)] += n
    return pareto(counted)
