"""The rows and counts that the figures are worked out from."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, and_, col, func

from app.findings.models import Cause, CauseFound, Closure, Finding, LapsedClosure
from app.findings.queries import causes_told
from app.findings.rules import Branch, CauseTag, FindingClass
from app.people.rules import Actor
from app.remediation.filter_queries import Scope, filtered
from app.suppliers.models import Site


class Run(NamedTuple):
    """What the figures ask of a finding."""

    class_: FindingClass
    item: str
    category: str
    owner_id: UUID | None
    zone: str
    raised_at: datetime
    due_on: date | None
    closed_at: datetime | None
    rejected: bool | None


def runs(session: Session, actor: Actor, scope: Scope, at: datetime) -> list[Run]:
    """Of every finding of the filter, whatever its state; only columns, since there are many."""
    query = _lean(
        Finding.class_,
        Finding.item,
        Finding.category,
        Finding.owner_id,
        Site.time_zone,
        Finding.raised_at,
        Finding.due_on,
        Closure.at,
        Closure.rejected,
    )
    query = query.where(*filtered(session, actor, scope, at))
    return [Run(*row) for row in session.execute(query)]


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


def roots(session: Session, actor: Actor, scope: Scope, at: datetime) -> list[str]:
    """Where the whys of found causes end: why it happened, not why nobody noticed."""
    deeper = sa.select(col(Cause.parent_id)).where(
        col(Cause.parent_id).is_not(None), col(Cause.struck_at).is_(None)
    )
    query = (
        _lean(Cause.text)
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
        .order_by(col(Cause.at), col(Cause.id))
    )
    return list(session.scalars(query))


def _lean(*columns: Any) -> Any:  # noqa: ANN401 - a select of columns
    return (
        sa.select(*columns)
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
    )
