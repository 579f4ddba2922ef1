from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.practices.rules import PracticeKind


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class TellPractice(Form):
    """From an answer of level 4 (`answer`), or free; good news is short and belongs to no item."""

    id: UUID | None = Field(None, description="minted by the client; sent twice it stands once")
    kind: PracticeKind = PracticeKind.PRACTICE
    site: UUID
    answer: UUID | None = None
    item: str = Field("", max_length=20)
    title: str = Field(min_length=3, max_length=200)
    what: str = Field("", max_length=5_000)
    evidence: tuple[UUID, ...] = ()


class TakeOver(Form):
    site: UUID
    due_on: date
    note: str = Field("", max_length=2_000)


class SayDone(Form):
    note: str = Field(min_length=3, max_length=2_000)


class WithdrawPractice(Form):
    reason: str = Field(min_length=10, max_length=2_000)


class Asked(BaseModel):
    """The filter of the list, as its address says it; an empty field asks for nothing."""

    model_config = ConfigDict(frozen=True)

    kind: PracticeKind | None = None
    site: str = Field("", max_length=12)
    q: str = Field("", max_length=100)
    page: int = Field(1, ge=1, le=10_000)

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, given: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in given.items() if value not in {"", None}}

    def but(self, **other: object) -> str:
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"page"})
        return "/practices?" + urlencode(said | other)
