"""How findings stood on a past day: what was revised, closed and opened again since."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.findings.models import (
    Closure,
    Finding,
    FindingRevision,
    LapsedClosure,
    Reopening,
)

REVISED = ("class_", "owner_id", "contain_by", "due_on", "statement")


def as_they_stood(session: Session, sites: Collection[UUID]) -> dict[UUID, list[FindingRevision]]:
    """By finding, oldest first."""
    query = (
        select(FindingRevision)
        .join(Finding, col(Finding.id) == FindingRevision.finding_id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(FindingRevision.version))
    )
    found: dict[UUID, list[FindingRevision]] = defaultdict(list)
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def as_it_stood(row: Finding, revisions: Sequence[FindingRevision], by_then: datetime) -> Finding:
    """`row` itself if it has not changed since, else a copy with what it said then."""
    then = [one for one in revisions if one.at <= by_then]
    if not then or then[-1].version == row.version:
        return row
    old = {name: getattr(then[-1], name) for name in REVISED}
    return Finding(**(row.model_dump() | old | {"version": then[-1].version}))


def of_sites(
    session: Session, sites: Collection[UUID]
) -> dict[UUID, list[tuple[Finding, Closure | None]]]:
    """Of each site, by reference."""
    query = (
        select(Finding, Closure)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(Finding.ref))
    )
    found: dict[UUID, list[tuple[Finding, Closure | None]]] = {id: [] for id in sites}
    for finding, closure in session.exec(query):
        found[finding.site_id].append((finding, closure))
    return found


def reopened_at(session: Session, sites: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """By finding of these sites, oldest first."""
    query = (
        select(Reopening.finding_id, Reopening.at)
        .join(Finding, col(Finding.id) == Reopening.finding_id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(Reopening.at))
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for finding_id, at in session.exec(query):
        found[finding_id].append(at)
    return found


def lapsed_at(session: Session, sites: Collection[UUID]) -> dict[UUID, list[LapsedClosure]]:
    """By finding of these sites, oldest first: closures that stood until it was opened again."""
    query = (
        select(LapsedClosure)
        .join(Finding, col(Finding.id) == LapsedClosure.finding_id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(LapsedClosure.at))
    )
    found: dict[UUID, list[LapsedClosure]] = defaultdict(list)
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def closure_by(
    closure: Closure | None, lapsed: Sequence[LapsedClosure], by_then: datetime
) -> Closure | None:
    """The closure that stood at that instant, also one that has lapsed since."""
    if closure and closure.at <= by_then:
        return closure
    stood = next((one for one in lapsed if one.at <= by_then < one.lapsed_at), None)
    if stood is None:
        return None
    told = stood.model_dump(exclude={"turn", "lapsed_at"})
    return Closure(**told)
