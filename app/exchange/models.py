from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime


class CalendarAddress(Table, table=True):
    """Where a calendar program fetches a person's due dates. Only its secret's hash is kept."""

    __tablename__ = "calendar_address"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
