from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime


class Evidence(Table, table=True):
    """A file that somebody brought; `sha256` names its bytes in the store."""

    id: UUID = Field(primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    media_type: str = Field(max_length=80)
    size: int
    name: str = Field(max_length=200)
    site_id: UUID = Field(foreign_key="site.id", index=True)
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
