from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.reports.rules import Every, OrderStatus, Paper, ReportKind


class Report(Table, table=True):
    """An order and, once drawn, its file.

    The row is the queue: `lease_until` lets a drawer that died be replaced. `as_of` and `known_at`
    say which past the report tells; `form` is the form as it was when the report was ordered.
    """

    __table_args__ = (sa.UniqueConstraint("schedule_id", "period"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    kind: ReportKind = Field(sa_type=enum_column(ReportKind))
    lang: str = Field(max_length=8)
    site_id: UUID = Field(foreign_key="site.id", index=True)
    audit_id: UUID | None = Field(default=None, foreign_key="audit.id")
    pack_version_id: UUID = Field(foreign_key="pack_version.id")
    as_of: datetime = Field(sa_type=UtcDateTime)
    known_at: datetime = Field(sa_type=UtcDateTime)
    status: OrderStatus = Field(sa_type=enum_column(OrderStatus), index=True)
    progress: int = 0
    step: str = Field(default="", max_length=60)
    tries: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    asked_by: str = Field(max_length=120)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trail_root: str = Field(default="", max_length=64)
    pages: int | None = None
    size: int | None = None
    sha256: str | None = Field(default=None, max_length=64)
    data_hash: str | None = Field(default=None, max_length=64)
    error: str = Field(default="", sa_type=sa.Text)
    paper: Paper = Field(default=Paper.A4, sa_type=enum_column(Paper))
    form_id: UUID | None = Field(default=None, foreign_key="report_form.id")
    form: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    finding_id: UUID | None = Field(default=None, foreign_key="finding.id")
    since_id: UUID | None = Field(default=None, foreign_key="report.id")
    since_on: date | None = None
    schedule_id: UUID | None = Field(default=None, foreign_key="report_schedule.id", index=True)
    period: str = Field(default="", max_length=12)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seconds: float | None = None


class ReportForm(Table, table=True):
    """How a supplier wants its reports to look: paper, brand, and which parts in which order.

    `logo` is the hash of a PNG among the files; `sections` has the parts of each kind that were
    chosen, in their order. A kind that is not in it comes with all its parts.
    """

    __tablename__ = "report_form"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True)
    name: str = Field(max_length=60)
    paper: Paper | None = Field(default=None, sa_type=enum_column(Paper))
    colour: str = Field(default="", max_length=7)
    logo: str | None = Field(default=None, max_length=64)
    cover_en: str = Field(default="", sa_type=sa.Text)
    cover_zh: str = Field(default="", sa_type=sa.Text)
    footer_en: str = Field(default="", sa_type=sa.Text)
    footer_zh: str = Field(default="", sa_type=sa.Text)
    sections: dict[str, list[str]] = Field(default_factory=dict, sa_type=sa.JSON)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class ReportSchedule(Table, table=True):
    """A report that is drawn and sent again and again.

    `day` is one of the month or, 1 for Monday, of the week; `next_on` a day at the site.
    """

    __tablename__ = "report_schedule"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id", index=True)
    kind: ReportKind = Field(sa_type=enum_column(ReportKind))
    lang: str = Field(max_length=8)
    form_id: UUID | None = Field(default=None, foreign_key="report_form.id")
    every: Every = Field(sa_type=enum_column(Every))
    day: int
    next_on: date
    made_by_id: UUID = Field(foreign_key="person.id")
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ScheduleReader(Table, table=True):
    """Who gets the reports of a schedule by mail."""

    __tablename__ = "report_schedule_reader"

    schedule_id: UUID = Field(foreign_key="report_schedule.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
