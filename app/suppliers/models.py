from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.suppliers.rules import ZoneKind


class Supplier(Table, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    name_zh: str = Field(default="", max_length=120)


class Site(Table, table=True):
    """`traits` decide which items apply, such as has_dormitory; sorted words, one space between."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    supplier_id: UUID = Field(foreign_key="supplier.id", index=True)
    code: str = Field(max_length=12, unique=True)
    name: str = Field(max_length=120)
    name_zh: str = Field(default="", max_length=120)
    country: str = Field(default="", max_length=2)
    time_zone: str = Field(default="UTC", max_length=60)
    traits: str = Field(default="", sa_type=sa.Text)
    version: int = 1

    @property
    def has(self) -> frozenset[str]:
        return frozenset(self.traits.split())

    def called(self, lang: str) -> str:
        return self.name_zh if lang == "zh" and self.name_zh else self.name


class Zone(Table, table=True):
    """Where an item is answered once per place. Retired, never deleted: answers point here."""

    __table_args__ = (sa.UniqueConstraint("site_id", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id", index=True)
    kind: ZoneKind = Field(sa_type=enum_column(ZoneKind))
    name: str = Field(max_length=120)
    name_zh: str = Field(default="", max_length=120)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def called(self, lang: str) -> str:
        return self.name_zh if lang == "zh" and self.name_zh else self.name


class SiteDay(Table, table=True):
    """What a site says of a day; `working` None: as the week has it again. Append-only.

    The last one of a day counts. `change_id`: said in one go, and undone in one go.
    """

    __tablename__ = "site_day"
    __table_args__ = (sa.Index("ix_site_day_site_id_day", "site_id", "day"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id")
    day: date
    working: bool | None = None
    name: str = Field(default="", max_length=120)
    change_id: UUID
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
