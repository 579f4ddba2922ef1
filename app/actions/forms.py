from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.actions.rules import LASTS_AFTER, ActionKind, Effort
from app.answers.rules import Level


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PlanAction(Form):
    kind: ActionKind = ActionKind.CORRECTIVE
    what: str = Field(min_length=5, max_length=5_000)
    criterion: str = Field("", max_length=2_000, description="how one will see that it worked")
    owner: UUID
    due_on: date
    cost: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    currency: Literal["CNY", "EUR", "GBP", "USD"] = "CNY"
    effort: Effort | None = None


class ChangeAction(Form):
    """`version` is the one that was seen; what is left out stays as it is."""

    version: int
    what: str | None = Field(None, min_length=5, max_length=5_000)
    criterion: str = Field("", max_length=2_000)
    owner: UUID | None = None
    due_on: date | None = None
    cost: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    currency: Literal["CNY", "EUR", "GBP", "USD"] = "CNY"
    effort: Effort | None = None


class EditAction(Form):
    """The same on a page, which sends all of it: what is empty there is meant to be."""

    version: int
    what: str = Field(min_length=5, max_length=5_000)
    criterion: str = Field("", max_length=2_000)
    owner: UUID
    due_on: date
    cost: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    currency: Literal["CNY", "EUR", "GBP", "USD"] = "CNY"
    effort: Effort | None = None

    def whole(self) -> ChangeAction:
        return ChangeAction.model_validate(self.model_dump())


class WithdrawAction(Form):
    reason: str = Field(min_length=10, max_length=2_000)


class Implement(Form):
    note: str = Field(min_length=5, max_length=5_000)
    evidence: tuple[UUID, ...] = ()


class Verify(Form):
    """`level` is what the verifier saw: it re-rates the finding's item from today on."""

    passed: bool
    note: str = Field(min_length=5, max_length=5_000)
    level: Level | None = None


class AgreePlan(Form):
    """How one will see, and after how many days, that the mend has lasted."""

    criterion: str = Field(min_length=3, max_length=2_000)
    after_days: int = Field(LASTS_AFTER, ge=14, le=365, description="after the verification")
    note: str = Field("", max_length=2_000)


class CheckEffect(Form):
    """`level` is where the item stands now; asked for when the mend has not held."""

    held: bool
    note: str = Field(min_length=3, max_length=5_000)
    level: Level | None = None
