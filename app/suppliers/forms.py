from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from app.kit.errors import Invalid
from app.kit.words import mark as _
from app.suppliers.rules import ZoneKind

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
OptionalName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewSupplier(Form):
    name: Name
    name_zh: OptionalName = ""


class SiteForm(Form):
    """`version` is the one that was seen when an existing site is edited; 0 for a new one."""

    code: str = Field(pattern=r"^[A-Z0-9-]{2,12}$", examples=["SZ-01"])
    name: Name
    name_zh: OptionalName = ""
    country: str = Field("", pattern=r"^([A-Z]{2})?$", examples=["CN"])
    time_zone: str = Field("UTC", max_length=60, examples=["Asia/Shanghai"])
    traits: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")], ...] = ()
    version: int = 0

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise _NotAZone from error
        return name


class NewSite(SiteForm):
    """Without `supplier` it is the only one there is."""

    supplier: UUID | None = None


class ZoneForm(Form):
    kind: ZoneKind
    name: Name
    name_zh: OptionalName = ""


class SayDay(Form):
    """Without `working` the day is again as the week has it."""

    day: date
    working: bool | None = None
    name: OptionalName = ""


class ToggleDay(Form):
    day: date


class BringHolidays(Form):
    year: int = Field(ge=1990, le=2100, examples=[2027])


class _NotAZone(Invalid, ValueError):
    def __init__(self) -> None:
        super().__init__(_("Not a time zone. Write it like Asia/Shanghai."))
