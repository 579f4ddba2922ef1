"""The same item at the same place, round after round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from app.findings.models import (
    Closure,
    Finding,
    FindingRevision,
    Repeat,
)
from app.findings.rules import FindingClass
from app.suppliers.models import Zone


class Spotted(Protocol):
    """What failed at an item: an answer, a finding, or one that is about to be raised."""

    @property
    def site_id(self) -> UUID: ...
    @property
    def audit_id(self) -> UUID | None: ...
    @property
    def item(self) -> str: ...
    @property
    def zone_id(self) -> UUID | None: ...


def earlier_at(session: Session, failed: Spotted) -> Finding | None:
    """The last finding of an earlier round at the same item and place, unless it was none."""
    zone = col(Finding.zone_id)
    query = (
        select(Finding)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            Finding.site_id == failed.site_id,
            Finding.item == failed.item,
            zone.is_(None) if failed.zone_id is None else zone == failed.zone_id,
            col(Finding.audit_id).is_distinct_from(failed.audit_id),
            or_(col(Closure.finding_id).is_(None), col(Closure.rejected).is_(False)),
        )
        .order_by(col(Finding.raised_at).desc(), col(Finding.ref).desc())
    )
    return session.exec(query.limit(1)).first()


def repeat_of(session: Session, finding_id: UUID) -> tuple[Repeat, Finding] | None:
    """The finding that this one repeats."""
    query = select(Repeat, Finding).join(Finding, col(Finding.id) == Repeat.earlier_id)
    return session.exec(query.where(Repeat.finding_id == finding_id)).first()


def repeated_by(session: Session, finding_id: UUID) -> list[Finding]:
    """The findings that repeat this one, by reference."""
    query = select(Finding).join(Repeat, col(Repeat.finding_id) == Finding.id)
    return list(
        session.exec(query.where(Repeat.earlier_id == finding_id).order_by(col(Finding.ref)))
    )


def still_one_class_up(session: Session, sites: Collection[UUID]) -> dict[UUID, FindingClass]:
    """The repeats of these sites that were not made graver when raised: a programme may do so.

    Each with the class that it got then: one that was made graver since is so no more.
    """
    query = (
        select(Repeat.finding_id, Finding.class_, FindingRevision.class_)
        .join(Finding, col(Finding.id) == Repeat.finding_id)
        .outerjoin(
            FindingRevision,
            and_(FindingRevision.finding_id == Finding.id, FindingRevision.version == 1),
        )
        .where(col(Finding.site_id).in_(sites), col(Repeat.upgraded).is_(False))
    )
    return {id: FindingClass(first or now) for id, now, first in session.exec(query)}


def earlier_refs(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """By finding that is a repeat: the reference of the one that it repeats."""
    query = (
        select(Repeat.finding_id, Finding.ref)
        .join(Finding, col(Finding.id) == Repeat.earlier_id)
        .where(col(Repeat.finding_id).in_(ids))
    )
    return dict(session.exec(query).all())


@dataclass(frozen=True, slots=True)
class Again:
    """An item that failed again at a site: its findings over the rounds, oldest first."""

    item: str
    zone: Zone | None
    line: Sequence[tuple[Finding, Closure | None, bool]]

    @property
    def count(self) -> int:
        return len(self.line)


def repeats_at(session: Session, site_id: UUID) -> list[Again]:
    """What failed most often comes first; each finding says whether it was made graver for it."""
    rows = session.exec(
        select(Repeat, Finding.item, Finding.zone_id)
        .join(Finding, col(Finding.id) == Repeat.finding_id)
        .where(Finding.site_id == site_id)
    ).all()
    spots = {(item, zone_id) for _repeat, item, zone_id in rows}
    graver = {repeat.finding_id for repeat, _item, _zone in rows if repeat.upgraded}
    listed = session.exec(
        select(Finding, Closure, Zone)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .outerjoin(Zone, col(Zone.id) == Finding.zone_id)
        .where(Finding.site_id == site_id, col(Finding.item).in_({item for item, _ in spots}))
        .order_by(col(Finding.raised_at), col(Finding.ref))
    ).all()
    lines: dict[tuple[str, UUID | None], list[tuple[Finding, Closure | None, bool]]] = {}
    zones: dict[UUID | None, Zone | None] = {}
    for row, closure, zone in listed:
        if (row.item, row.zone_id) in spots and not (closure and closure.rejected):
            zones[row.zone_id] = zone
            lines.setdefault((row.item, row.zone_id), []).append((row, closure, row.id in graver))
    found = [Again(item, zones[zone_id], line) for (item, zone_id), line in lines.items()]
    return sorted(found, key=lambda one: (-one.count, one.item))
