from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.audits.rules import AuditType, Duty, Stage
from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id


class Audit(Table, table=True):
    """Pinned to its edition; `traits` are the site's on the day it was planned."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    site_id: UUID = Field(foreign_key="site.id", index=True)
    edition_id: UUID = Field(foreign_key="edition.id")
    type: AuditType = Field(sa_type=enum_column(AuditType))
    stage: Stage = Field(default=Stage.PLANNED, sa_type=enum_column(Stage))
    planned_on: date
    traits: str = Field(default="", sa_type=sa.Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closing_meeting_on: date | None = None
    report_issued_on: date | None = None
    version: int = 1

    @property
    def has(self) -> frozenset[str]:
        return frozenset(self.traits.split())


class AuditMember(Table, table=True):
    __tablename__ = "audit_member"

    audit_id: UUID = Field(foreign_key="audit.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    duty: Duty = Field(sa_type=enum_column(Duty))


class AuditZone(Table, table=True):
    """The zones in scope, as they were when the audit was planned."""

    __tablename__ = "audit_zone"

    audit_id: UUID = Field(foreign_key="audit.id", primary_key=True)
    zone_id: UUID = Field(foreign_key="zone.id", primary_key=True)


class AuditProgramme(Table, table=True):
    """The version of each programme under which the audit is scored, frozen at planning."""

    __tablename__ = "audit_programme"

    audit_id: UUID = Field(foreign_key="audit.id", primary_key=True)
    pack_version_id: UUID = Field(foreign_key="pack_version.id", primary_key=True)
