"""The figures of those who track findings, each with the address of the findings behind it."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Lock

from sqlmodel import Session

from app.checklists.rules import Category
from app.findings.rules import CauseTag, FindingClass, overdue
from app.kit.clock import local_day
from app.people.rules import Actor
from app.remediation.figure_queries import Run, lapsed, roots, runs, tags
from app.remediation.filter_queries import Scope
from app.remediation.rules import (
    Level,
    Share,
    Taken,
    ages,
    burn_down,
    days_to_close,
    on_time_rate,
    pareto,
)
from app.trail.queries import head

YEAR = timedelta(days=365)
KEPT = 32
A_QUARTER = 15 * 60
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
    """A finding by the days of its site."""

    run: Run
    raised_on: date
    closed_on: date | None
    today: date

    @property
    def late(self) -> bool:
        return overdue(self.run.due_on, self.closed_on, self.today)

    @property
    def days(self) -> timedelta:
        return self.today - self.raised_on


def figures(
    session: Session, actor: Actor, scope: Scope, at: datetime, categories: Sequence[Category]
) -> Figures:
    """Worked out once for each question, until the trail grows or a day begins somewhere."""
    tip = head(session)
    places = tuple(sorted(str(grant) for grant in actor.grants))
    asked = scope.asked.but(mine=str(actor.id) if scope.asked.mine else "")
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = (tip.frontier if tip else "", places, asked, hour)
    with _lock:
        kept = _figures.get(key)
    if kept is None:
        kept = _worked_out(session, actor, scope, at, categories)
        with _lock:
            _figures[key] = kept
            while len(_figures) > KEPT:
                _figures.popitem(last=False)
    return kept


def forget() -> None:
    """What was worked out; the next who asks waits for it."""
    with _lock:
        _figures.clear()


_figures: OrderedDict[object, Figures] = OrderedDict()
_lock = Lock()


def _worked_out(
    session: Session, actor: Actor, scope: Scope, at: datetime, categories: Sequence[Category]
) -> Figures:
    told = _days(runs(session, actor, scope, at), at)
    today = at.date()
    opened = [one for one in told if one.run.closed_at is None]
    late = [one for one in opened if one.late]
    mended = [one for one in told if one.closed_on and not one.run.rejected]
    of_late = [one for one in mended if one.closed_on and one.closed_on > today - YEAR]
    by_age = ages([(one.run.class_, today - one.days) for one in opened], today)
    begins = _categories(categories)
    return Figures(
        open=len(opened),
        late=len(late),
        ages={each: by_age[each] for each in FindingClass if each in by_age},
        late_by_class=Counter(one.run.class_ for one in late),
        late_by_owner=pareto(Counter(str(one.run.owner_id or "nobody") for one in late)),
        late_by_category=pareto(Counter(begins(one.run) for one in late)),
        tags=pareto(tags(session, actor, scope, at)),
        roots=_alike(roots(session, actor, scope, at)),
        all=_speed(of_late),
        speeds={
            each: _speed([one for one in of_late if one.run.class_ is each])
            for each in FindingClass
        },
        levels=_levels(told, lapsed(session, actor, scope, at), today),
    )


def _days(found: Sequence[Run], at: datetime) -> list[_Told]:
    """Worked out once for each quarter of an hour: nowhere does a day begin within one."""
    days: dict[tuple[float, str], date] = {}

    def day(instant: datetime, zone: str) -> date:
        key = (instant.timestamp() // A_QUARTER, zone)
        if key not in days:
            days[key] = local_day(instant, zone)
        return days[key]

    return [
        _Told(
            run,
            day(run.raised_at, run.zone),
            day(run.closed_at, run.zone) if run.closed_at else None,
            day(at, run.zone),
        )
        for run in found
    ]


def _categories(categories: Sequence[Category]) -> Callable[[Run], str]:
    """Of a finding: its own category, else that of its item, by how the item begins."""
    begins = {item.id.partition("-")[0]: one.id for one in categories for item in one.items[:1]}
    return lambda run: run.category or begins.get(run.item.partition("-")[0], "")


def _speed(closed: Sequence[_Told]) -> Speed:
    days = [(one, one.closed_on) for one in closed if one.closed_on]
    return Speed(
        n=len(days),
        on_time=on_time_rate((one.run.due_on, closed_on) for one, closed_on in days),
        taken=days_to_close((one.raised_on, closed_on) for one, closed_on in days),
    )


def _levels(
    told: Sequence[_Told], again: Sequence[tuple[datetime, datetime]], today: date
) -> list[Level]:
    """Over the last two years; one that was opened again was raised a second time."""
    came = [one.raised_on for one in told] + [back.date() for _at, back in again]
    went = [one.closed_on for one in told if one.closed_on] + [at.date() for at, _back in again]
    return burn_down(came, went, today, since=today - 2 * YEAR)


def _alike(texts: Sequence[str]) -> list[Share[str]]:
    """The roots that were given more than once in the same words, but for case and blanks."""
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text in texts:
        key = " ".join(text.lower().split()).rstrip(".。")
        counted[first.setdefault(key, text)] += 1
    return pareto(counted)
