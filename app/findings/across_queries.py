"""The same item elsewhere: what was said of other places."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from app.findings.models import (
    AcrossReply,
    Finding,
)
from app.findings.queries import unclosed
from app.suppliers.models import Zone

Place = tuple[UUID, UUID | None]
"""A site, and the zone in it where the item is asked per zone."""


def across_replies(session: Session, finding_id: UUID) -> dict[Place, AcrossReply]:
    """What was said last of each place."""
    query = select(AcrossReply).where(AcrossReply.finding_id == finding_id)
    order = (col(AcrossReply.at), col(AcrossReply.id))
    return {(one.site_id, one.zone_id): one for one in session.exec(query.order_by(*order))}


def zones_of_kind(session: Session, sites: Collection[UUID], kind: str) -> list[Zone]:
    """Those in use, by name."""
    query = select(Zone).where(
        col(Zone.site_id).in_(sites), Zone.kind == kind, col(Zone.retired_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Zone.name), col(Zone.id))))


def open_at(session: Session, item: str, place: Place) -> Finding | None:
    """What is open there, from whatever audit."""
    zone = col(Finding.zone_id)
    query = (
        select(Finding)
        .where(
            Finding.site_id == place[0],
            Finding.item == item,
            zone.is_(None) if place[1] is None else zone == place[1],
            *unclosed(),
        )
        .order_by(col(Finding.raised_at).desc())
    )
    return session.exec(query.limit(1)).first()


def refs_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    query = select(Finding.id, Finding.ref).where(col(Finding.id).in_(ids))
    return dict(session.exec(query).all())
