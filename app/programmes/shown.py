from collections.abc import Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.models import Buyer, PackVersion
from app.programmes.rules import Pack


class BuyerOut(BaseModel):
    id: UUID
    name: str = Field(examples=["Northline Telecom"])
    name_zh: str
    class_: BuyerClass = Field(serialization_alias="class")
    status: BuyerStatus
    pack: str = Field(examples=["bt-like"])
    version: int

    @classmethod
    def of(cls, row: Buyer) -> Self:
        return cls(**row.model_dump())


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
