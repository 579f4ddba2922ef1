from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from app.confirmations.queries import Confirmation


class ConfirmationOut(BaseModel):
    """`confirmed` is null while the buyer has said nothing."""

    id: UUID
    finding: str
    site: str
    found: str
    done: str
    buyer: str
    asked_by: str
    asked_at: datetime
    confirmed: bool | None
    reason: str
    answered_by: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, one: Confirmation) -> Self:
        reply = one.reply
        return cls(
            id=one.asked.id,
            finding=one.finding.ref,
            site=one.site.code,
            found=one.finding.statement,
            done=one.asked.done,
            buyer=one.asked.buyer,
            asked_by=one.asked.by_name,
            asked_at=one.asked.at,
            confirmed=reply.confirmed if reply else None,
            reason=reply.reason if reply else "",
            answered_by=reply.by_name if reply else None,
            answered_at=reply.at if reply else None,
        )
