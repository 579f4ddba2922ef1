from collections.abc import Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from app.comments.queries import Mentioned, Remark
from app.evidence.shown import EvidenceOut


class CommentOut(BaseModel):
    """`text` is null once its author has withdrawn it; `edited`: how often its words changed."""

    id: UUID
    action: UUID | None
    by: str
    at: datetime
    text: str | None
    edited: int
    mentioned: list[str]
    evidence: list[EvidenceOut]
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, one: Remark, people: Mapping[UUID, str]) -> Self:
        gone = one.withdrawal
        return cls(
            id=one.comment.id,
            action=one.comment.action_id,
            by=one.comment.by_name,
            at=one.comment.at,
            text=None if gone else one.text,
            edited=len(one.revisions) - 1,
            mentioned=sorted(people[id] for id in one.mentioned if id in people),
            evidence=[] if gone else [EvidenceOut.of(file) for file in one.files],
            withdrawn_at=gone.at if gone else None,
        )


class MentionOut(BaseModel):
    """`new`: you have not looked at the finding since."""

    finding: str
    site: str
    comment: UUID
    by: str
    at: datetime
    text: str
    new: bool

    @classmethod
    def of(cls, one: Mentioned) -> Self:
        return cls(
            finding=one.finding.ref,
            site=one.site.code,
            comment=one.comment.id,
            by=one.comment.by_name,
            at=one.comment.at,
            text=one.text,
            new=one.new,
        )
