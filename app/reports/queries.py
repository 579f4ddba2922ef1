from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.actions.models import EffectCheck, PlanAgreed
from app.findings.models import Cause, CauseFound, Finding, HandOver, Reopening
from app.people.rules import Actor
from app.reports.models import Report, ReportForm
from app.reports.rules import OrderStatus
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites


def reports(session: Session, actor: Actor, *, limit: int = 100) -> list[tuple[Report, Site]]:
    """Newest first."""
    query = (
        select(Report, Site)
        .join(Site, col(Site.id) == Report.site_id)
        .where(col(Report.site_id).in_(seen_sites(actor)))
        .order_by(col(Report.asked_at).desc(), col(Report.ref).desc())
        .limit(limit)
    )
    return list(session.exec(query))


def report(session: Session, actor: Actor, ref: str) -> tuple[Report, Site] | None:
    query = (
        select(Report, Site)
        .join(Site, col(Site.id) == Report.site_id)
        .where(Report.ref == ref, col(Report.site_id).in_(seen_sites(actor)))
    )
    return session.exec(query).one_or_none()


def by_id(session: Session, id: UUID) -> Report:
    return session.get_one(Report, id)


def seen_by_id(session: Session, actor: Actor, id: UUID) -> Report | None:
    query = select(Report).where(Report.id == id, col(Report.site_id).in_(seen_sites(actor)))
    return session.exec(query).one_or_none()


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Report)).one()


def running(session: Session, person_id: UUID) -> int:
    """Orders of a person that wait or are being drawn."""
    query = select(func.count()).where(
        Report.asked_by_id == person_id,
        col(Report.status).in_([OrderStatus.QUEUED, OrderStatus.DRAWING]),
    )
    return session.exec(query).one()


def orders_wait(session: Session, at: datetime) -> bool:
    return session.exec(_line(at)).first() is not None


def next_in_line(session: Session, at: datetime) -> Report | None:
    """The oldest order that waits, or whose drawer has died (its lease ran out)."""
    return session.exec(_line(at).with_for_update(skip_locked=True)).first()


def _line(at: datetime) -> SelectOfScalar[Report]:
    waits = or_(
        Report.status == OrderStatus.QUEUED,
        (col(Report.status) == OrderStatus.DRAWING) & (col(Report.lease_until) < at),
    )
    return select(Report).where(waits).order_by(col(Report.asked_at), col(Report.ref)).limit(1)


def status_of(session: Session, id: UUID) -> OrderStatus:
    return OrderStatus(session.exec(select(Report.status).where(Report.id == id)).one())


Told = TypeVar("Told", Cause, CauseFound, EffectCheck, HandOver, PlanAgreed, Reopening)


def rows_of(
    session: Session, table: type[Told], ids: Collection[UUID], *, by: datetime
) -> dict[UUID, list[Told]]:
    """What was recorded by then about each of the findings, oldest first."""
    query = (
        select(table)
        .where(col(table.finding_id).in_(set(ids)), col(table.at) <= by)
        .order_by(col(table.at))
    )
    found: dict[UUID, list[Told]] = defaultdict(list)
    for row in session.exec(query):
        found[row.finding_id].append(row)
    return found


def form_of(session: Session, supplier_id: UUID, id: UUID) -> ReportForm | None:
    """One in use, of this supplier."""
    query = select(ReportForm).where(
        ReportForm.id == id,
        ReportForm.supplier_id == supplier_id,
        col(ReportForm.retired_at).is_(None),
    )
    return session.exec(query).one_or_none()


def forms_of(session: Session, supplier_ids: Collection[UUID]) -> list[ReportForm]:
    query = select(ReportForm).where(
        col(ReportForm.supplier_id).in_(supplier_ids), col(ReportForm.retired_at).is_(None)
    )
    return list(session.exec(query.order_by(col(ReportForm.name), col(ReportForm.id))))


def finding_there(session: Session, site_id: UUID, ref: str) -> UUID | None:
    query = select(Finding.id).where(Finding.site_id == site_id, Finding.ref == ref)
    return session.exec(query).one_or_none()
