from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.reports.models import Report, ReportForm, ReportSchedule
from app.reports.rules import Every, OrderStatus, Paper, ReportKind


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
    paper: Paper = Paper.A4
    asked_by: str = ""
    asked_at: datetime
    done_at: datetime | None = None
    size: int | None = Field(None, description="bytes")
    seconds: float | None = Field(None, description="that the drawing took")
    schedule_id: UUID | None = None
    file: str | None = None

    @classmethod
    def of(cls, row: Report) -> Self:
        done = row.status is OrderStatus.DONE
        return cls(
            **row.model_dump(include=set(cls.model_fields)),
            file=f"/reports/{row.ref}/file" if done else None,
        )


class ScheduleOut(BaseModel):
    """`next_on`: a day at the site; `paused`: nothing is drawn until it is resumed."""

    id: UUID
    site_id: UUID
    kind: ReportKind
    lang: str
    every: Every
    day: int
    next_on: date
    made_by: str
    paused: bool
    readers: list[str] = Field(description="names of those to whom it is sent")

    @classmethod
    def of(cls, row: ReportSchedule, readers: list[str]) -> Self:
        named = set(cls.model_fields) - {"paused", "readers"}
        return cls(**row.model_dump(include=named), paused=bool(row.paused_at), readers=readers)


class FormOut(BaseModel):
    """`sections`: of each kind the parts that are told, in their order; a kind without has all."""

    id: UUID
    supplier_id: UUID
    name: str
    paper: Paper | None
    colour: str
    cover_en: str
    cover_zh: str
    footer_en: str
    footer_zh: str
    sections: dict[str, list[str]]
    logo: str | None = Field(description="SHA-256 of the picture, or null")
    version: int
    made_by: str

    @classmethod
    def of(cls, row: ReportForm) -> Self:
        return cls(**row.model_dump(include=set(cls.model_fields)))


class PartOut(BaseModel):
    kind: ReportKind
    name: str = Field(description="as `sections` of a form names it")
    title: str
