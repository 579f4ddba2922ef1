from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from app.actions.confirming import BuyersGate, awaits_buyer
from app.actions.queries import Tracked
from app.actions.rules import ActionKind, ActionState, Effort
from app.actions.way import Way, missing
from app.evidence.shown import EvidenceOut
from app.findings.cause_queries import Why
from app.findings.rules import Branch, CauseTag, Step

TAKEN_OVER = (
    *("id", "kind", "what", "criterion", "due_on"),
    *("turn", "cost", "currency", "effort", "version"),
)


class ActionOut(BaseModel):
    id: UUID
    kind: ActionKind
    what: str
    criterion: str
    owner: str
    due_on: date
    turn: int
    cost: Decimal | None
    currency: str
    effort: Effort | None
    version: int
    state: ActionState
    implemented_at: datetime | None
    implemented_by: str | None
    verified_by: str | None
    criterion_met: bool | None
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, one: Tracked, people: Mapping[UUID, str]) -> Self:
        last = one.last
        verdict = last.verification if last else None
        return cls(
            **one.action.model_dump(include=set(TAKEN_OVER)),
            owner=people.get(one.action.owner_id, ""),
            state=one.state,
            implemented_at=last.implementation.at if last else None,
            implemented_by=last.implementation.by_name if last else None,
            verified_by=verdict.by_name if verdict else None,
            criterion_met=verdict.passed if verdict else None,
            evidence=[EvidenceOut.of(file) for file in (last.evidence if last else ())],
        )


class StepOut(BaseModel):
    """`by` and `at` are null for what nobody has done yet."""

    step: Step
    by: str | None = None
    at: datetime | None = None
    note: str = ""


class CauseOut(BaseModel):
    """`weak`: it names a person or a lesson, where the asking ends; worth one more why."""

    id: UUID
    branch: Branch
    parent: UUID | None
    text: str
    weak: bool
    by: str

    @classmethod
    def below(cls, why: Why) -> list[Self]:
        """Itself, then what lies behind it."""
        row = why.cause
        own = cls(
            id=row.id,
            branch=row.branch,
            parent=row.parent_id,
            text=row.text,
            weak=why.weak,
            by=row.by_name,
        )
        return [own, *(one for deeper in why.deeper for one in cls.below(deeper))]


class WayOut(BaseModel):
    """`missing` says what `next` waits for; `turn` counts the reopenings, from 1.

    `buyer`: who confirms it before it is closed, if its programme says so.
    """

    turn: int
    steps: list[StepOut]
    next: Step | None
    missing: str | None
    buyer: str | None
    confirmed: bool | None
    rejected: bool
    check_on: date | None
    criterion: str | None
    tag: CauseTag | None
    hidden_hazard: bool | None
    causes: list[CauseOut]

    @classmethod
    def of(cls, way: Way, gate: BuyersGate | None = None) -> Self:
        told = {
            step: {"by": one.by, "at": one.at, "note": one.note} for step, one in way.taken.items()
        }
        return cls(
            turn=way.turn,
            steps=[StepOut.model_validate({"step": s} | told.get(s, {})) for s in way.steps],
            next=way.next,
            missing=_missing(way, gate),
            buyer=gate.buyer.name if gate else None,
            confirmed=gate.passed if gate else None,
            rejected=bool(way.closure and way.closure.rejected),
            check_on=way.check_on,
            criterion=way.plan.criterion if way.plan else None,
            tag=way.cause.tag if way.cause else None,
            hidden_hazard=way.cause.hidden_hazard if way.cause else None,
            causes=[
                one for tree in way.whys.values() for why in tree for one in CauseOut.below(why)
            ],
        )


def _missing(way: Way, gate: BuyersGate | None) -> str | None:
    if gate and awaits_buyer(way, gate):
        return str(gate.missing)
    return str(missing(way)) if way.next else None
