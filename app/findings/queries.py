from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.findings.models import Closure, Finding
from app.findings.rules import FindingClass, overdue
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites


@dataclass(frozen=True, slots=True)
class Tracked:
    """A finding with its site and, if it is closed, its closure."""

    finding: Finding
    site: Site
    closure: Closure | None

    def overdue(self, today: date) -> bool:
        closed_on = self.closure.at.date() if self.closure else None
        return overdue(self.finding.due_on, closed_on, today)


def findings(  # noqa: PLR0913 - the filters of the page
    session: Session,
    actor: Actor,
    *,
    site_id: UUID | None = None,
    audit_id: UUID | None = None,
    owner_id: UUID | None = None,
    class_: FindingClass | None = None,
    open_only: bool = False,
    limit: int = 500,
) -> list[Tracked]:
    """By due date, those without one last; then by reference."""
    query = (
        select(Finding, Site, Closure)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.site_id).in_(seen_sites(actor)))
        .order_by(col(Finding.due_on).is_(None), col(Finding.due_on), col(Finding.ref))
        .limit(limit)
    )
    wanted = {"site_id": site_id, "audit_id": audit_id, "owner_id": owner_id, "class_": class_}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(getattr(Finding, name) == value)
    if open_only:
        query = query.where(col(Closure.finding_id).is_(None))
    return [Tracked(*row) for row in session.exec(query)]


def finding(session: Session, actor: Actor, ref: str) -> Tracked | None:
    query = (
        select(Finding, Site, Closure)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(Finding.ref == ref, col(Finding.site_id).in_(seen_sites(actor)))
    )
    row = session.exec(query).one_or_none()
    return Tracked(*row) if row else None


def with_id(session: Session, id: UUID) -> Finding | None:
    return session.get(Finding, id)


def of_answer(session: Session, answer_id: UUID) -> Finding | None:
    return session.exec(select(Finding).where(Finding.answer_id == answer_id)).one_or_none()


def of_site(session: Session, site_id: UUID) -> list[tuple[Finding, Closure | None]]:
    query = (
        select(Finding, Closure)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(Finding.site_id == site_id)
        .order_by(col(Finding.ref))
    )
    return list(session.exec(query))


def of_audits(session: Session, audit_ids: Collection[UUID]) -> list[Finding]:
    query = select(Finding).where(col(Finding.audit_id).in_(set(audit_ids)))
    return list(session.exec(query.order_by(col(Finding.ref))))


def closure_of(session: Session, finding_id: UUID) -> Closure | None:
    return session.get(Closure, finding_id)


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Finding)).one()
