from collections.abc import Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.suppliers.models import Site, Supplier, Zone
from app.suppliers.rules import (
    Calendar,
    ZoneKind,
)


class SupplierOut(BaseModel):
    id: UUID
    name: str = Field(examples=["Lanhai Communications"])
    name_zh: str = Field(examples=["蓝海通信"])

    @classmethod
    def of(cls, row: Supplier) -> Self:
        return cls(**row.model_dump())


class ZoneOut(BaseModel):
    id: UUID
    kind: ZoneKind
    name: str = Field(examples=["Washroom, workshop 1"])
    name_zh: str
    retired_at: datetime | None

    @classmethod
    def of(cls, row: Zone) -> Self:
        return cls(**row.model_dump(exclude={"site_id"}))


class SiteOut(BaseModel):
    id: UUID
    supplier: UUID
    code: str = Field(examples=["SZ-01"])
    name: str = Field(examples=["Shenzhen, system assembly"])
    name_zh: str
    country: str = Field(examples=["CN"])
    time_zone: str = Field(examples=["Asia/Shanghai"])
    traits: list[str] = Field(examples=[["handles_esd", "has_canteen"]])
    version: int

    @classmethod
    def of(cls, row: Site) -> Self:
        return cls(**_told(row))


class SiteWithZonesOut(SiteOut):
    zones: list[ZoneOut]

    @classmethod
    def with_zones(cls, row: Site, zones: Sequence[Zone]) -> Self:
        return cls(**_told(row), zones=[ZoneOut.of(zone) for zone in zones])


class DayOut(BaseModel):
    day: date
    working: bool
    name: str


class CalendarOut(BaseModel):
    """Saturday and Sunday are days of rest, all others worked, but for what `days` says."""

    year: int
    days: list[DayOut]

    @classmethod
    def of(cls, calendar: Calendar, year: int) -> Self:
        said = sorted(calendar.said.items())
        days = [DayOut(day=d, working=s.working, name=s.name) for d, s in said if d.year == year]
        return cls(year=year, days=days)


def _told(row: Site) -> dict[str, object]:
    columns = row.model_dump(exclude={"supplier_id", "traits"})
    return {**columns, "supplier": row.supplier_id, "traits": sorted(row.has)}
