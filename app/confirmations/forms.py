from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class AskConfirmation(Form):
    """`done` and the files are all that the guest is shown of the mend."""

    guest: UUID
    buyer: str = Field(min_length=1, max_length=120)
    done: str = Field(min_length=10, max_length=5_000)
    evidence: tuple[UUID, ...] = ()


class ReplyToConfirmation(Form):
    confirmed: bool
    reason: str = Field("", max_length=2_000, description="why not, of what is sent back")


class OpenAgain(Form):
    reason: str = Field(min_length=10, max_length=2_000)
