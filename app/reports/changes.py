from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.audits.queries import rounds_of
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.programmes.models import PackVersion
from app.reports.models import Report
from app.reports.outfit import Outfit
from app.reports.queries import count, next_in_line, running
from app.reports.rules import ENDED, MOST_TRIES, OrderStatus, ReportKind
from app.suppliers.models import Site
from app.trail.changes import record
from app.trail.queries import checkpoint, head
from app.trail.rules import Author, System

LEASE = timedelta(minutes=2)
MOST_AT_ONCE = 4


class TooMany(Conflict): ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about beside its site: one finding, or what changed since then."""

    finding_id: UUID | None = None
    since_id: UUID | None = None
    since_on: date | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is told: in which outfit, after which form, for which turn of which schedule."""

    outfit: Outfit = Outfit()  # noqa: RUF009 - frozen
    form_id: UUID | None = None
    schedule_id: UUID | None = None
    period: str = ""


WHOLE = Subject()
PLAINLY = Manner()


def order_report(  # noqa: PLR0913 - what is to be told, of where, as of when, for whom
    session: Session,
    site: Site,
    pack: PackVersion,
    *,
    kind: ReportKind,
    lang: str,
    as_of: datetime,
    by: Author,
    at: datetime,
    audit_id: UUID | None = None,
    of: Subject = WHOLE,
    manner: Manner = PLAINLY,
) -> Report:
    """Files the order; a drawer fills it outside any request."""
    head(session, to_write=True)  # one after the other, so that each reference is given once
    by_hand = manner.schedule_id is None
    if by_hand and by.id and running(session, by.id) >= MOST_AT_ONCE:
        raise TooMany(_("{n} of your reports are still being drawn. Wait for one."), n=MOST_AT_ONCE)
    if as_of > at:
        raise Invalid(_("A report cannot tell of a day to come."))
    if not [
        a for a in rounds_of(session, [site.id])[site.id] if a.opened_at and a.opened_at <= as_of
    ]:
        raise Invalid(_("Site {code} had no audit by that day."), code=site.code)
    row = Report(
        ref=f"R-{count(session) + 1:04}",
        kind=kind,
        lang=lang,
        site_id=site.id,
        audit_id=audit_id,
        finding_id=of.finding_id,
        since_id=of.since_id,
        since_on=of.since_on,
        pack_version_id=pack.id,
        as_of=as_of,
        known_at=at,
        status=OrderStatus.QUEUED,
        asked_by_id=by.id,
        asked_by=by.name,
        asked_at=at,
        trail_root=checkpoint(session).root,
        paper=manner.outfit.paper,
        form_id=manner.form_id,
        form=manner.outfit.plain(),
        schedule_id=manner.schedule_id,
        period=manner.period,
    )
    session.add(row)
    record(
        session,
        "report.ordered",
        on=row.ref,
        by=by,
        at=at,
        site_id=site.id,
        kind=kind,
        lang=lang,
        as_of=as_of,
        programme=pack.sha256,
        finding=of.finding_id,
        since=of.since_id or of.since_on,
    )
    return row


def take_order(session: Session, *, at: datetime) -> Report | None:
    """Leases the next order; whoever takes it too often without an end is told to give up."""
    row = next_in_line(session, at)
    if row is None:
        return None
    row.tries += 1
    if row.tries > MOST_TRIES:
        give_up(session, row, "killed", at=at)
        return None
    row.status, row.progress, row.step = OrderStatus.DRAWING, 0, "gather"
    row.lease_until = at + LEASE
    session.add(row)
    return row


def note_progress(session: Session, row: Report, *, step: str, percent: int, at: datetime) -> None:
    row.step, row.progress, row.lease_until = step, percent, at + LEASE
    session.add(row)


def finish(  # noqa: PLR0913 - all that is known of a file
    session: Session,
    row: Report,
    *,
    sha256: str,
    size: int,
    pages: int,
    data_hash: str,
    seconds: float,
    at: datetime,
) -> None:
    row.status, row.progress, row.step, row.lease_until = OrderStatus.DONE, 100, "", None
    row.sha256, row.size, row.pages, row.data_hash, row.done_at = sha256, size, pages, data_hash, at
    row.seconds = round(seconds, 1)
    session.add(row)
    record(
        session,
        "report.drawn",
        on=row.ref,
        by=System(),
        at=at,
        site_id=row.site_id,
        sha256=sha256,
        data_hash=data_hash,
        pages=pages,
    )


def give_up(session: Session, row: Report, reason: str, *, at: datetime) -> None:
    row.status, row.error, row.lease_until, row.done_at = OrderStatus.FAILED, reason, None, at
    session.add(row)
    record(
        session, "report.failed", on=row.ref, by=System(), at=at, site_id=row.site_id, why=reason
    )


def cancel_report(session: Session, row: Report, *, by: Author, at: datetime) -> None:
    if row.status in ENDED:
        raise Conflict(_("Report {ref} is not being drawn any more."), ref=row.ref)
    row.status, row.lease_until, row.done_at = OrderStatus.CANCELLED, None, at
    session.add(row)
    record(session, "report.cancelled", on=row.ref, by=by, at=at, site_id=row.site_id)


def draw_again(session: Session, row: Report, *, by: Author, at: datetime) -> None:
    """The same order, of the same day and the same knowledge, after it was not drawn."""
    if row.status not in {OrderStatus.FAILED, OrderStatus.CANCELLED}:
        raise Conflict(_("Report {ref} is drawn, or about to be."), ref=row.ref)
    row.status, row.progress, row.step, row.tries = OrderStatus.QUEUED, 0, "", 0
    row.error, row.done_at, row.lease_until = "", None, None
    session.add(row)
    record(session, "report.again", on=row.ref, by=by, at=at, site_id=row.site_id)
