import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.exchange.models import CalendarAddress
from app.exchange.queries import calendar_address
from app.people.queries import hashed
from app.trail.changes import record
from app.trail.rules import Author


def open_calendar(session: Session, person_id: UUID, *, by: Author, at: datetime) -> str:
    """The secret of the address, which is shown once; an address from before ends."""
    secret = f"cal_{secrets.token_urlsafe(32)}"
    row = calendar_address(session, person_id)
    row = row or CalendarAddress(person_id=person_id, secret_hash="", made_at=at)
    row.secret_hash, row.made_at = hashed(secret), at
    session.add(row)
    record(session, "calendar.opened", on=by.name, by=by, at=at)
    return secret


def end_calendar(session: Session, row: CalendarAddress, *, by: Author, at: datetime) -> None:
    session.delete(row)
    record(session, "calendar.ended", on=by.name, by=by, at=at)
