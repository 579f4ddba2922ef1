from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SayComment(Form):
    """`@Name` in the text tells that person by mail; `action` is the one that it is about."""

    id: UUID | None = Field(None, description="minted by the client; sent twice it stands once")
    text: str = Field(min_length=1, max_length=10_000)
    action: UUID | None = None
    evidence: tuple[UUID, ...] = ()


class AmendComment(Form):
    text: str = Field(min_length=1, max_length=10_000)
