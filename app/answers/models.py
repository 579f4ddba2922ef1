from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.answers.rules import Level
from app.kit.columns import ExactDecimal, Table, UtcDateTime, enum_column


class Answer(Table, table=True):
    """One revision. Triggers refuse UPDATE and DELETE.

    `audit_id` is None for the re-rating by a verification. `base_revision` is what its author
    saw; the unique index on the next revision lets only one of two authors through.
    """

    __table_args__ = (
        sa.Index(
            "ix_answer_spot_once",
            "audit_id",
            "item",
            "revision",
            unique=True,
            sqlite_where=sa.text("zone_id IS NULL AND audit_id IS NOT NULL"),
            postgresql_where=sa.text("zone_id IS NULL AND audit_id IS NOT NULL"),
        ),
        sa.Index(
            "ix_answer_zone_once",
            "audit_id",
            "item",
            "zone_id",
            "revision",
            unique=True,
            sqlite_where=sa.text("zone_id IS NOT NULL AND audit_id IS NOT NULL"),
            postgresql_where=sa.text("zone_id IS NOT NULL AND audit_id IS NOT NULL"),
        ),
        sa.Index("ix_answer_site_item", "site_id", "item"),
    )

    id: UUID = Field(primary_key=True)
    site_id: UUID = Field(foreign_key="site.id")
    audit_id: UUID | None = Field(default=None, foreign_key="audit.id")
    item: str = Field(max_length=20)
    zone_id: UUID | None = Field(default=None, foreign_key="zone.id")
    revision: int
    base_revision: int
    level: Level | None = Field(default=None, sa_type=enum_column(Level))
    note: str = Field(default="", sa_type=sa.Text)
    na_reason: str = Field(default="", sa_type=sa.Text)
    measured: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    elapsed_seconds: int | None = None
    observed_at: datetime = Field(sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
    by_name: str = Field(max_length=120)


class AnswerEvidence(Table, table=True):
    """The files of one revision; a revision without a file leaves the older ones with theirs."""

    __tablename__ = "answer_evidence"

    answer_id: UUID = Field(foreign_key="answer.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class NaApproval(Table, table=True):
    """A second person agrees that the item does not apply. Until then it counts as unanswered."""

    __tablename__ = "na_approval"

    answer_id: UUID = Field(foreign_key="answer.id", primary_key=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
