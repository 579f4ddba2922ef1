from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime


class TrailEntry(Table, table=True):
    """Triggers refuse UPDATE and DELETE on this table (migrations/versions/0001)."""

    __tablename__ = "trail"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: UUID | None = Field(default=None, index=True)
    actor: str = Field(max_length=120)
    role: str = Field(max_length=120)
    site_id: UUID | None = Field(default=None, index=True)
    action: str = Field(max_length=60, index=True)
    subject: str = Field(max_length=120, index=True)
    why: str | None = Field(default=None, sa_type=sa.Text)
    request_id: str = Field(default="", max_length=40)
    device_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    commitment: str = Field(max_length=64)
    leaf: str = Field(max_length=64)


class TrailPayload(Table, table=True):
    """What was written, beside the entry: can be erased without breaking the tree."""

    __tablename__ = "trail_payload"

    seq: int = Field(primary_key=True, foreign_key="trail.seq")
    salt: str = Field(max_length=64)
    payload: str = Field(sa_type=sa.Text)


class TrailHead(Table, table=True):
    """One row: how many entries there are, and the tree's frontier (see rules.grown)."""

    __tablename__ = "trail_head"

    id: int = Field(default=1, primary_key=True)
    size: int = 0
    frontier: str = Field(default="", sa_type=sa.Text)
