from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.findings.across import Elsewhere
from app.findings.lookalikes import Lookalike
from app.findings.models import (
    Deadline,
    Extension,
    ExtensionReply,
    HandOver,
)
from app.findings.proposals import Proposed
from app.findings.queries import Tracked
from app.findings.regrades import Preview
from app.findings.rules import (
    DueSource,
    FindingClass,
    Outcome,
    Rule,
    Said,
)


class FindingOut(BaseModel):
    id: UUID
    ref: str
    audit: UUID | None
    item: str
    category: str
    zone: UUID | None
    class_: FindingClass = Field(serialization_alias="class")
    statement: str
    owner: str | None
    raised_by: str
    raised_at: datetime
    contain_by: date | None
    due_on: date | None
    closed_at: datetime | None
    rejected: bool
    version: int

    @classmethod
    def of(cls, found: Tracked, owners: Mapping[UUID, str]) -> Self:
        row = found.finding
        return cls(
            **row.model_dump(include=set(cls.model_fields)),
            audit=row.audit_id,
            zone=row.zone_id,
            owner=owners.get(row.owner_id) if row.owner_id else None,
            closed_at=found.closure.at if found.closure else None,
            rejected=bool(found.closure and found.closure.rejected),
        )


class DueMoved(BaseModel):
    step: str
    before: date | None
    after: date | None


class RegradingOut(BaseModel):
    """`key` names it when it is chosen; `lowered`: somebody graded it slighter on purpose."""

    key: str
    finding: str
    class_: FindingClass = Field(serialization_alias="class")
    to: FindingClass
    rule: Rule
    because: str
    dates: list[DueMoved]
    lowered: bool
    why: str

    @classmethod
    def of(cls, one: Preview, because: str) -> Self:
        row, told = one.goes_up.finding, one.goes_up.proposed
        return cls(
            key=one.goes_up.key,
            finding=row.ref,
            class_=row.class_,
            to=told.class_,
            rule=told.rule,
            because=because,
            dates=[DueMoved(step=s, before=old, after=new) for s, old, new in one.steps],
            lowered=one.lowered,
            why=one.why,
        )


class HandOverOut(BaseModel):
    """It stays with its owner until `to` has accepted."""

    to: UUID
    reason: str
    asked_by: str
    asked_at: datetime

    @classmethod
    def of(cls, row: HandOver) -> Self:
        return cls(to=row.to_id, reason=row.reason, asked_by=row.by_name, asked_at=row.at)


class ElsewhereOut(BaseModel):
    """A place where the same item is asked; `said` null: nobody has looked yet."""

    place: str
    site: str
    zone: str | None
    said: Said | None
    note: str
    raised: str | None
    by: str | None
    at: datetime | None

    @classmethod
    def of(cls, one: Elsewhere) -> Self:
        reply = one.reply
        return cls(
            place=one.key,
            site=one.site.code,
            zone=one.zone.name if one.zone else None,
            said=reply.said if reply else None,
            note=reply.note if reply else "",
            raised=one.raised,
            by=reply.by_name if reply else None,
            at=reply.at if reply else None,
        )


class DeadlineOut(BaseModel):
    """`due_on` counts, as `source` says; `computed_on` is the day of the strictest clock.

    `provisional`: the day of its anchor is not known yet, that of the raising stands in for it.
    """

    step: str = Field(examples=["close"])
    due_on: date
    due_at: datetime | None
    earliest_on: date | None
    source: DueSource
    programme: str = Field(examples=["bt-like"])
    anchor: str = Field(examples=["closing_meeting"])
    provisional: bool
    computed_on: date | None

    @classmethod
    def of(cls, row: Deadline) -> Self:
        return cls(**row.model_dump(include=set(cls.model_fields)))


class ExtensionOut(BaseModel):
    """`outcome` null: nobody has answered yet."""

    id: UUID
    step: str
    due_on: date
    until: date
    reason: str
    asked_by: str
    asked_at: datetime
    outcome: Outcome | None
    note: str
    answered_by: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Extension, reply: ExtensionReply | None) -> Self:
        return cls(
            **row.model_dump(include={"id", "step", "due_on", "until", "reason"}),
            asked_by=row.by_name,
            asked_at=row.at,
            outcome=reply.outcome if reply else None,
            note=reply.note if reply else "",
            answered_by=reply.by_name if reply else None,
            answered_at=reply.at if reply else None,
        )


class AlikeOut(BaseModel):
    """What is open there already: at the same item, or in similar words (`alike`: 0 to 1)."""

    ref: str
    statement: str
    same_item: bool
    alike: float

    @classmethod
    def of(cls, one: Lookalike) -> Self:
        row = one.finding
        return cls(
            ref=row.ref,
            statement=row.statement,
            same_item=one.same_item,
            alike=round(one.alike, 2),
        )


class OutlookOut(BaseModel):
    """What a finding would be like, before it is raised."""

    class_: FindingClass = Field(serialization_alias="class")
    rule: Rule
    because: str
    looks_like: list[AlikeOut]

    @classmethod
    def of(cls, told: Proposed, because: str, alike: Sequence[Lookalike]) -> Self:
        return cls(
            class_=told.class_,
            rule=told.rule,
            because=because,
            looks_like=[AlikeOut.of(one) for one in alike],
        )
