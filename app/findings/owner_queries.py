"""Who is asked to take a finding over."""

from typing import Any

from sqlmodel import Session, and_, col, or_, select

from app.findings.models import (
    Finding,
    HandOver,
    HandOverReply,
)
from app.findings.queries import unclosed
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites


def open_hand_over(session: Session, row: Finding) -> HandOver | None:
    """What its owner asked and nobody has answered; void once the owner is another."""
    mine = select(HandOver).where(HandOver.finding_id == row.id)
    asked = _unanswered(mine).order_by(col(HandOver.at).desc())
    found: HandOver | None = session.exec(asked.limit(1)).first()
    return found


def handed_to(session: Session, actor: Actor) -> list[tuple[HandOver, Finding, Site]]:
    """What the person is asked to take over, the oldest first."""
    query = (
        _unanswered(select(HandOver, Finding, Site))
        .join(Site, col(Site.id) == Finding.site_id)
        .where(HandOver.to_id == actor.id, col(Finding.site_id).in_(seen_sites(actor)))
        .order_by(col(HandOver.at))
    )
    return [(one, finding, site) for one, finding, site in session.exec(query)]


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
