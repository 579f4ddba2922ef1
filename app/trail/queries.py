from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from app.trail.models import TrailEntry, TrailHead, TrailPayload
from app.trail.rules import root_of


@dataclass(frozen=True, slots=True)
class Checkpoint:
    size: int
    root: str


def head(session: Session, *, to_write: bool = False) -> TrailHead | None:
    """The one row; `to_write` holds it until the transaction ends (PostgreSQL)."""
    query = select(TrailHead)
    return session.exec(query.with_for_update() if to_write else query).one_or_none()


def checkpoint(session: Session) -> Checkpoint:
    row = head(session)
    frontier = row.frontier.split() if row else []
    return Checkpoint(row.size if row else 0, root_of(frontier))


def entries(
    session: Session,
    *,
    sites: Collection[UUID] | None,
    subject: str = "",
    action: str = "",
    before: int | None = None,
    limit: int = 100,
) -> list[tuple[TrailEntry, TrailPayload | None]]:
    """Newest first, `before` an entry's number; `sites` None: all, else theirs and the house's."""
    query = (
        select(TrailEntry, TrailPayload)
        .outerjoin(TrailPayload, col(TrailPayload.seq) == TrailEntry.seq)
        .order_by(col(TrailEntry.seq).desc())
        .limit(limit)
    )
    if sites is not None:
        query = query.where(
            or_(col(TrailEntry.site_id).in_(sites), col(TrailEntry.site_id).is_(None))
        )
    if subject:
        query = query.where(TrailEntry.subject == subject)
    if action:
        query = query.where(col(TrailEntry.action).startswith(action))
    if before is not None:
        query = query.where(TrailEntry.seq < before)
    return list(session.exec(query))


def last_entries(session: Session, sites: Collection[UUID]) -> dict[UUID, int]:
    """The number of the last entry at each site: while it stands, nothing there has changed."""
    query = (
        select(TrailEntry.site_id, func.max(TrailEntry.seq))
        .where(col(TrailEntry.site_id).in_(sites))
        .group_by(col(TrailEntry.site_id))
    )
    return {site: seq for site, seq in session.exec(query) if site}


def all_entries(session: Session) -> list[TrailEntry]:
    return list(session.exec(select(TrailEntry).order_by(col(TrailEntry.seq))))
