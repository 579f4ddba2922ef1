import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.trail.models import TrailEntry, TrailHead, TrailPayload
from app.trail.queries import head, leaf_of
from app.trail.rules import Author, canonical, commitment, grown


def record(  # noqa: PLR0913 - who, what, where, when, why: the five that a trail is for
    session: Session,
    action: str,
    /,
    *,
    on: str,
    by: Author,
    at: datetime,
    site_id: UUID | None = None,
    why: str | None = None,
    device_at: datetime | None = None,
    **payload: object,
) -> TrailEntry:
    """Adds one entry in the transaction of the change it tells of: both stand, or neither."""
    tip = head(session, to_write=True) or TrailHead()
    salt = secrets.token_bytes(32)
    body = canonical(payload)
    entry = TrailEntry(
        seq=tip.size + 1,
        at=at,
        actor_id=by.id,
        actor=by.name,
        role=by.role,
        site_id=site_id,
        action=action,
        subject=on[:120],
        why=why,
        request_id=by.request_id,
        device_at=device_at,
        commitment=commitment(salt, body),
        leaf="",
    )
    entry.leaf = leaf_of(entry)
    session.add(entry)
    session.add(TrailPayload(seq=entry.seq, salt=salt.hex(), payload=body.decode()))
    tip.frontier = " ".join(grown(tip.frontier.split(), tip.size, entry.leaf))
    tip.size = entry.seq
    session.add(tip)
    return entry
