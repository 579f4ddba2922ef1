from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.audits.models import Audit, AuditMember
from app.audits.rules import Stage
from app.exchange.models import CalendarAddress
from app.people.models import Person
from app.people.queries import hashed
from app.suppliers.models import Site
from app.trail.models import TrailEntry

AT_ONCE = 500


class Changed(NamedTuple):
    """How often something was changed so far, and when last."""

    times: int
    at: datetime


def calendar_address(session: Session, person_id: UUID) -> CalendarAddress | None:
    return session.get(CalendarAddress, person_id)


def reader_at(session: Session, secret: str) -> Person | None:
    """By the hash of the secret, so that how long it takes says nothing of it."""
    query = (
        select(Person)
        .join(CalendarAddress, col(CalendarAddress.person_id) == Person.id)
        .where(CalendarAddress.secret_hash == hashed(secret), Person.active)
    )
    return session.exec(query).one_or_none()


def audits_with(session: Session, person_id: UUID) -> list[tuple[Audit, Site]]:
    """Those to come and under way in whose team the person is."""
    query = (
        select(Audit, Site)
        .join(AuditMember, col(AuditMember.audit_id) == Audit.id)
        .join(Site, col(Site.id) == Audit.site_id)
        .where(AuditMember.person_id == person_id, Audit.stage != Stage.CLOSED)
        .order_by(col(Audit.planned_on), col(Audit.ref))
    )
    return list(session.exec(query))


def changed(session: Session, refs: Collection[str]) -> dict[str, Changed]:
    """Of findings and audits by reference: the trail has every change."""
    found: dict[str, Changed] = {}
    listed = sorted(set(refs))
    for n in range(0, len(listed), AT_ONCE):
        query = (
            select(TrailEntry.subject, func.count(), func.max(TrailEntry.at))
            .where(col(TrailEntry.subject).in_(listed[n : n + AT_ONCE]))
            .group_by(col(TrailEntry.subject))
        )
        found |= {ref: Changed(times, at) for ref, times, at in session.exec(query)}
    return found
