from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.mail.models import Letter
from app.reminders.models import Notice, Shift
from app.reminders.queries import escalated, shift
from app.reminders.rules import Due, Rung
from app.trail.changes import record
from app.trail.rules import System

SHIFT = "reminders"
LEASE = timedelta(minutes=5)


def take_shift(session: Session, holder: str, *, at: datetime) -> bool:
    """A lease that ends after any that we give is of a clock that went wrong, and counts not."""
    row = shift(session, SHIFT)
    if row is not None and row.holder != holder and at < row.until <= at + LEASE:
        return False
    row = row or Shift(name=SHIFT, holder=holder, until=at + LEASE)
    row.holder, row.until = holder, at + LEASE
    session.add(row)
    return True


def end_shift(session: Session, holder: str, *, at: datetime) -> None:
    row = shift(session, SHIFT)
    if row is not None and row.holder == holder:
        row.until = at
        session.add(row)


def give_notice(
    session: Session,
    person_id: UUID,
    due: Due,
    rung: Rung,
    *,
    escalation: bool,
    letter: Letter | None,
    at: datetime,
) -> None:
    """Its key lets nobody be told twice at one rung, whichever server does it."""
    session.add(
        Notice(
            subject=due.subject,
            person_id=person_id,
            rung=rung.hours,
            escalation=escalation,
            at=at,
            letter_id=letter.id if letter else None,
        )
    )


def escalate(
    session: Session,
    due: Due,
    rung: Rung,
    *,
    ref: str,
    site_id: UUID,
    to: Sequence[str],
    at: datetime,
) -> None:
    """Once a rung, on the finding's own course of events: others than the owner know now."""
    if escalated(session, [due.subject])[due.subject] >= rung.hours:
        return
    record(
        session,
        "finding.escalated",
        on=ref,
        by=System(),
        at=at,
        site_id=site_id,
        step=due.step,
        due_on=due.on,
        to=", ".join(to),
    )


def note_digest(
    session: Session, person_id: UUID, week: str, *, letter: Letter | None, at: datetime
) -> None:
    """That week's is done with, also if there was nothing to say."""
    session.add(
        Notice(
            subject=f"digest/{week}",
            person_id=person_id,
            rung=0,
            escalation=False,
            at=at,
            letter_id=letter.id if letter else None,
        )
    )
