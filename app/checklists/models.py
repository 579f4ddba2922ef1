from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime
from app.kit.ids import new_id


class EditionRow(Table, table=True):
    """Triggers refuse UPDATE and DELETE: an audit is pinned to what it was held against.

    `content` is the canonical JSON (content.py) whose hash is `sha256`.
    """

    __tablename__ = "edition"
    __table_args__ = (sa.UniqueConstraint("checklist", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    checklist: str = Field(max_length=60)
    version: str = Field(max_length=30)
    title: dict[str, str] = Field(sa_type=sa.JSON)
    items: int
    sha256: str = Field(max_length=64, unique=True)
    published_at: datetime = Field(sa_type=UtcDateTime, index=True)
    published_by_id: UUID | None = None
    published_by: str = Field(max_length=120)
    content: str = Field(sa_type=sa.Text)
