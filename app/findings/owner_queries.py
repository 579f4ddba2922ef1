"""Who is asked to take a finding over."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, or_, select

from app.findings.models import (
    Finding,
    HandOver,
    HandOverReply,
)
from app.findings.queries import unclosed
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import reach, within_reach


def open_hand_over(session: Session, row: Finding) -> HandOver | None:
    """What its owner asked and nobody has answered; void once the owner is another."""
    mine = select(HandOver).where(HandOver.finding_id == row.id)
    asked = _unanswered(mine).order_by(col(HandOver.at).desc())
    found: HandOver | None = session.exec(asked.limit(1)).first()
    return found


def handed_to(session: Session, actor: Actor) -> list[tuple[HandOver, Finding, Site]]:
    """What the person is asked to take over, the oldest first."""
    rows = session.exec(_handed(everywhere=actor.everywhere), params=reach(actor))
    return [(one, finding, site) for one, finding, site in rows]


@cache
def _handed(*, everywhere: bool) -> Any:  # noqa: ANN401 - as _unanswered
    return (
        _unanswered(select(HandOver, Finding, Site))
        .join(Site, col(Site.id) == Finding.site_id)
        .where(
            col(HandOver.to_id) == bindparam("reader"),
            within_reach(Finding.site_id, everywhere=everywhere),
        )
        .order_by(col(HandOver.at))
    )


def hand_overs_asked(session: Session) -> list[tuple[HandOver, Finding, Site]]:
    """Whatever anybody is asked to take over and has not answered, the oldest first."""
    query = (
        _unanswered(select(HandOver, Finding, Site))
        .join(Site, col(Site.id) == Finding.site_id)
        .order_by(col(HandOver.at))
    )
    return [(one, finding, site) for one, finding, site in session.exec(query)]


def _unanswered(query: Any) -> Any:  # noqa: ANN401 - a select of hand-overs with others
    owner = col(Finding.owner_id)
    return (
        query.join(Finding, col(Finding.id) == HandOver.finding_id)
        .outerjoin(HandOverReply, col(HandOverReply.hand_over_id) == HandOver.id)
        .where(
            col(HandOverReply.hand_over_id).is_(None),
            *unclosed(),
            or_(owner == HandOver.from_id, and_(owner.is_(None), col(HandOver.from_id).is_(None))),
        )
    )
