from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.reports.models import Report
from app.reports.rules import OrderStatus, ReportKind


class ReportOut(BaseModel):
    """An order; once `status` is done, `file` leads to the PDF."""

    id: UUID
    ref: str
    kind: ReportKind
    lang: str
    as_of: datetime
    known_at: datetime
    status: OrderStatus
    progress: int = Field(description="percent")
    pages: int | None
    sha256: str | None
    data_hash: str | None
    error: str
    file: str | None = None

    @classmethod
    def of(cls, row: Report) -> Self:
        done = row.status is OrderStatus.DONE
        return cls(
            **row.model_dump(include=set(cls.model_fields)),
            file=f"/reports/{row.ref}/file" if done else None,
        )
