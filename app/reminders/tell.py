"""Tells one person, once: a letter in the outbox, and a notice that it was told."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from app.mail.changes import post
from app.mail.rules import MailKind
from app.people.rules import Actor
from app.reminders.changes import escalate, give_notice, note_digest
from app.reminders.digest import Digest, digest_text
from app.reminders.gather import Telling
from app.reminders.letters import subject_of, text_of
from app.reminders.rules import What


def tell(
    session: Session, mine: Sequence[Telling], everything: Sequence[Telling], *, at: datetime
) -> bool:
    """`mine` is for one person: theirs to do, or escalations. Says whether they get a letter."""
    to, escalation = mine[0].to, mine[0].escalation
    letter = post(
        session,
        to.id,
        kind=_kind(mine),
        key=_key(mine),
        subject=subject_of(mine, escalation=escalation, lang=to.lang, at=at),
        text=text_of(mine, to, escalation=escalation, at=at),
        at=at,
    )
    for one in mine:
        if escalation:
            _escalate(session, one, everything, at)
        give_notice(
            session, to.id, one.case.due, one.rung, escalation=escalation, letter=letter, at=at
        )
    return letter is not None


def tell_week(session: Session, to: Actor, week: str, found: Digest, *, at: datetime) -> bool:
    """None is sent if there is nothing to say, and nobody looks again in that week."""
    letter = None
    if found.says_something:
        subject, text = digest_text(found, to)
        key = f"digest:{to.id}:{week}"
        letter = post(
            session, to.id, kind=MailKind.DIGEST, key=key, subject=subject, text=text, at=at
        )
    note_digest(session, to.id, week, letter=letter, at=at)
    return letter is not None


def _kind(mine: Sequence[Telling]) -> MailKind:
    if mine[0].escalation:
        return MailKind.ESCALATION
    asked = all(one.case.due.what in {What.HAND_OVER, What.EXTENSION} for one in mine)
    return MailKind.HAND_OVER if asked else MailKind.REMINDER


def _key(mine: Sequence[Telling]) -> str:
    """Of what is told at which rung to whom: the same is never told in two letters."""
    said = sorted(f"{one.case.due.subject}@{one.rung.hours}" for one in mine)
    digest = sha256("\n".join(said).encode()).hexdigest()[:32]
    return f"{'late' if mine[0].escalation else 'due'}:{mine[0].to.id}:{digest}"


def _escalate(session: Session, one: Telling, everything: Sequence[Telling], at: datetime) -> None:
    due, row = one.case.due, one.case.finding
    names = [
        other.to.name
        for other in everything
        if other.escalation and other.case.due.subject == due.subject
    ]
    escalate(session, due, one.rung, ref=row.ref, site_id=row.site_id, to=names, at=at)
