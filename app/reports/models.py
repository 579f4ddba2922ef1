from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.reports.rules import OrderStatus, ReportKind


class Report(Table, table=True):
    """An order and, once drawn, its file.

    The row is the queue: `lease_until` lets a drawer that died be replaced. `as_of` and `known_at`
    say which past the report tells.
    """

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
