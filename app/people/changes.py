import secrets
from datetime import datetime, timedelta
from uuid import UUID

from pwdlib import PasswordHash
from sqlmodel import Session

from app.kit.errors import Conflict, NotAllowed
from app.kit.words import mark as _
from app.people.forms import NewGrant, NewPerson, NewToken
from app.people.models import FailedSignIn, Grant, Person, SignIn, Token
from app.people.queries import failures_since, hashed, person_by_email
from app.people.rules import Actor, Role
from app.trail.changes import record
from app.trail.rules import Author

TRIES_AN_HOUR = 50
_hasher = PasswordHash.recommended()
_nobody = _hasher.hash(secrets.token_hex())


class WrongSignIn(NotAllowed): ...


class TooManyTries(NotAllowed): ...


class EmailTaken(Conflict): ...


def add_person(session: Session, form: NewPerson, *, by: Author, at: datetime) -> Person:
    if person_by_email(session, form.email):
        raise EmailTaken(
            _("{email} is already in use. Sign in, or take another address."), email=form.email
        )
    who = Person(
        email=form.email,
        name=form.name,
        lang=form.lang,
        password_hash=_hasher.hash(form.password),
        created_at=at,
    )
    session.add(who)
    record(session, "person.added", on=who.email, by=by, at=at, name=who.name)
    return who


def give_role(session: Session, who: Person, form: NewGrant, *, by: Author, at: datetime) -> Grant:
    """Nobody gives more than an administrator of the same place has (policy: manage_people)."""
    if isinstance(by, Actor) and not by.everywhere and form.role is Role.ADMIN:
        raise NotAllowed(_("Only an administrator of everything can name another one."))
    grant = Grant(person_id=who.id, **form.model_dump())
    session.add(grant)
    record(
        session,
        "person.role_given",
        on=who.email,
        by=by,
        at=at,
        site_id=form.site_id,
        role=form.role,
        supplier=form.supplier_id,
    )
    return grant


def knows_password(who: Person | None, password: str) -> bool:
    """Takes as long for an unknown person as for a known one."""
    known = who.password_hash if who and who.password_hash and who.active else None
    return _hasher.verify(password, known or _nobody) and known is not None


def sign_in(session: Session, who: Person, *, by: Author, at: datetime) -> str:
    """Returns the secret for the cookie; only its hash stays here."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            secret_hash=hashed(secret), person_id=who.id, epoch=who.epoch, created_at=at, seen_at=at
        )
    )
    record(session, "person.signed_in", on=who.email, by=by, at=at)
    return secret


def refuse_guessing(session: Session, *, email: str, address: str, at: datetime) -> None:
    hour = at - timedelta(hours=1)
    if failures_since(session, hour, email=email, address=address) >= TRIES_AN_HOUR:
        raise TooManyTries(_("Too many tries. Wait an hour, or ask your administrator."))


def note_failed_sign_in(session: Session, *, email: str, address: str, at: datetime) -> None:
    session.add(FailedSignIn(email=email[:254], address=address, at=at))


def sign_out(session: Session, signed_in: SignIn, *, by: Author, at: datetime) -> None:
    session.delete(signed_in)
    record(session, "person.signed_out", on=by.name, by=by, at=at)


def end_sign_ins(session: Session, who: Person, *, by: Author, at: datetime) -> None:
    who.epoch += 1
    session.add(who)
    record(session, "person.sign_ins_ended", on=who.email, by=by, at=at)


def speak(session: Session, who: Person, lang: str) -> None:
    who.lang = lang
    session.add(who)


def make_token(
    session: Session, person_id: UUID, form: NewToken, *, by: Author, at: datetime
) -> tuple[Token, str]:
    """The token and its secret, which is shown once."""
    secret = f"slt_{secrets.token_urlsafe(32)}"
    token = Token(
        secret_hash=hashed(secret),
        person_id=person_id,
        label=form.label,
        created_at=at,
        expires_at=at + timedelta(days=form.days),
    )
    session.add(token)
    record(session, "token.made", on=form.label, by=by, at=at, expires=token.expires_at)
    return token, secret


def revoke_token(session: Session, token: Token, *, by: Author, at: datetime) -> None:
    token.revoked_at = at
    session.add(token)
    record(session, "token.revoked", on=token.label, by=by, at=at)
