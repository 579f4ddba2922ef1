from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.kit.clock import local_day
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.people.rules import Ability, Actor
from app.reports.models import ReportSchedule, ScheduleReader
from app.reports.queries import readers_of
from app.reports.rules import Every, ReportKind, next_day
from app.suppliers.models import Site
from app.trail.changes import record
from app.trail.rules import Author


def make_schedule(  # noqa: PLR0913 - what, of where, how, when, to whom
    session: Session,
    site: Site,
    *,
    kind: ReportKind,
    lang: str,
    form_id: UUID | None,
    every: Every,
    day: int,
    readers: Sequence[Actor],
    by: Actor,
    at: datetime,
) -> ReportSchedule:
    """The first is drawn on the next such day at the site; today counts."""
    blind = [one.name for one in readers if not one.may(Ability.READ, site)]
    if blind:
        raise Invalid(
            _("{name} may not see this site. Send it to whoever may."), name=", ".join(blind)
        )
    row = ReportSchedule(
        site_id=site.id,
        kind=kind,
        lang=lang,
        form_id=form_id,
        every=every,
        day=day,
        next_on=next_day(every, day, local_day(at, site.time_zone)),
        made_by_id=by.id,
        made_by=by.name,
        made_at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(
        ScheduleReader(schedule_id=row.id, person_id=id)
        for id in dict.fromkeys(one.id for one in readers)
    )
    record(
        session,
        "schedule.made",
        on=str(row.id),
        by=by,
        at=at,
        site_id=site.id,
        kind=kind,
        lang=lang,
        every=every,
        day=day,
        readers=sorted(one.email for one in readers),
    )
    return row


def pause_schedule(session: Session, row: ReportSchedule, *, by: Author, at: datetime) -> None:
    if row.paused_at or row.ended_at:
        raise Conflict(_("This schedule rests already."))
    row.paused_at = at
    session.add(row)
    record(session, "schedule.paused", on=str(row.id), by=by, at=at, site_id=row.site_id)


def resume_schedule(
    session: Session, row: ReportSchedule, site: Site, *, by: Author, at: datetime
) -> None:
    """From the next day on; what was left out meanwhile is not made up for."""
    if row.ended_at or not row.paused_at:
        raise Conflict(_("This schedule does not rest."))
    row.paused_at = None
    row.next_on = next_day(row.every, row.day, local_day(at, site.time_zone))
    session.add(row)
    record(session, "schedule.resumed", on=str(row.id), by=by, at=at, site_id=row.site_id)


def end_schedule(session: Session, row: ReportSchedule, *, by: Author, at: datetime) -> None:
    if row.ended_at:
        raise Conflict(_("This schedule has ended already."))
    row.ended_at = at
    session.add(row)
    readers = sorted(person.email for person in readers_of(session, row.id))
    record(
        session,
        "schedule.ended",
        on=str(row.id),
        by=by,
        at=at,
        site_id=row.site_id,
        readers=readers,
    )
