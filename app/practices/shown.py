from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from app.evidence.shown import EvidenceOut
from app.practices.queries import Entry, Takeover
from app.practices.rules import PracticeKind


class TakeoverOut(BaseModel):
    """`done_at` is null while it is planned."""

    id: UUID
    site: str
    due_on: date
    by: str
    done_at: datetime | None

    @classmethod
    def of(cls, one: Takeover) -> Self:
        return cls(
            id=one.row.id,
            site=one.site.code,
            due_on=one.row.due_on,
            by=one.row.by_name,
            done_at=one.done.at if one.done else None,
        )


class PracticeOut(BaseModel):
    id: UUID
    kind: PracticeKind
    site: str
    item: str
    title: str
    what: str
    by: str
    at: datetime
    evidence: list[EvidenceOut]
    taken_over: list[TakeoverOut]
    withdrawn: str | None

    @classmethod
    def of(cls, one: Entry) -> Self:
        row = one.practice
        return cls(
            id=row.id,
            kind=row.kind,
            site=one.site.code,
            item=row.item,
            title=row.title,
            what=row.what,
            by=row.by_name,
            at=row.at,
            evidence=[EvidenceOut.of(file) for file in one.files],
            taken_over=[TakeoverOut.of(each) for each in one.takeovers],
            withdrawn=one.withdrawal.reason if one.withdrawal else None,
        )
