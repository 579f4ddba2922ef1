"""What is looked at while a finding is raised, and what was said then."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.evidence.models import Evidence
from app.findings.models import (
    Finding,
    FindingEvidence,
    Proposal,
)
from app.findings.queries import unclosed
from app.findings.rules import FindingClass


def of_spot(
    session: Session, audit_id: UUID | None, item: str, zone_id: UUID | None
) -> Finding | None:
    """The finding that an audit has at an item and zone and that nobody has closed."""
    zone = col(Finding.zone_id)
    query = (
        select(Finding)
        .where(
            Finding.audit_id == audit_id,
            Finding.item == item,
            zone.is_(None) if zone_id is None else zone == zone_id,
            *unclosed(),
        )
        .order_by(col(Finding.raised_at).desc())
    )
    return session.exec(query.limit(1)).first()


def of_answer(session: Session, answer_id: UUID) -> Finding | None:
    return session.exec(select(Finding).where(Finding.answer_id == answer_id)).one_or_none()


def open_items(session: Session, site_id: UUID) -> list[tuple[str, FindingClass, int]]:
    """By item and class: how many findings of the site nobody has closed."""
    query = (
        select(Finding.item, Finding.class_, func.count())
        .where(Finding.site_id == site_id, Finding.item != "", *unclosed())
        .group_by(col(Finding.item), col(Finding.class_))
    )
    return [(item, FindingClass(class_), n) for item, class_, n in session.exec(query)]


def proposals_of(session: Session, ids: Collection[UUID]) -> dict[UUID, Proposal]:
    query = select(Proposal).where(col(Proposal.finding_id).in_(ids))
    return {one.finding_id: one for one in session.exec(query)}


def proposal_of(session: Session, finding_id: UUID) -> Proposal | None:
    return session.get(Proposal, finding_id)


def brought_with(session: Session, finding_id: UUID) -> list[Evidence]:
    """The files of a free finding."""
    query = (
        select(Evidence)
        .join(FindingEvidence, col(FindingEvidence.evidence_id) == Evidence.id)
        .where(FindingEvidence.finding_id == finding_id)
    )
    return list(session.exec(query.order_by(col(Evidence.at), col(Evidence.id))))


def open_at_site(session: Session, site_id: UUID, limit: int = 2_000) -> list[Finding]:
    """What nobody has closed there, the newest first."""
    query = (
        select(Finding)
        .where(Finding.site_id == site_id, *unclosed())
        .order_by(col(Finding.raised_at).desc(), col(Finding.ref).desc())
    )
    return list(session.exec(query.limit(limit)))


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Finding)).one()
