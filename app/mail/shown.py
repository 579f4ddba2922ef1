from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from app.mail.models import Letter, LetterFile, Snooze
from app.mail.rules import LetterStatus, MailKind, with_addresses


class LetterFileOut(BaseModel):
    n: int
    name: str
    sha256: str
    content_type: str


class LetterOut(BaseModel):
    """`error`: why the mail server did not take it; `files` under `/outbox/{id}/files/{n}`."""

    id: UUID
    kind: MailKind
    to: str
    subject: str
    text: str
    made_at: datetime
    status: LetterStatus
    tries: int
    sent_at: datetime | None
    error: str
    files: list[LetterFileOut]


class WishesOut(BaseModel):
    """The kinds of letters that I want."""

    wanted: list[MailKind]


class SnoozeOut(BaseModel):
    until: date


def letter_out(row: Letter, files: list[LetterFile], public_url: str) -> LetterOut:
    return LetterOut(
        id=row.id,
        kind=row.kind,
        to=row.to_address,
        subject=row.subject,
        text=with_addresses(row.text, public_url),
        made_at=row.made_at,
        status=row.status,
        tries=row.tries,
        sent_at=row.sent_at,
        error=row.error,
        files=[LetterFileOut(**one.model_dump(exclude={"letter_id"})) for one in files],
    )


def wishes_out(wishes: dict[MailKind, bool]) -> WishesOut:
    return WishesOut(wanted=[kind for kind, wanted in wishes.items() if wanted])


def snooze_out(row: Snooze) -> SnoozeOut:
    return SnoozeOut(until=row.until)
