from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.findings.rules import FindingClass


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


class CloseFinding(Form):
    reason: str = Field(min_length=10, max_length=2_000)
