from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.answers.rules import Level


class SaveAnswer(BaseModel):
    """A revision of one answer, as the sheet sends it. The address carries the answer's own id.

    `base_revision` is the revision that the author saw, 0 if there was none. `evidence` lists
    all files of this revision, those of the one before included.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "example": {
                "audit": "0192f0c4-1111-7000-8000-000000000001",
                "item": "FAC-WSH-001",
                "zone": "0192f0c4-2222-7000-8000-000000000002",
                "base_revision": 0,
                "level": "1",
                "note": "Puddle of 40 cm beside the second basin; the cleaner came after 22 min.",
                "elapsed_seconds": 1320,
                "observed_at": "2026-11-20T02:15:00Z",
                "evidence": [],
            }
        },
    )

    audit: UUID
    item: str = Field(max_length=20)
    zone: UUID | None = None
    base_revision: int = Field(0, ge=0)
    level: Level | None = None
    note: str = Field("", max_length=20_000)
    na_reason: str = Field("", max_length=2_000)
    measured: Annotated[Decimal, Field(max_digits=20, decimal_places=9)] | None = None
    elapsed_seconds: int | None = Field(None, ge=0, le=604_800)
    observed_at: AwareDatetime
    evidence: tuple[UUID, ...] = ()
