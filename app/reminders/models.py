from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime


class Notice(Table, table=True):
    """Somebody was told of something due, at one rung of the ladder. Append-only.

    `subject` names the thing, its turn, step and due day: a new due day is told of anew. `rung` is
    in hours from the due instant. `escalation`: not theirs to do, but late. Without `letter_id`
    they did not want it by mail.
    """

    subject: str = Field(primary_key=True, max_length=120)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    rung: int = Field(primary_key=True)
    escalation: bool
    at: datetime = Field(sa_type=UtcDateTime)
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id")


class Shift(Table, table=True):
    """Who walks the ladder now: of several servers on one database, one at a time."""

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=40)
    until: datetime = Field(sa_type=UtcDateTime)
