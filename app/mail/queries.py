from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.mail.models import Letter, LetterFile, MailPreference, Snooze
from app.mail.rules import LetterStatus, MailKind
from app.people.models import Person


def letter(session: Session, id: UUID) -> Letter | None:
    return session.get(Letter, id)


def letter_with_key(session: Session, key: str) -> Letter | None:
    return session.exec(select(Letter).where(Letter.key == key)).one_or_none()


def letter_to_leave(session: Session, secret: str) -> Letter | None:
    """By the secret that stands in it: whoever holds it, holds the letter."""
    return session.exec(select(Letter).where(Letter.leave == secret)).one_or_none()


def letters(
    session: Session,
    *,
    to: UUID | None,
    status: LetterStatus | None = None,
    limit: int = 50,
    after: int = 0,
) -> list[tuple[Letter, Person]]:
    """Newest first; `to` None: everybody's."""
    query = select(Letter, Person).join(Person, col(Person.id) == Letter.person_id)
    if to is not None:
        query = query.where(Letter.person_id == to)
    if status is not None:
        query = query.where(Letter.status == status)
    order = (col(Letter.made_at).desc(), col(Letter.id).desc())
    return list(session.exec(query.order_by(*order).limit(limit).offset(after)))


def count_letters(session: Session, *, to: UUID | None) -> dict[LetterStatus, int]:
    query = select(Letter.status, func.count()).group_by(col(Letter.status))
    if to is not None:
        query = query.where(Letter.person_id == to)
    return {LetterStatus(status): n for status, n in session.exec(query)}


def files_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[LetterFile]]:
    query = select(LetterFile).where(col(LetterFile.letter_id).in_(set(ids)))
    found: dict[UUID, list[LetterFile]] = defaultdict(list)
    for one in session.exec(query.order_by(col(LetterFile.letter_id), col(LetterFile.n))):
        found[one.letter_id].append(one)
    return found


def letters_wait(session: Session, at: datetime) -> bool:
    return session.exec(_line(at)).first() is not None


def next_letter(session: Session, at: datetime) -> Letter | None:
    """The oldest that waits; one that another sender holds comes back when its lease is over."""
    return session.exec(_line(at).with_for_update(skip_locked=True)).first()


def waiting_letters(session: Session, limit: int = 200) -> list[Letter]:
    query = select(Letter).where(Letter.status == LetterStatus.WAITING)
    return list(session.exec(query.order_by(col(Letter.made_at)).limit(limit)))


def _line(at: datetime) -> SelectOfScalar[Letter]:
    waits = (Letter.status == LetterStatus.WAITING, Letter.next_try_at <= at)
    return select(Letter).where(*waits).order_by(col(Letter.made_at), col(Letter.id)).limit(1)


def preferences(session: Session, person_id: UUID) -> dict[MailKind, bool]:
    """Of every kind, whether they want it."""
    query = select(MailPreference.kind, MailPreference.wanted)
    said = dict(session.exec(query.where(MailPreference.person_id == person_id)).all())
    return {kind: said.get(kind, True) for kind in MailKind}


def preference(session: Session, person_id: UUID, kind: MailKind) -> MailPreference | None:
    return session.get(MailPreference, (person_id, kind))


def snooze_of(session: Session, person_id: UUID, finding_id: UUID) -> Snooze | None:
    return session.get(Snooze, (person_id, finding_id))


def snoozed_until(session: Session, finding_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], date]:
    """By person and finding."""
    query = select(Snooze).where(col(Snooze.finding_id).in_(set(finding_ids)))
    return {(one.person_id, one.finding_id): one.until for one in session.exec(query)}
