"""Reports on a schedule: each turn is ordered once, drawn like any other, and sent.

Everything needed to go on stands in the database: a turn is known by its schedule and period, a
report that was sent says when. So a server that stops between two steps takes up the next one.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlmodel import Session

from app.kit.clock import local_day
from app.kit.db import Database
from app.kit.errors import Refusal
from app.kit.words import mark as _
from app.mail.changes import post
from app.mail.rules import Attached, MailKind
from app.people.models import Person
from app.people.queries import actor, person
from app.people.rules import Ability
from app.programmes.queries import demands
from app.reports.changes import order_report
from app.reports.models import Report, ReportSchedule
from app.reports.ordering import manner_of
from app.reports.queries import (
    by_id,
    due_schedules,
    of_turn,
    readers_of,
    schedule_by_id,
    to_be_sent,
)
from app.reports.rules import REPORT_NAMES, OrderStatus, next_day, period_of
from app.reports.schedule_changes import pause_schedule
from app.suppliers.models import Site
from app.suppliers.queries import site_of
from app.trail.rules import System
from app.web.words import said

log = logging.getLogger("shortlist")


def take_turns(database: Database, at: datetime) -> None:
    """Orders what is due and sends what is drawn; each in a step of its own."""
    with database.reading() as session:
        due = [row.id for row, _site in due_schedules(session, at)]
        drawn = [row.id for row in to_be_sent(session)]
    for id in due:
        _apart(database, partial(_order_due, id=id, at=at))
    for id in drawn:
        _apart(database, partial(_send_drawn, id=id, at=at))


def _apart(database: Database, step: Callable[[Session], None]) -> None:
    """One that stumbles stops none of the others; it is tried again."""
    try:
        with database.writing() as session:
            step(session)
            session.commit()
    except Exception:
        log.exception("a turn of a schedule")


def _order_due(session: Session, id: UUID, at: datetime) -> None:
    order_turn(session, schedule_by_id(session, id), at=at)


def _send_drawn(session: Session, id: UUID, at: datetime) -> None:
    send(session, by_id(session, id), at=at)


def order_turn(session: Session, row: ReportSchedule, *, at: datetime) -> None:
    """Of a day that was missed only the last one: a month is told once."""
    site = site_of(session, row.site_id)
    today = local_day(at, site.time_zone)
    if row.paused_at or row.ended_at or row.next_on > today:
        return
    if _maker_may(session, row, site):
        ordered(session, row, site, period_of(row.every, today), at=at)
    else:
        pause_schedule(session, row, by=System(), at=at)
    row.next_on = next_day(row.every, row.day, today + timedelta(days=1))
    session.add(row)


def ordered(
    session: Session, row: ReportSchedule, site: Site, period: str, *, at: datetime
) -> Report | None:
    """The report of this turn, ordered now or before; None if it is refused, which is told."""
    before = of_turn(session, row.id, period)
    if before:
        return before
    maker = person(session, row.made_by_id)
    demanded = demands(session)
    if maker is None or not demanded:
        return None
    try:
        manner = manner_of(
            session, site, row.kind, form_id=row.form_id, schedule_id=row.id, period=period
        )
        return order_report(
            session,
            site,
            demanded[0][1],
            kind=row.kind,
            lang=row.lang,
            as_of=at,
            by=actor(session, maker),
            at=at,
            manner=manner,
        )
    except Refusal as refusal:
        _say_refused(session, row, site, maker, refusal, period, at)
        return None


def _maker_may(session: Session, row: ReportSchedule, site: Site) -> bool:
    maker = person(session, row.made_by_id)
    return bool(maker and maker.active and actor(session, maker).may(Ability.ORDER_REPORTS, site))


def send(session: Session, report: Report, *, at: datetime) -> None:
    """To everybody on the list who may still see the site; a failure to its maker alone."""
    if report.sent_at or report.schedule_id is None:
        return
    site = site_of(session, report.site_id)
    schedule = schedule_by_id(session, report.schedule_id)
    if report.status is OrderStatus.DONE:
        for reader in readers_of(session, schedule.id):
            if actor(session, reader).may(Ability.READ, site):
                _send_to(session, report, schedule, site, reader, at)
    else:
        maker = person(session, schedule.made_by_id)
        if maker:
            _say_failed(session, report, site, maker, at)
    report.sent_at = at
    session.add(report)


def _send_to(
    session: Session,
    report: Report,
    schedule: ReportSchedule,
    site: Site,
    reader: Person,
    at: datetime,
) -> None:
    lang = reader.lang
    told = {
        "kind": said(lang, REPORT_NAMES[report.kind]),
        "site": site.called(lang),
        "day": f"{local_day(report.as_of, site.time_zone):%Y-%m-%d}",
        "pages": report.pages or 0,
        "maker": schedule.made_by,
    }
    post(
        session,
        reader,
        kind=MailKind.REPORT,
        key=f"report:{report.id}:{reader.id}",
        subject=said(lang, _("{kind}: {site}, {day}"), **told),
        text=said(lang, SENT, **told) + f"\n\n/reports/{report.ref}\n",
        attach=[
            Attached(
                f"{report.ref}-{site.code}-{report.kind}-{report.lang}.pdf",
                report.sha256 or "",
                "application/pdf",
            )
        ],
        at=at,
    )


def _say_failed(session: Session, report: Report, site: Site, maker: Person, at: datetime) -> None:
    lang = maker.lang
    told = {"kind": said(lang, REPORT_NAMES[report.kind]), "site": site.called(lang)}
    post(
        session,
        maker,
        kind=MailKind.REPORT,
        key=f"report:{report.id}:failed",
        subject=said(lang, _("Not drawn: {kind}, {site}"), **told),
        text=said(lang, FAILED, **told) + f"\n\n/reports/{report.ref}\n",
        at=at,
    )


def _say_refused(
    session: Session,
    row: ReportSchedule,
    site: Site,
    maker: Person,
    refusal: Refusal,
    period: str,
    at: datetime,
) -> None:
    lang = maker.lang
    told = {"kind": said(lang, REPORT_NAMES[row.kind]), "site": site.called(lang)}
    why = said(lang, refusal.text, **refusal.parts)
    post(
        session,
        maker,
        kind=MailKind.REPORT,
        key=f"schedule:{row.id}:{period}:refused",
        subject=said(lang, _("Not drawn: {kind}, {site}"), **told),
        text=f"{why}\n\n/reports/schedules\n",
        at=at,
    )


SENT = _("{kind} of {site} as of {day}, {pages} pages, is attached. {maker} has it sent to you.")
FAILED = _("{kind} of {site} could not be drawn and was sent to nobody. Its page says why.")
