from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.actions.rules import ActionKind
from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id


class Action(Table, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    kind: ActionKind = Field(sa_type=enum_column(ActionKind))
    what: str = Field(sa_type=sa.Text)
    criterion: str = Field(default="", sa_type=sa.Text)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    due_on: date
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1


class Implementation(Table, table=True):
    """Somebody says that the action is done, with the proof. Each try is a row of its own."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    action_id: UUID = Field(foreign_key="action.id", index=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(sa_type=sa.Text)


class ImplementationEvidence(Table, table=True):
    __tablename__ = "implementation_evidence"

    implementation_id: UUID = Field(foreign_key="implementation.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class Verification(Table, table=True):
    """By another person, once per implementation; `answer_id` is the re-rating that it made."""

    implementation_id: UUID = Field(foreign_key="implementation.id", primary_key=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    passed: bool
    note: str = Field(sa_type=sa.Text)
    answer_id: UUID | None = Field(default=None, foreign_key="answer.id")
