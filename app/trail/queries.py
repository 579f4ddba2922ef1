from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from app.trail.models import TrailEntry, TrailHead, TrailPayload
from app.trail.rules import canonical, commitment, grown, leaf_hash, root_of

HELD = "trail head"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    size: int
    root: str


def head(session: Session, *, to_write: bool = False) -> TrailHead | None:
    """The one row; `to_write` holds it until the transaction ends, and reads it once in it."""
    if not to_write:
        return session.exec(select(TrailHead)).one_or_none()
    transaction, row = session.info.get(HELD, (None, None))
    if transaction is None or transaction is not session.get_transaction():
        fresh = select(TrailHead).with_for_update().execution_options(populate_existing=True)
        row = session.exec(fresh).one_or_none()
        session.info[HELD] = (session.get_transaction(), row)
    return cast("TrailHead | None", row)


def checkpoint(session: Session) -> Checkpoint:
    row = head(session)
    frontier = row.frontier.split() if row else []
    return Checkpoint(row.size if row else 0, root_of(frontier))


def entries(  # noqa: PLR0913 - what may be asked of the trail
    session: Session,
    *,
    sites: Collection[UUID] | None,
    own: UUID | None = None,
    subject: str = "",
    action: str = "",
    before: int | None = None,
    since: datetime | None = None,
    limit: int = 100,
) -> list[tuple[TrailEntry, TrailPayload | None]]:
    """Newest first, `before` an entry's number; `sites` None: all, else theirs and `own` deeds."""
    query = (
        select(TrailEntry, TrailPayload)
        .outerjoin(TrailPayload, col(TrailPayload.seq) == TrailEntry.seq)
        .order_by(col(TrailEntry.seq).desc())
        .limit(limit)
    )
    if sites is not None:
        theirs = col(TrailEntry.site_id).in_(sites)
        query = query.where(or_(theirs, TrailEntry.actor_id == own) if own else theirs)
    if subject:
        query = query.where(TrailEntry.subject == subject)
    if action:
        query = query.where(col(TrailEntry.action).startswith(action))
    if before is not None:
        query = query.where(TrailEntry.seq < before)
    if since is not None:
        query = query.where(TrailEntry.at > since)
    return list(session.exec(query))


def last_entries(session: Session, sites: Collection[UUID]) -> dict[UUID, str]:
    """The leaf of the last entry at each site: while it stands, nothing there has changed.

    Not its number: what is rolled back leaves its number to another.
    """
    last = (
        select(func.max(TrailEntry.seq))
        .where(col(TrailEntry.site_id).in_(sites))
        .group_by(col(TrailEntry.site_id))
    )
    query = select(TrailEntry.site_id, TrailEntry.leaf).where(col(TrailEntry.seq).in_(last))
    return {site: leaf for site, leaf in session.exec(query) if site}


@dataclass(frozen=True, slots=True)
class Verified:
    """`broken`: the number of the first entry that is not what was recorded, or is missing."""

    size: int
    root: str
    broken: int | None

    @property
    def holds(self) -> bool:
        return self.broken is None


def verify_trail(session: Session) -> Verified:
    """Hashes every entry again and builds the whole tree anew: linear in the entries."""
    stated, n = checkpoint(session), 0
    tree: list[str] = []
    query = (
        select(TrailEntry, TrailPayload)
        .outerjoin(TrailPayload, col(TrailPayload.seq) == TrailEntry.seq)
        .order_by(col(TrailEntry.seq))
        .execution_options(yield_per=1_000)
    )
    for entry, payload in session.exec(query):
        n += 1
        if entry.seq != n or entry.leaf != leaf_of(entry) or not _keeps(entry, payload):
            return Verified(stated.size, stated.root, n)
        tree = grown(tree, n - 1, entry.leaf)
    whole = n == stated.size and root_of(tree) == stated.root
    return Verified(stated.size, stated.root, None if whole else n + 1)


def _keeps(entry: TrailEntry, payload: TrailPayload | None) -> bool:
    """A payload that was erased proves nothing, and disproves nothing."""
    if payload is None:
        return True
    told = commitment(bytes.fromhex(payload.salt), payload.payload.encode())
    return told == entry.commitment


_TOLD = tuple(name for name in TrailEntry.model_fields if name != "leaf")


def leaf_of(entry: TrailEntry) -> str:
    """The hash of the entry itself; its payload stands in it by its commitment only."""
    told = {name: getattr(entry, name) for name in _TOLD}
    told["at"] = entry.at.astimezone(UTC).isoformat()
    told["device_at"] = entry.device_at and entry.device_at.astimezone(UTC).isoformat()
    return leaf_hash(canonical(told))


def all_entries(session: Session) -> list[TrailEntry]:
    return list(session.exec(select(TrailEntry).order_by(col(TrailEntry.seq))))
