from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.findings.rules import Branch, CauseTag, FindingClass, Said, Shown


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class RaiseFinding(Form):
    """One tap sends `id` and `answer`; the rest is taken from the item and the programmes."""

    id: UUID | None = Field(None, description="minted by the client; sent twice it stands once")
    answer: UUID
    class_: FindingClass | None = Field(None, alias="class")
    statement: str = Field("", max_length=5_000)
    owner: UUID | None = None


class ChangeFinding(Form):
    """`version` is the one that was seen; what is left out stays as it is."""

    version: int
    class_: FindingClass | None = Field(None, alias="class")
    owner: UUID | None = None
    due_on: date | None = None
    statement: str | None = Field(None, min_length=1, max_length=5_000)


class SetBuyerDate(Form):
    """Without `due_on` the buyer has lifted the day that was set before."""

    step: str = Field("close", min_length=1, max_length=40)
    due_on: date | None = None
    buyer: UUID
    letter: str = Field(min_length=1, max_length=200, description="the letter's reference")


class AskForTime(Form):
    step: str = Field("close", min_length=1, max_length=40)
    until: date
    reason: str = Field(min_length=10, max_length=2_000)


class ReplyToAsking(Form):
    granted: bool
    note: str = Field("", max_length=2_000, description="why not, of what is refused")


class AgreeReview(Form):
    """Where no clock runs: who looks at the finding with its owner, and when."""

    partner: UUID
    review_on: date


class ConfirmFinding(Form):
    confirmed_on: date


class CloseFinding(Form):
    reason: str = Field(min_length=10, max_length=2_000)


class RejectFinding(Form):
    reason: str = Field(min_length=10, max_length=2_000)


class AskToTakeOver(Form):
    to: UUID
    reason: str = Field(min_length=3, max_length=2_000)


class ReplyToHandOver(Form):
    accepted: bool
    note: str = Field("", max_length=2_000, description="why not, of what is declined")


class SayOfElsewhere(Form):
    """`place` as the list of places names it."""

    place: str = Field(min_length=1, max_length=80)
    said: Said
    note: str = Field("", max_length=2_000)


class AddCause(Form):
    """`parent` is the cause behind which this one lies; without one it begins its branch."""

    branch: Branch = Branch.OCCURRENCE
    parent: UUID | None = None
    text: str = Field(min_length=2, max_length=2_000)


class FindCause(Form):
    tag: CauseTag
    hidden_hazard: bool = False
    note: str = Field("", max_length=2_000)


class CorrectCause(Form):
    """What the cause lies in, said better; the earlier word stays on the trail."""

    tag: CauseTag
    hidden_hazard: bool = False
    reason: str = Field(min_length=3, max_length=2_000)


class Asked(BaseModel):
    """The filter of the list, as its address says it; an empty field asks for nothing."""

    model_config = ConfigDict(frozen=True)

    shown: Shown = Shown.OPEN
    class_: FindingClass | None = Field(None, alias="class")
    site: str = Field("", max_length=12)
    mine: bool = False
    page: int = Field(1, ge=1, le=10_000)

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, given: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in given.items() if value not in {"", None}}

    def but(self, **other: object) -> str:
        """The address of the same list, from its start, with something else about it."""
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"page"})
        return "/findings?" + urlencode({n: str(v).lower() for n, v in (said | other).items()})
