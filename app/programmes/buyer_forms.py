"""What a person may say of a buyer; `version` is always the one of the buyer that was seen."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.programmes.buyers import BuyerClass, BuyerStatus

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
OptionalName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^(\S+@\S+\.\S+)?$")
]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9+(). /-]*$")
]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditBuyer(Form):
    """Without `pack_version` the newest version of the programme is demanded, now and later."""

    name: Name
    name_zh: OptionalName = ""
    class_: BuyerClass = Field(alias="class", examples=["S"])
    status: BuyerStatus
    pack: str = Field(min_length=1, max_length=60, examples=["bt-like"])
    pack_version: UUID | None = None
    target_year: int | None = Field(None, ge=1990, le=2100, examples=[2027])
    version: int


class SetMilestone(Form):
    """An empty day is one that nobody knows yet."""

    planned_on: date | None = None
    reached_on: date | None = None
    version: int


class ContactForm(Form):
    name: Name
    role: OptionalName = ""
    email: Email = Field("", examples=["ada.quist@northline.example"])
    phone: Phone = Field("", examples=["+44 1632 960 114"])
    version: int


class RemoveContact(Form):
    version: int
