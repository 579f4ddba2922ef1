import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.mail.models import Letter, LetterFile, MailPreference, Snooze
from app.mail.queries import letter_with_key, next_letter, preference, preferences, snooze_of
from app.mail.rules import (
    LEASE,
    LONGEST_SNOOZE,
    Attached,
    LetterStatus,
    MailKind,
    fits_header,
    pause_after,
)
from app.people.models import Person
from app.people.queries import person
from app.trail.changes import record
from app.trail.rules import Author, System


def post(  # noqa: PLR0913 - to whom, what about, and what it says
    session: Session,
    to: Person | UUID,
    *,
    kind: MailKind,
    key: str,
    subject: str,
    text: str,
    attach: Sequence[Attached] = (),
    at: datetime,
) -> Letter | None:
    """Puts a letter into the outbox, in words of the reader's language.

    A line of `text` that is only a path of ours, such as `/tasks`, becomes a link. The same `key`
    again gives the first letter. None: they are gone, or do not want letters of this kind.
    """
    if not all(map(fits_header, (subject, *(one.name for one in attach)))):
        raise Invalid(_("A subject or the name of a file is one line, without control characters."))
    before = letter_with_key(session, key)
    if before is not None:
        return before
    who = to if isinstance(to, Person) else person(session, to)
    if who is None or not who.active or not preferences(session, who.id)[kind]:
        return None
    row = Letter(
        key=key,
        person_id=who.id,
        to_address=who.email,
        lang=who.lang,
        kind=kind,
        subject=subject[:300],
        text=text,
        made_at=at,
        status=LetterStatus.WAITING,
        next_try_at=at,
        leave=secrets.token_urlsafe(32),
    )
    session.add(row)
    session.flush()
    for n, one in enumerate(attach):
        file = LetterFile(
            letter_id=row.id, n=n, name=one.name, sha256=one.sha256, content_type=one.content_type
        )
        session.add(file)
    record(session, "letter.posted", on=who.email, by=System(), at=at, kind=kind, key=key)
    return row


def take_letter(session: Session, *, at: datetime) -> Letter | None:
    """Leases the next one: if its sender dies, another tries when the lease is over."""
    row = next_letter(session, at)
    if row is None:
        return None
    row.tries += 1
    row.next_try_at = at + LEASE
    session.add(row)
    return row


def note_sent(session: Session, row: Letter, *, at: datetime) -> None:
    row.status, row.sent_at, row.error = LetterStatus.SENT, at, ""
    session.add(row)
    record(session, "letter.sent", on=row.to_address, by=System(), at=at, key=row.key)


def note_kept(session: Session, row: Letter, *, at: datetime) -> None:
    """There is no mail server: it stays where it can be read."""
    row.status = LetterStatus.KEPT
    session.add(row)
    record(session, "letter.kept", on=row.to_address, by=System(), at=at, key=row.key)


def note_failed(session: Session, row: Letter, why: str, *, for_good: bool, at: datetime) -> None:
    """Tried again after a growing pause, unless the other side said never, or after the last."""
    pause = None if for_good else pause_after(row.tries)
    row.error = why[:2000]
    session.add(row)
    if pause is not None:
        row.next_try_at = at + pause
        return
    row.status = LetterStatus.FAILED
    record(session, "letter.failed", on=row.to_address, by=System(), at=at, why=row.error)


def send_again(session: Session, row: Letter, *, by: Author, at: datetime) -> None:
    if row.status is LetterStatus.WAITING:
        raise Conflict(_("This letter is waiting to be sent already."))
    row.status, row.tries, row.next_try_at, row.error = LetterStatus.WAITING, 0, at, ""
    session.add(row)
    record(session, "letter.sent_again", on=row.to_address, by=by, at=at, key=row.key)


def want(
    session: Session, person_id: UUID, kind: MailKind, *, wanted: bool, by: Author, at: datetime
) -> None:
    """Nothing is forced on anybody: what a letter tells stands on My tasks as well."""
    row = preference(session, person_id, kind)
    if wanted is (row.wanted if row else True):
        return
    row = row or MailPreference(person_id=person_id, kind=kind, wanted=wanted, at=at)
    row.wanted, row.at = wanted, at
    session.add(row)
    record(session, "mail.wanted" if wanted else "mail.not_wanted", on=kind, by=by, at=at)


def snooze(  # noqa: PLR0913 - who, what, until when
    session: Session,
    person_id: UUID,
    finding_id: UUID,
    *,
    ref: str,
    until: date,
    today: date,
    by: Author,
    at: datetime,
) -> Snooze:
    """`today` is the day at the site. Others are told of what is late all the same."""
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE):
        raise Invalid(
            _(
                "Choose a day from tomorrow on, at most {n} days ahead; for longer, ask for an "
                "extension."
            ),
            n=LONGEST_SNOOZE,
        )
    row = snooze_of(session, person_id, finding_id)
    row = row or Snooze(person_id=person_id, finding_id=finding_id, until=until, at=at)
    row.until, row.at = until, at
    session.add(row)
    record(session, "finding.snoozed", on=ref, by=by, at=at, until=until)
    return row


def end_snooze(session: Session, row: Snooze, *, ref: str, by: Author, at: datetime) -> None:
    session.delete(row)
    record(session, "finding.snooze_ended", on=ref, by=by, at=at)
