from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime
from app.kit.ids import new_id


class SavedFilter(Table, table=True):
    """What a person asks of the list of findings again and again; `asked` as in an address.

    With `supplier_id` whoever may see that supplier finds it too.
    """

    __tablename__ = "saved_filter"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    supplier_id: UUID | None = Field(default=None, foreign_key="supplier.id", index=True)
    name: str = Field(max_length=60)
    asked: str = Field(sa_type=sa.Text)
    at: datetime = Field(sa_type=UtcDateTime)


class Problem(Table, table=True):
    """Something that goes wrong from end to end, at several places: it bundles their findings."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True)
    title: str = Field(max_length=200)
    item: str = Field(default="", max_length=20)
    good: str = Field(sa_type=sa.Text)
    owner_id: UUID = Field(foreign_key="person.id")
    target_on: date
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = Field(default="", sa_type=sa.Text)


class ProblemFinding(Table, table=True):
    __tablename__ = "problem_finding"

    problem_id: UUID = Field(foreign_key="problem.id", primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True, index=True)


class ProblemNote(Table, table=True):
    """How it stands, said once a week. Append-only."""

    __tablename__ = "problem_note"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    problem_id: UUID = Field(foreign_key="problem.id", index=True)
    text: str = Field(sa_type=sa.Text)
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
