"""How far audits are filled: the same count as on the sheet, for lists and by category."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from sqlmodel import Session

from app.answers.queries import answered_counts, counting_spots
from app.answers.rules import Progress, progress
from app.audits.models import Audit
from app.audits.queries import zones_of
from app.audits.rules import Stage
from app.checklists.queries import edition, editions_by_ids
from app.checklists.rules import Category, applicable
from app.readiness.rules import expected_spots, spots_of
from app.trail.queries import last_entries

KEPT = 4_000
_kept: OrderedDict[tuple[UUID, str], Progress] = OrderedDict()
_lock = Lock()


def progress_by_audit(session: Session, audits: Collection[Audit]) -> dict[UUID, Progress]:
    """Five queries for any number of audits, and none for what was counted before."""
    keys = _keys(session, audits)
    kept = {id: _kept.get(key) for id, key in keys.items()}
    found = {id: one for id, one in kept.items() if one}
    counted = _counted(session, [audit for audit in audits if audit.id not in found])
    with _lock:
        _kept.update({keys[id]: one for id, one in counted.items()})
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found | counted


def _keys(session: Session, audits: Collection[Audit]) -> dict[UUID, tuple[UUID, str]]:
    """A closed audit never changes; any other stands as long as the trail of its site."""
    still_open = [audit for audit in audits if audit.stage is not Stage.CLOSED]
    last = last_entries(session, {audit.site_id for audit in still_open})
    closed = {audit.id: (audit.id, Stage.CLOSED.value) for audit in audits}
    return closed | {audit.id: (audit.id, last.get(audit.site_id, "")) for audit in still_open}


def _counted(session: Session, audits: Collection[Audit]) -> dict[UUID, Progress]:
    if not audits:
        return {}
    answered = answered_counts(session, [audit.id for audit in audits])
    expected = _expected(session, audits)
    return {one.id: Progress(answered[one.id], expected[one.id]) for one in audits}


def _expected(session: Session, audits: Collection[Audit]) -> dict[UUID, int]:
    """Audits of the same edition, traits and zones expect the same; each is worked out once."""
    editions = editions_by_ids(session, {audit.edition_id for audit in audits})
    zones = zones_of(session, [audit.id for audit in audits])
    known: dict[object, int] = {}
    found: dict[UUID, int] = {}
    for audit in audits:
        kinds = tuple(sorted(zone.kind for zone in zones[audit.id]))
        frame = (audit.edition_id, audit.traits, kinds)
        if frame not in known:
            spots = expected_spots(editions[audit.edition_id], audit.has, zones[audit.id])
            known[frame] = len(spots)
        found[audit.id] = known[frame]
    return found


@dataclass(frozen=True, slots=True)
class CategoryProgress:
    category: Category
    progress: Progress


def progress_by_category(session: Session, audit: Audit) -> list[CategoryProgress]:
    """The categories of which anything is asked, in the order of the checklist."""
    pinned, zones = edition(session, audit.edition_id), zones_of(session, [audit.id])[audit.id]
    asked = {item.id for item in applicable(pinned, audit.has)}
    counted = set(counting_spots(session, audit.id))
    told = []
    for category in pinned.categories:
        items = [item for item in category.items if item.id in asked]
        spots = [spot for item in items for spot in spots_of(item, zones)]
        if spots:
            told.append(CategoryProgress(category, progress(spots, counted)))
    return told
