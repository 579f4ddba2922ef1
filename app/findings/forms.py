from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.findings.rules import Branch, CauseTag, FindingClass, Said
from app.kit.errors import Invalid
from app.kit.words import mark as _


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class NoSample(Invalid, ValueError): ...


class RaiseFinding(Form):
    """One tap sends `id` and `answer`; the rest is taken from the item and the programmes."""

    id: UUID | None = Field(None, description="minted by the client; sent twice it stands once")
    answer: UUID
    class_: FindingClass | None = Field(None, alias="class")
    statement: str = Field("", max_length=5_000)
    owner: UUID | None = None
    affected: int | None = Field(None, ge=0, le=1_000_000, description="of the sample")
    sampled: int | None = Field(None, ge=1, le=1_000_000)
    hazard: bool = Field(default=False, description="hidden: it may lie in wait elsewhere too")
    reason: str = Field("", max_length=2_000, description="why a slighter class than proposed")

    @model_validator(mode="after")
    def a_sample_holds_what_is_affected(self) -> Self:
        _refuse_half_a_sample(self.affected, self.sampled)
        return self


class RaiseFree(Form):
    """Without an answer: at an item of the checklist, or else in one of its categories."""

    id: UUID | None = Field(None, description="minted by the client; sent twice it stands once")
    site: UUID
    item: str = Field("", max_length=20)
    category: str = Field("", max_length=60)
    zone: UUID | None = None
    class_: FindingClass | None = Field(None, alias="class")
    statement: str = Field(min_length=5, max_length=5_000)
    owner: UUID | None = None
    evidence: tuple[UUID, ...] = ()
    affected: int | None = Field(None, ge=0, le=1_000_000, description="of the sample")
    sampled: int | None = Field(None, ge=1, le=1_000_000)
    hazard: bool = Field(default=False, description="hidden: it may lie in wait elsewhere too")
    reason: str = Field("", max_length=2_000, description="why a slighter class than proposed")

    @model_validator(mode="after")
    def a_sample_holds_what_is_affected(self) -> Self:
        _refuse_half_a_sample(self.affected, self.sampled)
        return self


class RaiseOnPage(RaiseFree):
    """`seen`: the author has read what is proposed, and what it looks like; or it is that one."""

    seen: bool = False
    same_as: str = Field("", max_length=20)

    def plain(self) -> RaiseFree:
        return RaiseFree.model_validate(
            self.model_dump(by_alias=True, exclude={"seen", "same_as"}), by_alias=True
        )


def _refuse_half_a_sample(affected: int | None, sampled: int | None) -> None:
    if (affected is None) != (sampled is None):
        raise NoSample(_("Of a sample, say both: how many are affected, and of how many."))
    if affected is not None and sampled is not None and affected > sampled:
        raise NoSample(_("No more can be affected than were sampled."))


class ChangeFinding(Form):
    """`version` is the one that was seen; what is left out stays as it is."""

    version: int
    class_: FindingClass | None = Field(None, alias="class")
    owner: UUID | None = None
    due_on: date | None = None
    statement: str | None = Field(None, min_length=1, max_length=5_000)
    reason: str = Field("", max_length=2_000, description="why a slighter class is right")


class Regrade(Form):
    """Each as it was shown: the finding and the class that it gets."""

    findings: tuple[Annotated[str, Field(pattern=r"^F-[0-9]{4,}:[a-z]+$")], ...] = Field(
        (), max_length=2_000, examples=[["F-0007:major"]]
    )


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
