"""The rows and counts that the figures are worked out from."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, func

from app.findings.cause_queries import causes_told
from app.findings.models import Cause, CauseFound, Closure, Finding, LapsedClosure
from app.findings.queries import late, unclosed
from app.findings.rules import Branch, CauseTag, FindingClass
from app.kit.clock import local_day
from app.people.rules import Actor
from app.remediation.filter_queries import Scope, aged, filtered, lies_in, midnight
from app.remediation.rules import AGES
from app.suppliers.models import Site
from app.suppliers.queries import time_zones


class Mended(NamedTuple):
    """What the figures ask of a finding that was closed."""

    class_: FindingClass
    zone: str
    raised_at: datetime
    due_on: date | None
    closed_at: datetime


def open_by_age(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[tuple[FindingClass, int, int, int]]:
    """Of each class and age, how many are open and how many of them late."""
    zones = time_zones(session, actor)
    ages = [(aged(zones, n, at), n) for n in range(len(AGES) + 1)]
    rows = (
        sa.select(
            col(Finding.class_).label("class_"),
            sa.case(*ages).label("age"),
            sa.case((late(session, actor, at), 1), else_=0).label("late"),
        )
        .where(*filtered(session, actor, scope, at), *unclosed())
        .subquery()
    )
    query = sa.select(rows.c.class_, rows.c.age, func.count(), func.sum(rows.c.late))
    query = query.group_by(rows.c.class_, rows.c.age)
    return [(class_, age, n, n_late) for class_, age, n, n_late in session.execute(query)]


def late_owners(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> dict[UUID | None, int]:
    query = sa.select(col(Finding.owner_id), func.count()).group_by(col(Finding.owner_id))
    query = query.where(*_overdue(session, actor, scope, at)).order_by(func.min(Finding.ref))
    return {owner: n for owner, n in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def late_items(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[tuple[str, str, int]]:
    """Category of its own and item, with how many are late."""
    what = (col(Finding.category), col(Finding.item))
    query = sa.select(*what, func.count()).where(*_overdue(session, actor, scope, at))
    query = query.group_by(*what).order_by(func.min(Finding.ref))
    return [(category, item, n) for category, item, n in session.execute(query)]


def mended(
    session: Session, actor: Actor, scope: Scope, at: datetime, *, since: datetime
) -> list[Mended]:
    query = _lean(Finding.class_, Site.time_zone, Finding.raised_at, Finding.due_on, Closure.at)
    query = _with_closure(_with_site(query)).where(
        *filtered(session, actor, scope, at),
        col(Closure.at) >= since,
        col(Closure.rejected).is_(False),
    )
    return [Mended(*row) for row in session.execute(query)]


def first_raised(session: Session, actor: Actor, scope: Scope, at: datetime) -> date | None:
    """The day on which the oldest of the filter was raised, by its site."""
    query = (
        sa.select(col(Site.time_zone), func.min(col(Finding.raised_at)))
        .join(Finding, col(Finding.site_id) == Site.id)
        .where(*filtered(session, actor, scope, at))
        .group_by(col(Site.time_zone))
    )
    return min((local_day(first, zone) for zone, first in session.execute(query)), default=None)


def raised_by(
    session: Session, actor: Actor, scope: Scope, at: datetime, days: Sequence[date]
) -> list[date]:
    """Of each finding, the first of `days` by which it was raised, by the day at its site."""
    query = _lean(_level(session, actor, col(Finding.raised_at), days))
    return _levels(session, query.where(*filtered(session, actor, scope, at)), days)


def closed_by(
    session: Session, actor: Actor, scope: Scope, at: datetime, days: Sequence[date]
) -> list[date]:
    query = _with_closure(_lean(_level(session, actor, col(Closure.at), days)))
    return _levels(session, query.where(*filtered(session, actor, scope, at)), days)


def lapsed(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[tuple[datetime, datetime]]:
    """Closures that did not last: when each was made, and when it was opened again."""
    query = _lean(LapsedClosure.at, LapsedClosure.lapsed_at).join(
        LapsedClosure, col(LapsedClosure.finding_id) == Finding.id
    )
    query = query.where(*filtered(session, actor, scope, at))
    return [(closed, back) for closed, back in session.execute(query)]


def tags(session: Session, actor: Actor, scope: Scope, at: datetime) -> dict[CauseTag, int]:
    """How often a cause lay in each."""
    told = causes_told()
    query = _lean(told.c.tag, func.count()).join(told, told.c.finding_id == Finding.id)
    query = query.where(*filtered(session, actor, scope, at)).group_by(told.c.tag)
    found = {CauseTag(tag): n for tag, n in session.execute(query)}
    return {tag: found.get(tag, 0) for tag in CauseTag}


def roots(session: Session, actor: Actor, scope: Scope, at: datetime) -> list[tuple[str, int]]:
    """Where the whys of found causes end: why it happened, not why nobody noticed; how often."""
    deeper = sa.select(col(Cause.parent_id)).where(
        col(Cause.parent_id).is_not(None), col(Cause.struck_at).is_(None)
    )
    query = (
        _lean(Cause.text, func.count())
        .join(Cause, col(Cause.finding_id) == Finding.id)
        .join(
            CauseFound,
            and_(
                col(CauseFound.finding_id) == Cause.finding_id,
                col(CauseFound.turn) == Cause.turn,
            ),
        )
        .where(
            *filtered(session, actor, scope, at),
            Cause.branch == Branch.OCCURRENCE,
            col(Cause.struck_at).is_(None),
            col(Cause.id).not_in(deeper),
        )
        .group_by(col(Cause.text))
        .order_by(func.min(col(Cause.at)), func.min(col(Cause.text)))
    )
    return [(text, n) for text, n in session.execute(query)]


def _overdue(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[ColumnElement[bool]]:
    return [*filtered(session, actor, scope, at), *unclosed(), late(session, actor, at)]


def _level(session: Session, actor: Actor, instant: Any, days: Sequence[date]) -> Any:  # noqa: ANN401
    """The number of the first of `days` that ends after an instant, where the finding lies."""
    zones = time_zones(session, actor)
    ends = {zone: [midnight(day + timedelta(days=1), zone) for day in days] for zone in zones}
    halved = [(lies_in(zone), _halved(instant, ends[zone], 0)) for zone in zones]
    return (sa.case(*halved) if halved else sa.null()).label("level")


def _halved(instant: Any, ends: Sequence[datetime], first: int) -> Any:  # noqa: ANN401
    """Half and half again: six looks for sixty days."""
    if not ends:
        return sa.literal(first)
    middle = len(ends) // 2
    before = _halved(instant, ends[:middle], first)
    after = _halved(instant, ends[middle + 1 :], first + middle + 1)
    return sa.case((instant < ends[middle], before), else_=after)


def _levels(session: Session, query: Any, days: Sequence[date]) -> list[date]:  # noqa: ANN401
    found = Counter(session.scalars(query))
    return [day for level, day in enumerate(days) for _n in range(found[level])]


def _lean(*columns: Any) -> Any:  # noqa: ANN401 - a select of columns
    return sa.select(*columns).select_from(Finding)


def _with_site(query: Any) -> Any:  # noqa: ANN401
    return query.join(Site, col(Site.id) == Finding.site_id)


def _with_closure(query: Any) -> Any:  # noqa: ANN401
    return query.join(Closure, col(Closure.finding_id) == Finding.id)
