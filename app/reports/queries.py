from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.actions.models import EffectCheck, PlanAgreed
from app.findings.models import Cause, CauseFound, Finding, HandOver, Reopening
from app.kit.clock import local_day
from app.people.models import Person
from app.people.rules import Actor
from app.reports.forms import ReportsWanted
from app.reports.models import Report, ReportForm, ReportSchedule, ScheduleReader
from app.reports.rules import OrderStatus
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites

ALL = ReportsWanted()


def reports(
    session: Session, actor: Actor, wanted: ReportsWanted = ALL, *, limit: int = 100
) -> list[tuple[Report, Site]]:
    """Newest first."""
    query = (
        select(Report, Site)
        .join(Site, col(Site.id) == Report.site_id)
        .where(col(Report.site_id).in_(seen_sites(actor)), *_wanted(wanted, actor))
        .order_by(col(Report.asked_at).desc(), col(Report.ref).desc())
        .limit(limit)
    )
    return list(session.exec(query))


def _wanted(wanted: ReportsWanted, actor: Actor) -> Iterator[ColumnElement[bool]]:
    if wanted.status:
        yield col(Report.status) == wanted.status
    if wanted.kind:
        yield col(Report.kind) == wanted.kind
    if wanted.site:
        yield col(Report.site_id) == wanted.site
    if wanted.mine:
        yield col(Report.asked_by_id) == actor.id


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


def form_of(
    session: Session, supplier_id: UUID, id: UUID, *, retired: bool = False
) -> ReportForm | None:
    """One in use, of this supplier; a schedule may have one that was given up since."""
    query = select(ReportForm).where(ReportForm.id == id, ReportForm.supplier_id == supplier_id)
    if not retired:
        query = query.where(col(ReportForm.retired_at).is_(None))
    return session.exec(query).one_or_none()


def forms_of(session: Session, supplier_ids: Collection[UUID]) -> list[ReportForm]:
    query = select(ReportForm).where(
        col(ReportForm.supplier_id).in_(supplier_ids), col(ReportForm.retired_at).is_(None)
    )
    return list(session.exec(query.order_by(col(ReportForm.name), col(ReportForm.id))))


def finding_there(session: Session, site_id: UUID, ref: str) -> UUID | None:
    query = select(Finding.id).where(Finding.site_id == site_id, Finding.ref == ref)
    return session.exec(query).one_or_none()


def due_schedules(session: Session, at: datetime) -> list[tuple[ReportSchedule, Site]]:
    """Those whose day has come at their site."""
    query = (
        select(ReportSchedule, Site)
        .join(Site, col(Site.id) == ReportSchedule.site_id)
        .where(
            col(ReportSchedule.paused_at).is_(None),
            col(ReportSchedule.ended_at).is_(None),
            ReportSchedule.next_on <= at.date() + timedelta(days=1),
        )
    )
    return [
        (row, site)
        for row, site in session.exec(query)
        if row.next_on <= local_day(at, site.time_zone)
    ]


def schedules(session: Session, actor: Actor) -> list[tuple[ReportSchedule, Site]]:
    """Those that have not ended, of the sites which the actor may know of."""
    query = (
        select(ReportSchedule, Site)
        .join(Site, col(Site.id) == ReportSchedule.site_id)
        .where(
            col(ReportSchedule.site_id).in_(seen_sites(actor)),
            col(ReportSchedule.ended_at).is_(None),
        )
        .order_by(col(ReportSchedule.next_on), col(ReportSchedule.id))
    )
    return list(session.exec(query))


def schedule(session: Session, actor: Actor, id: UUID) -> tuple[ReportSchedule, Site] | None:
    query = (
        select(ReportSchedule, Site)
        .join(Site, col(Site.id) == ReportSchedule.site_id)
        .where(ReportSchedule.id == id, col(ReportSchedule.site_id).in_(seen_sites(actor)))
    )
    return session.exec(query).one_or_none()


def schedule_by_id(session: Session, id: UUID) -> ReportSchedule:
    return session.get_one(ReportSchedule, id)


def readers_of(session: Session, schedule_id: UUID) -> list[Person]:
    query = (
        select(Person)
        .join(ScheduleReader, col(ScheduleReader.person_id) == Person.id)
        .where(ScheduleReader.schedule_id == schedule_id)
        .order_by(col(Person.name))
    )
    return list(session.exec(query))


def readers_by_schedule(session: Session, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The names of those to whom each is sent."""
    found: dict[UUID, list[str]] = {id: [] for id in ids}
    query = (
        select(ScheduleReader.schedule_id, Person.name)
        .join(Person, col(Person.id) == ScheduleReader.person_id)
        .where(col(ScheduleReader.schedule_id).in_(ids))
        .order_by(col(Person.name))
    )
    for id, name in session.exec(query):
        found[id].append(name)
    return found


def of_turn(session: Session, schedule_id: UUID, period: str) -> Report | None:
    query = select(Report).where(Report.schedule_id == schedule_id, Report.period == period)
    return session.exec(query).one_or_none()


def to_be_sent(session: Session) -> list[Report]:
    """What was drawn on a schedule, or could not be, and nobody was told of."""
    query = select(Report).where(
        col(Report.schedule_id).is_not(None),
        col(Report.sent_at).is_(None),
        col(Report.status).in_([OrderStatus.DONE, OrderStatus.FAILED]),
    )
    return list(session.exec(query.order_by(col(Report.asked_at))))


def form_by_id(session: Session, id: UUID) -> ReportForm | None:
    """One in use, of whatever supplier."""
    query = select(ReportForm).where(ReportForm.id == id, col(ReportForm.retired_at).is_(None))
    return session.exec(query).one_or_none()
