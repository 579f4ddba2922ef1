"""A person's due dates as iCalendar (RFC 5545), the same bytes until something changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from sqlmodel import Session

from app.actions.way import Way
from app.audits.models import Audit
from app.audits.rules import TYPE_NAMES
from app.exchange.queries import Changed, audits_with, changed
from app.findings.rules import CLASS_NAMES
from app.kit.words import mark as _
from app.mail.rules import one_line
from app.people.models import Person
from app.people.queries import actor
from app.people.rules import Ability
from app.reminders.gather import Audience, Case, cases, is_met
from app.reminders.letters import name_of
from app.reminders.queries import of_hand
from app.reminders.rules import What
from app.suppliers.models import Site
from app.web.words import said

HORIZON = timedelta(days=5 * 366)
FRESH = timedelta(hours=6)
NEVER = Changed(0, datetime(2000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in it. `name` stays when the day moves; `ref` is whose changes count."""

    name: str
    ref: str
    on: date
    summary: str
    description: str
    path: str
    word: str


def calendar_of(session: Session, who: Person, *, public_url: str, at: datetime) -> bytes:
    base = public_url.rstrip("/")
    listed = sorted(_entries(session, who, at), key=lambda one: (one.on, one.name))
    news = changed(session, [one.ref for one in listed])
    feed = Calendar()
    feed.add("prodid", "-//Shortlist//Due dates//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", "Shortlist")
    feed.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT6H")
    host = base.partition("://")[2].partition("/")[0] or "shortlist"
    for one in listed:
        feed.add_component(_event(one, news.get(one.ref, NEVER), base, host))
    told: bytes = feed.to_ical()
    return told


def _event(one: Entry, news: Changed, base: str, host: str) -> Event:
    event = Event()
    event.add("uid", f"{one.name}@{host}")
    event.add("dtstamp", news.at)
    event.add("last-modified", news.at)
    event.add("sequence", news.times)
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", one.summary)
    event.add("description", f"{one.description}\n{base}{one.path}")
    event.add("url", base + one.path)
    event.add("categories", [one.word])
    event.add("transp", "TRANSPARENT")  # a due date keeps nobody busy all day
    return event


def _entries(session: Session, who: Person, at: datetime) -> Iterator[Entry]:
    """Who may verify has days of findings that are nobody's own, too."""
    me = actor(session, who)
    audience = Audience(session)
    ways: dict[UUID, Way] = {}
    until = (at + HORIZON).date()
    among = None if me.may_somewhere(Ability.VERIFY) else of_hand(who.id)
    for case in cases(session, audience, until=until, among=among):
        asked = case.due.what in {What.HAND_OVER, What.EXTENSION}
        if who.id in case.due.owners and not asked and not is_met(session, case, ways):
            yield _due(case, who.lang)
    for audit, site in audits_with(session, who.id):
        if me.knows(site):
            yield _audit(audit, site, who.lang)


def _due(case: Case, lang: str) -> Entry:
    row = case.finding
    return Entry(
        name=case.name,
        ref=row.ref,
        on=case.due.on,
        summary=f"{row.ref} {said(lang, name_of(case))} · {case.site.called(lang)}",
        description=one_line(case.said, 500),
        path=case.path,
        word=said(lang, CLASS_NAMES[row.class_]),
    )


def _audit(audit: Audit, site: Site, lang: str) -> Entry:
    kind = said(lang, TYPE_NAMES[audit.type])
    return Entry(
        name=f"{audit.ref}/audit",
        ref=audit.ref,
        on=audit.planned_on,
        summary=f"{audit.ref} {kind} · {site.called(lang)}",
        description=kind,
        path=f"/audits/{audit.ref}",
        word=said(lang, AUDIT),
    )


AUDIT = _("Audit")
