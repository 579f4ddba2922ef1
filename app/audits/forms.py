from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.audits.rules import AuditType, Stage


class PlanAudit(BaseModel):
    """Without `edition` the newest one; without `programmes` those of all buyers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID | None = Field(
        None, description="minted by the client, so that a retry plans nothing twice"
    )
    site: UUID
    type: AuditType = AuditType.SELF
    planned_on: date = Field(examples=["2026-12-01"])
    edition: UUID | None = None
    programmes: tuple[UUID, ...] = ()
    team: tuple[UUID, ...] = ()


class MoveAudit(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    stage: Stage
    version: int
    why: str = Field("", max_length=2000)


class SayDays(BaseModel):
    """The days from which clocks of the audit's findings run; without one it is not known yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    closing_meeting_on: date | None = None
    report_issued_on: date | None = None
