from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.mail.rules import LetterStatus, MailKind


class Letter(Table, table=True):
    """The row is the queue. `key`: what it is about, so that nothing is told twice.

    A line of `text` that is a path of ours becomes an address when it is sent or shown. `leave`
    is the secret in the letter with which its reader ends letters of this kind without signing in.
    While a letter waits, `next_try_at` is also the lease of the sender that has taken it.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(max_length=200, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    to_address: str = Field(max_length=254)
    lang: str = Field(max_length=8)
    kind: MailKind = Field(sa_type=enum_column(MailKind))
    subject: str = Field(max_length=300)
    text: str = Field(sa_type=sa.Text)
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    status: LetterStatus = Field(sa_type=enum_column(LetterStatus), index=True)
    tries: int = 0
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", sa_type=sa.Text)
    leave: str = Field(max_length=64, unique=True)


class LetterFile(Table, table=True):
    """An attachment: a file of the store, which keeps it for good."""

    __tablename__ = "letter_file"

    letter_id: UUID = Field(foreign_key="letter.id", primary_key=True)
    n: int = Field(primary_key=True)
    name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    content_type: str = Field(max_length=100)


class MailPreference(Table, table=True):
    """What somebody said about a kind of letter; without a row they get it."""

    __tablename__ = "mail_preference"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    kind: MailKind = Field(sa_type=enum_column(MailKind), primary_key=True)
    wanted: bool
    at: datetime = Field(sa_type=UtcDateTime)


class Snooze(Table, table=True):
    """Until that day nobody reminds this person of this finding. Others are told all the same."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    until: date
    at: datetime = Field(sa_type=UtcDateTime)
