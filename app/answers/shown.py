from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from app.answers.models import Answer
from app.answers.rules import Level
from app.evidence.models import Evidence
from app.evidence.shown import EvidenceOut


class AnswerOut(BaseModel):
    """A stored revision; `finding` is filled where the answer was found wrong."""

    id: UUID
    item: str
    zone: UUID | None
    revision: int
    level: Level | None
    note: str
    na_reason: str
    na_approved: bool
    measured: Decimal | None
    elapsed_seconds: int | None
    observed_at: datetime
    recorded_at: datetime
    by: str
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, one: Answer, evidence: Sequence[Evidence], *, na_approved: bool) -> Self:
        kept = one.model_dump(include=set(cls.model_fields))
        return cls(
            **kept,
            zone=one.zone_id,
            by=one.by_name,
            na_approved=na_approved,
            evidence=[EvidenceOut.of(file) for file in evidence],
        )
