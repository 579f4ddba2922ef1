from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.practices.rules import PracticeKind


class Practice(Table, table=True):
    """From an answer of level 4, or free; `item` "" if it belongs to none. Append-only."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: PracticeKind = Field(sa_type=enum_column(PracticeKind))
    site_id: UUID = Field(foreign_key="site.id", index=True)
    item: str = Field(max_length=20, index=True)
    answer_id: UUID | None = Field(default=None, foreign_key="answer.id")
    title: str = Field(max_length=200)
    what: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class PracticeEvidence(Table, table=True):
    __tablename__ = "practice_evidence"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class PracticeTakeover(Table, table=True):
    """Another site will do it too, once each. Append-only."""

    __tablename__ = "practice_takeover"
    __table_args__ = (sa.UniqueConstraint("practice_id", "site_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    site_id: UUID = Field(foreign_key="site.id")
    due_on: date
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class PracticeDone(Table, table=True):
    """The other site does it now. Append-only."""

    __tablename__ = "practice_done"

    takeover_id: UUID = Field(foreign_key="practice_takeover.id", primary_key=True)
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class PracticeWithdrawal(Table, table=True):
    """It was not so good after all, for a reason; the register keeps it. Append-only."""

    __tablename__ = "practice_withdrawal"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    reason: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
