from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime
from app.kit.ids import new_id


class Comment(Table, table=True):
    """Said on a finding, perhaps about one of its actions; its words are revisions."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    action_id: UUID | None = Field(default=None, foreign_key="action.id")
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class CommentRevision(Table, table=True):
    """The words as they stood from `at` on; the last one counts. Append-only."""

    __tablename__ = "comment_revision"

    comment_id: UUID = Field(foreign_key="comment.id", primary_key=True)
    revision: int = Field(primary_key=True)
    text: str = Field(sa_type=sa.Text)
    at: datetime = Field(sa_type=UtcDateTime)


class CommentEvidence(Table, table=True):
    __tablename__ = "comment_evidence"

    comment_id: UUID = Field(foreign_key="comment.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class CommentWithdrawal(Table, table=True):
    """Its author took it back; that it stood there stays visible. Append-only."""

    __tablename__ = "comment_withdrawal"

    comment_id: UUID = Field(foreign_key="comment.id", primary_key=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class Mention(Table, table=True):
    """Somebody is addressed by name. Append-only."""

    comment_id: UUID = Field(foreign_key="comment.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)


class ThreadVisit(Table, table=True):
    """When somebody last read what is said on a finding: what came later is new to them."""

    __tablename__ = "thread_visit"

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
