from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal, Self
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.findings.rules import CauseTag, FindingClass, Shown, Step

Sort = Literal["due", "ref", "class", "site", "raised", "step",
               "-due", "-ref", "-class", "-site", "-raised", "-step"]  # fmt: skip


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Asked(BaseModel):
    """The filter of the findings, as an address says it; an empty field asks for nothing."""

    model_config = ConfigDict(frozen=True)

    shown: Shown = Shown.OPEN
    class_: FindingClass | None = Field(None, alias="class")
    site: str = Field("", max_length=12)
    programme: str = Field("", max_length=60)
    category: str = Field("", max_length=60)
    item: str = Field("", max_length=20)
    owner: UUID | Literal["nobody"] | None = None
    mine: bool = False
    step: Step | None = None
    age: int | None = Field(None, ge=0, le=3)
    tag: CauseTag | None = None
    problem: UUID | None = None
    q: str = Field("", max_length=100)
    sort: Sort = "due"
    page: int = Field(1, ge=1, le=10_000)

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, given: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in given.items() if value not in {"", None}}

    @classmethod
    def parsed(cls, address: str) -> Self:
        """Of what stands behind the question mark; what it does not know it leaves out."""
        given = dict(parse_qsl(address.rpartition("?")[2]))
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            unknown = {one["loc"][0] for one in error.errors()}
            return cls.model_validate({n: v for n, v in given.items() if n not in unknown})

    @cached_property
    def said(self) -> dict[str, object]:
        """What differs from asking for nothing; neither the page nor the order."""
        whole = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {name: value for name, value in whole.items() if name not in {"page", "sort"}}

    @property
    def kept(self) -> str:
        """As it is saved."""
        order = {} if self.sort == "due" else {"sort": self.sort}
        return _address(self.said | order)

    def but(self, at: str = "/findings", **other: object) -> str:
        """The address of the same, from its start, with something else about it."""
        order = {} if self.sort == "due" or at != "/findings" else {"sort": self.sort}
        pairs = {n: v for n, v in (self.said | order | other).items() if v not in {None, ""}}
        return f"{at}?" + _address(pairs)

    def by(self, column: str) -> str:
        """The same list in the order of a column; a second time the other way round."""
        return self.but(sort=f"-{column}" if self.sort == column else column)


def _address(pairs: Mapping[str, object]) -> str:
    said = {name: "true" if value is True else value for name, value in pairs.items()}
    return urlencode({name: value for name, value in said.items() if value is not False})


class Gate(BaseModel):
    """Where somebody wants a finding to go, and the step at which they saw it."""

    model_config = ConfigDict(frozen=True)

    to: Step | None = None
    seen: Step | None = None


class SaveFilter(Form):
    """`supplier`: whoever may see it finds the filter too."""

    name: str = Field(min_length=2, max_length=60)
    asked: str = Field("", max_length=1_000)
    supplier: UUID | None = None


class BulkChange(Form):
    """What is left out stays as it is. `versions` are those that were seen, beside each `refs`.

    `all`: not the chosen ones, but whatever fits the filter `back`.
    """

    refs: tuple[str, ...] = ()
    all: bool = False
    versions: tuple[int, ...] = ()
    owner: UUID | None = None
    class_: FindingClass | None = Field(None, alias="class")
    reason: str = Field("", max_length=2_000, description="why a slighter class is right")
    due_on: date | None = None
    back: str = Field("", max_length=1_000)


class NewProblem(Form):
    """`item` bundles what is open on it; `refs` name findings one by one."""

    title: str = Field(min_length=5, max_length=200)
    good: str = Field(min_length=5, max_length=2_000)
    owner: UUID
    target_on: date
    item: str = Field("", max_length=20)
    refs: str = Field("", max_length=2_000)


class SayOfProblem(Form):
    text: str = Field(min_length=3, max_length=2_000)


class EndProblem(Form):
    outcome: str = Field(min_length=5, max_length=2_000)
