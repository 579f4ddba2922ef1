from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.programmes.buyers import BuyerClass, BuyerStatus, Step
from app.programmes.coverage import Coverage
from app.programmes.models import Buyer, Contact, Milestone, PackVersion
from app.programmes.rules import Pack, decimal_of


class BuyerOut(BaseModel):
    id: UUID
    name: str = Field(examples=["Northline Telecom"])
    name_zh: str
    class_: BuyerClass = Field(serialization_alias="class")
    status: BuyerStatus
    pack: str = Field(examples=["bt-like"])
    pack_version_id: UUID | None = Field(description="null: the newest version, now and later")
    target_year: int | None
    version: int

    @classmethod
    def of(cls, row: Buyer) -> Self:
        return cls(**row.model_dump())


class MilestoneOut(BaseModel):
    step: Step
    planned_on: date | None
    reached_on: date | None


class ContactOut(BaseModel):
    id: UUID
    name: str
    role: str
    email: str
    phone: str


class BuyerWholeOut(BuyerOut):
    """With the milestones that have a day, in their order, and its people."""

    milestones: list[MilestoneOut] = []
    contacts: list[ContactOut] = []

    @classmethod
    def whole(cls, row: Buyer, steps: Iterable[Milestone], people: Iterable[Contact]) -> Self:
        return cls(
            **row.model_dump(),
            milestones=[MilestoneOut(**one.model_dump()) for one in steps],
            contacts=[ContactOut(**one.model_dump()) for one in people],
        )


class ProgrammeOut(BaseModel):
    """A loaded version of a programme. `verified`: its figures were checked at their source."""

    id: UUID
    pack: str = Field(examples=["bt-like"])
    version: str = Field(examples=["2026.1"])
    title: Mapping[str, str]
    about: Mapping[str, str]
    verified: bool
    sha256: str
    loaded_at: datetime

    @classmethod
    def of(cls, row: PackVersion, pack: Pack) -> Self:
        return cls(
            **row.model_dump(exclude={"content"}),
            title=dict(pack.title),
            about=dict(pack.about),
            verified=pack.origin.verified,
        )


class CoverageOut(BaseModel):
    """`share`: of the second's weight, what the first answers too, from 0 to 1; `back` the reverse.

    Null where one of them asks for nothing.
    """

    share: Decimal | None
    back: Decimal | None
    both: list[str]
    only_first: list[str]
    only_second: list[str]
    shares_of_second: dict[str, Decimal]

    @classmethod
    def of(cls, found: Coverage) -> Self:
        return cls(
            share=found.share,
            back=found.back,
            both=list(found.both),
            only_first=list(found.only_first),
            only_second=list(found.only_second),
            shares_of_second={id: decimal_of(one.share) for id, one in found.second.items()},
        )
