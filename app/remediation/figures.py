"""The figures of those who track findings, each with the address of the findings behind it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from app.checklists.rules import Category
from app.findings.rules import CauseTag, FindingClass
from app.people.rules import Actor
from app.remediation.figure_queries import (
    Mended,
    Question,
    causes_stand,
    closed_by_day,
    lapsed,
    late_items,
    late_owners,
    mended,
    open_by_age,
    question,
    raised_by_day,
    roots,
    tags,
)
from app.remediation.filter_queries import Scope
from app.remediation.remembered import kept, remembered
from app.remediation.rules import (
    Level,
    Share,
    Taken,
    burn_down,
    days_to_close,
    on_time_rate,
    pareto,
)

YEAR = timedelta(days=365)
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


class Why(NamedTuple):
    """How often a cause lay in each, and where the whys end."""

    tags: Mapping[CauseTag, int]
    roots: Sequence[tuple[str, int]]


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
    asked = question(session, actor, scope, at)
    counted = open_by_age(session, asked)
    begins = _categories(categories)
    late: Counter[str] = Counter()
    for category, item, n in late_items(session, asked):
        late[category or begins(item)] += n
    owners = {str(id or "nobody"): n for id, n in late_owners(session, asked).items()}
    of_late = mended(session, asked, after=at.date() - YEAR)
    why = _why(session, asked)
    return Figures(
        open=sum(sum(one.ages) for one in counted),
        late=sum(one.late for one in counted),
        ages={one.class_: one.ages for one in counted},
        late_by_class={one.class_: one.late for one in counted},
        late_by_owner=pareto(owners),
        late_by_category=pareto(late),
        tags=pareto(why.tags),
        roots=_alike(why.roots),
        all=_speed(of_late),
        speeds={
            each: _speed([one for one in of_late if one.class_ is each]) for each in FindingClass
        },
        levels=_levels(session, asked, at.date()),
    )


def _why(session: Session, asked: Question) -> Why:
    """Of all findings it is worked out anew only after somebody has said something of a cause."""

    def work() -> Why:
        return Why(tags(session, asked), roots(session, asked))

    return work() if asked.about else kept(("why", causes_stand(session)), work)


def _categories(categories: Sequence[Category]) -> Callable[[str], str]:
    """Of an item: its category, by how it begins."""
    begins = {item.id.partition("-")[0]: one.id for one in categories for item in one.items[:1]}
    return lambda item: begins.get(item.partition("-")[0], "")


def _speed(closed: Sequence[Mended]) -> Speed:
    days, kept = Counter[int](), Counter[bool | None]()
    for one in closed:
        days[one.days] += one.n
        kept[one.on_time] += one.n
    return Speed(n=days.total(), on_time=on_time_rate(kept), taken=days_to_close(days))


def _levels(session: Session, asked: Question, today: date) -> list[Level]:
    """Over the last two years; one that was opened again was raised a second time."""
    came = raised_by_day(session, asked)
    if not came:
        return []
    went = closed_by_day(session, asked)
    since = max(min(came), today - 2 * YEAR)
    for closed, back in lapsed(session, asked):
        came[back] += 1
        went[closed] += 1
    return burn_down(came, went, today, since=since)


def _alike(texts: Sequence[tuple[str, int]]) -> list[Share[str]]:
    """The roots that were given more than once in the same words, but for case and blanks."""
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text, n in texts:
        key = " ".join(text.lower().split()).rstrip(".。")
        counted[first.setdefault(key, text)] += n
    return pareto(counted)
