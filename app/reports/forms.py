from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from app.kit.errors import Invalid
from app.kit.words import mark as _
from app.reports.rules import OF_SITE, SCHEDULED, Every, OrderStatus, Paper, ReportKind
from app.reports.sections import unknown_in


class NotSo(Invalid, ValueError):
    """What one field says cannot stand."""


class OrderReport(BaseModel):
    """Without `audit` it tells the site's standing; `as_of` a past day, else now.

    A dossier needs `finding`, a closing-meeting sheet `audit`, a report of changes either `since`,
    an earlier report, or `since_on`, a day.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "example": {
                "kind": "executive",
                "lang": "en",
                "site": "0192f0c4-1111-7000-8000-000000000001",
            }
        },
    )

    kind: ReportKind
    lang: str = Field("en", pattern="^(en|zh|both)$", description="both: side by side")
    site: UUID
    audit: UUID | None = None
    programme: UUID | None = Field(None, description="a loaded version; else the first buyer's")
    as_of: date | None = None
    finding: UUID | None = None
    since: UUID | None = Field(None, description="an earlier report of the site")
    since_on: date | None = None
    paper: Paper | None = Field(None, description="else that of the form, or what is usual there")
    form: UUID | None = Field(None, description="a form of the supplier: brand, and which parts")


class OrderPage(BaseModel):
    """What the page of an order is opened for, by reference or code."""

    model_config = ConfigDict(frozen=True)

    kind: str = ""
    site: str = ""
    audit: str = ""
    finding: str = ""
    since: str = ""


class ReportsWanted(BaseModel):
    """Which orders are to be listed; nothing said is all."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    status: OrderStatus | None = None
    kind: ReportKind | None = None
    site: UUID | None = None
    mine: bool = False

    @field_validator("*", mode="before")
    @classmethod
    def _nothing(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def query(self) -> str:
        told = self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        return "&".join(f"{name}={value}" for name, value in told.items())


LAST_OF_WEEK = 7


class MakeSchedule(BaseModel):
    """`day`: one of the month (a shorter month ends with its last), or 1 for Monday of the week."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "example": {
                "kind": "executive",
                "lang": "both",
                "site": "0192f0c4-1111-7000-8000-000000000001",
                "every": "month",
                "day": 1,
                "readers": ["0192f0c4-2222-7000-8000-000000000001"],
            }
        },
    )

    kind: ReportKind
    lang: str = Field("en", pattern="^(en|zh|both)$")
    site: UUID
    form: UUID | None = None
    every: Every = Every.MONTH
    day: int = Field(1, ge=1, le=31)
    readers: tuple[UUID, ...] = Field(min_length=1)

    @field_validator("kind")
    @classmethod
    def _of_a_site(cls, kind: ReportKind) -> ReportKind:
        if kind not in SCHEDULED:
            raise NotSo(_("This report tells of one thing at one time: order it by hand."))
        return kind

    @model_validator(mode="after")
    def _in_the_week(self) -> Self:
        if self.every is Every.WEEK and self.day > LAST_OF_WEEK:
            raise NotSo(_("A week has the days 1, for Monday, to 7."))
        return self


class FormOfReport(BaseModel):
    """How a supplier wants its reports to look. `sections`: of each kind the parts in their order.

    A kind that is not named comes with all its parts.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        json_schema_extra={
            "example": {
                "name": "For the buyer",
                "paper": "letter",
                "colour": "#7a1f5c",
                "cover_en": "In confidence, for the supplier quality team.",
                "sections": {"executive": ["categories", "trend", "findings"]},
            }
        },
    )

    name: str = Field(min_length=1, max_length=60)
    paper: Paper | None = None
    colour: str = Field("", pattern="^(#[0-9a-fA-F]{6})?$")
    cover_en: str = Field("", max_length=1000)
    cover_zh: str = Field("", max_length=1000)
    footer_en: str = Field("", max_length=90)
    footer_zh: str = Field("", max_length=60)
    sections: dict[ReportKind, list[str]] = Field(default_factory=dict)
    version: int = 1

    @field_validator("sections")
    @classmethod
    def _known(cls, sections: dict[ReportKind, list[str]]) -> dict[ReportKind, list[str]]:
        for kind, chosen in sections.items():
            if unknown := unknown_in(kind, chosen):
                raise NotSo(_("A report has no part named {name}."), name=unknown[0])
        return {kind: list(dict.fromkeys(chosen)) for kind, chosen in sections.items()}


class NewForm(FormOfReport):
    """A form, and whose reports it is for."""

    supplier: UUID


class SampleAsked(BaseModel):
    """Which report is shown in a form that is being made."""

    model_config = ConfigDict(frozen=True)

    kind: ReportKind
    lang: str = Field(pattern="^(en|zh|both)$")
    site: UUID

    @field_validator("kind")
    @classmethod
    def _of_a_site(cls, kind: ReportKind) -> ReportKind:
        if kind not in OF_SITE:
            raise NotSo(_("This report tells of one thing at one time: order it by hand."))
        return kind


class SampleWanted(SampleAsked):
    """`form`: how it would look, before it is saved; else as it is kept."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "example": {
                "kind": "executive",
                "lang": "en",
                "site": "0192f0c4-1111-7000-8000-000000000001",
            }
        },
    )

    form: FormOfReport | None = None
