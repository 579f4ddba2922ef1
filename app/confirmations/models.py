from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime
from app.kit.ids import new_id


class ConfirmationAsked(Table, table=True):
    """A guest is asked whether a closed finding may stay closed, once a turn. Append-only.

    `done` tells the guest what was done: of the finding's own pages they see nothing.
    """

    __tablename__ = "confirmation_asked"
    __table_args__ = (sa.UniqueConstraint("finding_id", "turn"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id")
    turn: int
    guest_id: UUID = Field(foreign_key="person.id", index=True)
    buyer: str = Field(max_length=120)
    done: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class SharedEvidence(Table, table=True):
    """The files that the guest may see, and no others. Append-only."""

    __tablename__ = "shared_evidence"

    asked_id: UUID = Field(foreign_key="confirmation_asked.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class ConfirmationReply(Table, table=True):
    """Once, by the guest who was asked; sent back it has a reason. Append-only."""

    __tablename__ = "confirmation_reply"

    asked_id: UUID = Field(foreign_key="confirmation_asked.id", primary_key=True)
    confirmed: bool
    reason: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
