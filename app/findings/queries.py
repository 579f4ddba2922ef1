from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, false, func, not_, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.audits.queries import programmes_of
from app.findings.models import (
    Closure,
    Finding,
    Reopening,
)
from app.findings.rules import (
    LOOKED_AT,
    FindingClass,
    Shown,
    Step,
    overdue,
    waits_for_a_look,
)
from app.kit.clock import local_day
from app.people.rules import Actor
from app.programmes.queries import demanded, opened
from app.programmes.rules import Pack
from app.suppliers.models import Site
from app.suppliers.queries import at_seen, seen_sites, time_zones

# Every verb on a finding asks these: they are put together once, not each time.
REOPENED = (
    select(Reopening)
    .where(col(Reopening.finding_id) == bindparam("finding"))
    .order_by(col(Reopening.turn))
)
HELD = (
    select(Finding)
    .where(col(Finding.id) == bindparam("finding"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A finding with its site and, if it is closed, its closure."""

    finding: Finding
    site: Site
    closure: Closure | None

    @property
    def closed_on(self) -> date | None:
        return local_day(self.closure.at, self.site.time_zone) if self.closure else None

    def overdue(self, today: date) -> bool:
        """`today` is the day at the site."""
        return not self.waits_for_a_look and overdue(self.finding.due_on, self.closed_on, today)

    @property
    def waits_for_a_look(self) -> bool:
        return waits_for_a_look(self.finding.class_, self.finding.step)

    def late(self, at: datetime) -> bool:
        return self.overdue(local_day(at, self.site.time_zone))

    def days(self, at: datetime) -> int | None:
        """Until it is due; below nought it is late, or looked at."""
        due = self.finding.due_on
        return (due - local_day(at, self.site.time_zone)).days if due else None


@dataclass(frozen=True, slots=True)
class Tally:
    open: int
    overdue: int


def findings(  # noqa: PLR0913 - the filters of the page
    session: Session,
    actor: Actor,
    *,
    site_id: UUID | None = None,
    audit_id: UUID | None = None,
    owner_id: UUID | None = None,
    class_: FindingClass | None = None,
    open_only: bool = False,
    shown: Shown | None = None,
    at: datetime | None = None,
    among: SelectOfScalar[UUID] | None = None,
    limit: int = 500,
    after: int = 0,
) -> list[Tracked]:
    """By due date, those without one last; then by reference. `shown` OVERDUE needs `at`."""
    query = (
        _visible(actor)
        .order_by(col(Finding.due_on).is_(None), col(Finding.due_on), col(Finding.ref))
        .limit(limit)
        .offset(after)
    )
    wanted = {"site_id": site_id, "audit_id": audit_id, "owner_id": owner_id, "class_": class_}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(getattr(Finding, name) == value)
    if open_only or shown in {Shown.OPEN, Shown.OVERDUE, Shown.WAITING}:
        query = query.where(*unclosed())
    if shown is Shown.CLOSED:
        query = query.where(col(Finding.closed_on).is_not(None))
    if shown is Shown.OVERDUE and at:
        query = query.where(late(session, actor, at))
    if among is not None:
        query = query.where(col(Finding.id).in_(among))
    return [Tracked(*row) for row in session.exec(query)]


def tally(session: Session, actor: Actor, at: datetime) -> Tally:
    """Of all that the person may see, whatever the filter."""
    query = (
        select(func.count(), func.count().filter(late(session, actor, at)))
        .select_from(Finding)
        .where(at_seen(actor, Finding.site_id), *unclosed())
    )
    return Tally(*session.exec(query).one())


def finding(session: Session, actor: Actor, ref: str) -> Tracked | None:
    row = session.exec(_visible(actor).where(Finding.ref == ref)).one_or_none()
    return Tracked(*row) if row else None


def hold(session: Session, row: Finding) -> None:
    """Until the transaction ends nobody else changes it (PostgreSQL); `row` is what stands now."""
    session.exec(HELD, params={"finding": row.id}).one()


def with_id(session: Session, id: UUID) -> Finding | None:
    return session.get(Finding, id)


def packs_of(session: Session, row: Finding) -> list[Pack]:
    """The programmes whose clocks run for it: those of its audit, else all that buyers demand."""
    held = programmes_of(session, row.audit_id) if row.audit_id else demanded(session)
    return [opened(one) for one in held]


def of_audits(session: Session, audit_ids: Collection[UUID]) -> list[Finding]:
    query = select(Finding).where(col(Finding.audit_id).in_(set(audit_ids)))
    return list(session.exec(query.order_by(col(Finding.ref))))


def closure_of(session: Session, finding_id: UUID) -> Closure | None:
    return session.get(Closure, finding_id)


def reopenings(session: Session, finding_id: UUID) -> list[Reopening]:
    return list(session.exec(REOPENED, params={"finding": finding_id}))


def turn_of(session: Session, finding_id: UUID) -> int:
    """1, and one more for each reopening."""
    return len(reopenings(session, finding_id)) + 1


def _visible(actor: Actor) -> Any:  # noqa: ANN401 - a select of finding, site, closure
    return (
        select(Finding, Site, Closure)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.site_id).in_(seen_sites(actor)))
    )


def unclosed(*steps: Step) -> tuple[ColumnElement[bool], ...]:
    """Open, at one of `steps` or any: by its index what is closed is never read."""
    still = col(Finding.closed_on).is_(None)
    return (still, col(Finding.step).in_(steps)) if steps else (still,)


def late(session: Session, actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Past its closing date by the day at its own site."""
    return by_day(session, actor, at, past_closing)


def past_closing(day: date) -> ColumnElement[bool]:
    """As `Tracked.overdue` says it of one that is open."""
    looked_at = and_(col(Finding.step) == Step.VERIFIED, col(Finding.class_).in_(LOOKED_AT))
    return and_(col(Finding.due_on) < day, not_(looked_at))


Holds = Callable[[date], ColumnElement[bool]]


def by_day(session: Session, actor: Actor, at: datetime, holds: Holds) -> ColumnElement[bool]:
    """`holds` of the day at the site of a finding, where a later day lets it hold all the more."""
    return held_by(days_now(session, actor, at), holds)


def days_now(session: Session, actor: Actor, at: datetime) -> dict[str, date]:
    """By time zone of the sites that the person may see."""
    return {zone: local_day(at, zone) for zone in time_zones(session, actor)}


def held_by(days: Mapping[str, date], holds: Holds) -> ColumnElement[bool]:
    """Only about the latest days it matters where the site lies."""
    first = min(days.values(), default=None)
    if first is None:
        return false()
    later = sorted(set(days.values()) - {first})
    return or_(holds(first), *(and_(holds(day), lying_at(days, day)) for day in later))


def lying_at(days: Mapping[str, date], day: date) -> ColumnElement[bool]:
    """At a site where it is that day."""
    zones = [zone for zone, there in days.items() if there == day]
    return col(Finding.site_id).in_(select(Site.id).where(col(Site.time_zone).in_(zones)))


def open_ones(
    session: Session, *, audit_id: UUID | None = None, site_id: UUID | None = None
) -> list[Finding]:
    """Of the audit, or of the site, by reference."""
    query = select(Finding).where(
        *unclosed(), Finding.audit_id == audit_id if audit_id else Finding.site_id == site_id
    )
    return list(session.exec(query.order_by(col(Finding.ref))))


def reopening_of(session: Session, finding_id: UUID, turn: int) -> Reopening | None:
    return session.get(Reopening, (finding_id, turn))
