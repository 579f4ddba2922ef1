from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.actions.rules import ActionKind
from app.answers.rules import Level


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PlanAction(Form):
    kind: ActionKind = ActionKind.CORRECTIVE
    what: str = Field(min_length=5, max_length=5_000)
    criterion: str = Field("", max_length=2_000, description="how one will see that it worked")
    owner: UUID
    due_on: date


class Implement(Form):
    note: str = Field(min_length=5, max_length=5_000)
    evidence: tuple[UUID, ...] = ()


class Verify(Form):
    """`level` is what the verifier saw: it re-rates the finding's item from today on."""

    passed: bool
    note: str = Field(min_length=5, max_length=5_000)
    level: Level | None = None
