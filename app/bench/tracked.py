"""Findings by the thousand, as years of use would leave them: rows, not verbs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.actions.models import Action, Implementation, Verification
from app.actions.rules import ActionState
from app.bench.ground import Ground
from app.findings.clock_rules import CLOSE
from app.findings.models import Cause, CauseFound, Closure, Deadline, Finding, FindingRevision
from app.findings.rules import STEPS, DueSource, FindingClass, Step
from app.kit.clock import local_day
from app.kit.db import Database
from app.kit.ids import new_id
from app.people.changes import add_person
from app.people.forms import NewPerson
from app.suppliers.changes import add_site, add_supplier
from app.suppliers.forms import NewSupplier, SiteForm
from app.suppliers.models import Site
from app.trail.rules import System

OWNERS, A_SUPPLIER, CLOSED = 60, 10, 0.6
GRAVE = (1, 4, 11, 4)
ROOTS = 40


@dataclass(frozen=True, slots=True)
class Field:
    """Where they lie, who owns them.

    The person of the bench leads the quality of all the sites and owns a share like anybody else.
    """

    sites: list[Site]
    owners: list[UUID]
    items: list[str]


def add_findings(
    database: Database, ground: Ground, *, sites: int, n: int, at: datetime
) -> list[Site]:
    chance = random.Random(7)  # noqa: S311 - the same rows each time, nothing secret
    with database.writing() as session:
        field = Field(
            [ground.site, *_sites(session, sites - 1, at)],
            [ground.actor.id, *_people(session, at)],
            [item.id for item in ground.edition.items if item.zones is None],
        )
        rows: dict[Any, list[dict[str, Any]]] = {}
        for number in range(n):
            for table, row in _one(field, ground, number, chance, at):
                rows.setdefault(table, []).append(row)
        for table, listed in rows.items():
            session.execute(sa.insert(table), listed)
        session.commit()
    return field.sites


def _sites(session: Session, n: int, at: datetime) -> Iterator[Site]:
    supplier = None
    for number in range(n):
        if supplier is None or number % A_SUPPLIER == 0:
            form = NewSupplier(name=f"Field supplier {number}")
            supplier = add_supplier(session, form, by=System(), at=at)
            session.flush()
        zone = "Europe/London" if number % 3 == 0 else "Asia/Shanghai"
        place = SiteForm(code=f"FN-{number:03}", name=f"Field site {number}", time_zone=zone)
        yield add_site(session, supplier, place, by=System(), at=at)
    session.flush()


def _people(session: Session, at: datetime) -> Iterator[UUID]:
    for number in range(OWNERS):
        form = NewPerson(email=f"owner{number}@bench.example", name=f"Owner {number}")
        yield add_person(session, form, by=System(), at=at).id
    session.flush()


Row = tuple[Any, dict[str, Any]]


def _one(
    field: Field, ground: Ground, number: int, chance: random.Random, at: datetime
) -> Iterator[Row]:
    """A finding with all that its step needs."""
    class_ = chance.choices(list(FindingClass), GRAVE)[0]
    raised = at - timedelta(days=chance.randint(0, 1_000), hours=chance.randint(0, 23))
    way = STEPS[class_]
    closed = chance.random() < CLOSED
    step = Step.CLOSED if closed else chance.choice(way[:-1])
    owner = chance.choice(field.owners) if chance.random() < 0.9 else None  # noqa: PLR2004 - nine of ten
    id, site = new_id(), chance.choice(field.sites)
    done = min(at, raised + timedelta(days=chance.randint(5, 140))) if closed else None
    said = {
        "class_": class_,
        "owner_id": owner,
        "contain_by": None,
        "due_on": (raised + timedelta(days=chance.randint(20, 120))).date(),
        "statement": f"Found at look {number}: the record of the shift is not filled in.",
    }
    yield (
        Finding,
        said
        | {
            "id": id,
            "ref": f"B-{number:05}",
            "site_id": site.id,
            "audit_id": None,
            "item": chance.choice(field.items),
            "raised_by": "Bench",
            "raised_at": raised,
            "raised_on": local_day(raised, site.time_zone),
            "closed_on": local_day(done, site.time_zone) if done else None,
            "version": 1,
            "step": step,
        },
    )
    yield FindingRevision, said | {"finding_id": id, "version": 1, "at": raised}
    yield (
        Deadline,
        {
            "finding_id": id,
            "turn": 1,
            "step": CLOSE,
            "due_on": said["due_on"],
            "computed_on": said["due_on"],
            "source": DueSource.PROGRAMME,
        },
    )
    yield from _mended(field, ground, id, step, owner, raised, chance)
    if done:
        told = {"by_id": ground.actor.id, "by_name": "Bench", "at": done, "reason": "Seen to hold."}
        yield Closure, told | {"finding_id": id, "rejected": False}


def _mended(
    field: Field,
    ground: Ground,
    id: UUID,
    step: Step,
    owner: UUID | None,
    raised: datetime,
    chance: random.Random,
) -> Iterator[Row]:
    by = {"by_id": ground.actor.id, "by_name": "Bench", "at": raised}
    if step not in {Step.RAISED, Step.CONTAINED}:
        yield (
            Cause,
            {
                "id": new_id(),
                "finding_id": id,
                "turn": 1,
                "branch": "occurrence",
                "text": f"Nobody looks at list {chance.randint(1, ROOTS)}.",
                "by_name": "Bench",
                "at": raised,
            },
        )
        tag = chance.choice(("management", "method", "people"))
        yield (
            CauseFound,
            by
            | {
                "finding_id": id,
                "turn": 1,
                "tag": tag,
                "hidden_hazard": chance.random() < 0.1,  # noqa: PLR2004 - one of ten
                "note": "",
            },
        )
    action, done, doer = new_id(), new_id(), owner or chance.choice(field.owners)
    state = _state(step)
    yield (
        Action,
        {
            "id": action,
            "finding_id": id,
            "kind": "corrective",
            "what": "Put the check on the board of the shift.",
            "owner_id": doer,
            "due_on": (raised + timedelta(days=60)).date(),
            "made_by": "Bench",
            "made_at": raised,
            "state": state,
            "done_at": None if state is ActionState.OPEN else raised,
            "done_by_id": None if state is ActionState.OPEN else doer,
        },
    )
    if state is not ActionState.OPEN:
        yield Implementation, by | {"by_id": doer, "id": done, "action_id": action, "note": "Done."}
    if state is ActionState.VERIFIED:
        yield Verification, by | {"implementation_id": done, "passed": True, "note": "Seen."}


def _state(step: Step) -> ActionState:
    if step in {Step.VERIFIED, Step.EFFECTIVE, Step.CLOSED}:
        return ActionState.VERIFIED
    return ActionState.IMPLEMENTED if step is Step.IMPLEMENTED else ActionState.OPEN
