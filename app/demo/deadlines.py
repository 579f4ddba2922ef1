"""Calendars of the sites, days of the audits, a question for more time, and a buyer's letter."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from app.audits.forms import SayDays
from app.audits.models import Audit
from app.demo.scene import chance_of
from app.demo.words import say, written_in
from app.findings.clock_changes import say_days_of_audit, set_buyer_date
from app.findings.clock_rules import CLOSE
from app.findings.deadline_queries import deadlines_of
from app.findings.extension_changes import ask_for_time, reply_to_asking
from app.findings.forms import AskForTime, ReplyToAsking, SetBuyerDate
from app.findings.models import Finding
from app.findings.queries import findings
from app.findings.rules import DueSource
from app.kit.clock import local_day
from app.people.rules import Actor
from app.programmes.queries import buyers
from app.suppliers.calendar_changes import bring_holidays
from app.suppliers.models import Site
from app.trail.rules import System

LETTER = "Letter of the supplier quality manager, no. 4711"
A_DAY = timedelta(days=1)


def hang_calendars(session: Session, site: Site, *, start: datetime, now: datetime) -> None:
    """The public holidays of each year from the first round to the next."""
    for year in range(start.year, now.year + 2):
        bring_holidays(session, site, year, by=System(), at=start)


def hold_meeting(session: Session, audit: Audit, site: Site, lead: Actor, at: datetime) -> None:
    """The report goes out at the closing meeting."""
    day = local_day(at, site.time_zone)
    form = SayDays(closing_meeting_on=day, report_issued_on=day)
    say_days_of_audit(session, audit, form, by=lead, at=at)


def move_days(session: Session, cast: Mapping[str, Actor], now: datetime) -> None:
    """Of what is due next: one waits for an answer, one was extended, one a buyer has dated."""
    owner, lead = cast["owner"], cast["quality"]
    ahead = _ahead(session, owner, now)[:3]
    for n, (row, asked) in enumerate(ahead[:2]):
        one = ask_for_time(session, row, asked, by=owner, at=now - 3 * A_DAY)
        session.flush()
        if n:
            granted = say("granted", written_in(row.statement), _chance(row))
            answer = ReplyToAsking(granted=True, note=granted)
            reply_to_asking(session, row, one.id, answer, by=lead, at=now - 2 * A_DAY)
    for row, asked in ahead[2:]:
        buyer = buyers(session)[0].id
        letter = SetBuyerDate(due_on=asked.until, buyer=buyer, letter=LETTER)
        set_buyer_date(session, row, letter, by=lead, at=now - 2 * A_DAY)


def _ahead(session: Session, owner: Actor, now: datetime) -> list[tuple[Finding, AskForTime]]:
    """His open findings that stood three days ago and are not due yet, with three weeks more."""
    listed = findings(session, owner, owner_id=owner.id, open_only=True)
    rows = {one.finding.id: one.finding for one in listed}
    dues = deadlines_of(session, list(rows))
    return [
        (
            rows[id],
            AskForTime(step=CLOSE, until=one.due_on + 21 * A_DAY, reason=_why_later(rows[id])),
        )
        for id, of_one in dues.items()
        for one in of_one
        if one.step == CLOSE
        and one.source is DueSource.PROGRAMME
        and one.due_on > now.date() + A_DAY
        and rows[id].due_on == one.due_on
        and rows[id].raised_at < now - 3 * A_DAY
    ]


def _why_later(row: Finding) -> str:
    return say("later", written_in(row.statement), _chance(row))


def _chance(row: Finding) -> Random:
    return chance_of(row.ref)
