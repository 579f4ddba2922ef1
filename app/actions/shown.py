from collections.abc import Mapping
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from app.actions.queries import Tracked
from app.actions.rules import ActionKind, ActionState
from app.evidence.shown import EvidenceOut


class ActionOut(BaseModel):
    id: UUID
    kind: ActionKind
    what: str
    criterion: str
    owner: str
    due_on: date
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
            **one.action.model_dump(include={"id", "kind", "what", "criterion", "due_on"}),
            owner=people.get(one.action.owner_id, ""),
            state=one.state,
            implemented_at=last.implementation.at if last else None,
            implemented_by=last.implementation.by_name if last else None,
            verified_by=verdict.by_name if verdict else None,
            criterion_met=verdict.passed if verdict else None,
            evidence=[EvidenceOut.of(file) for file in (last.evidence if last else ())],
        )
