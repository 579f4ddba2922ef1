"""What had another name, another day or another stage then, read back from the trail.

What was recorded since is undone, the latest first: each entry keeps what stood before it. Where a
payload has been erased there is nothing to undo, and the name of today stands.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.audits.models import Audit
from app.audits.rules import Stage
from app.programmes.buyers import Step
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import buyers, demands, milestones
from app.suppliers.models import Site
from app.trail.models import TrailEntry
from app.trail.queries import entries

MOST = 100_000
STAGES = frozenset(one.value for one in Stage)
Way = dict[Step, tuple[date | None, date | None]]
PLACED = ("code", "name", "name_zh", "country", "time_zone")


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone as it stood."""

    step: Step
    planned_on: date | None
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class Demand:
    """A buyer as it was known, with the version that it demanded and its way."""

    buyer: Buyer
    row: PackVersion
    way: tuple[Reached, ...]


def site_then(session: Session, site: Site, known: datetime) -> Site:
    said = site.model_dump()
    for _entry, told in _since(session, known, "site.changed", site.id):
        said |= {name: told["before"][name] for name in PLACED if name in told.get("before", {})}
    return Site(**said)


def stage_then(session: Session, audit: Audit, by_then: datetime) -> Stage:
    moves = entries(session, sites=[audit.site_id], subject=audit.ref, action="audit.", limit=MOST)
    for entry, _payload in moves:
        stage = entry.action.removeprefix("audit.")
        if entry.at <= by_then and stage in STAGES:
            return Stage(stage)
    return Stage.PLANNED


def demands_then(session: Session, known: datetime) -> list[Demand]:
    """Each buyer with the version that it demanded, the most important first."""
    since, listed = list(_since(session, known, "buyer.")), buyers(session)
    kept = milestones(session, [one.id for one in listed])
    ways: dict[UUID, Way] = {}
    rows = []
    for one in listed:
        way = {step: (row.planned_on, row.reached_on) for step, row in kept[one.id].items()}
        if buyer := _undone(one, way, since):
            rows.append(buyer)
            ways[one.id] = way
    rows.sort(key=lambda one: (one.class_ != "S", one.class_, one.name))
    asked = demands(session, loaded_by=known, listed=rows)
    return [Demand(buyer, row, tuple(_reached(ways[buyer.id]))) for buyer, row in asked]


def _reached(way: Way) -> Iterator[Reached]:
    for step in Step:
        planned, reached = way.get(step, (None, None))
        if planned or reached:
            yield Reached(step, planned, reached)


def _undone(
    one: Buyer,
    way: Way,
    since: list[tuple[TrailEntry, Mapping[str, Any]]],
) -> Buyer | None:
    """As known then; None before it was added. `way` is undone with it."""
    said = one.model_dump()
    for entry, told in since:
        after, before = told.get("after", {}), told.get("before", {})
        if entry.action == "buyer.changed" and said["name"] == after.get("name", entry.subject):
            said |= before
        elif entry.subject != said["name"]:
            continue
        elif entry.action == "buyer.added":
            return None
        elif entry.action == "buyer.moved":
            said["status"] = before
        elif entry.action == "buyer.milestone":
            way[Step(told["step"])] = (_day(before["planned_on"]), _day(before["reached_on"]))
    return Buyer.model_validate(said)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _since(
    session: Session, known: datetime, action: str, site_id: UUID | None = None
) -> Iterator[tuple[TrailEntry, Mapping[str, Any]]]:
    """Recorded after `known`, the latest first."""
    sites = None if site_id is None else [site_id]
    for entry, payload in entries(session, sites=sites, action=action, since=known, limit=MOST):
        if payload:
            yield entry, json.loads(payload.payload)
