import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from pwdlib import PasswordHash
from sqlmodel import Session

from app.kit.errors import Conflict, NotAllowed
from app.kit.words import mark as _
from app.people.forms import NewGrant, NewPassword, NewPerson, NewToken
from app.people.models import FailedSignIn, Grant, Person, SignIn, Token
from app.people.queries import (
    failures_since,
    grant_like,
    grants_of,
    hashed,
    other_administrators,
    person_by_email,
    tokens_of,
)
from app.people.rules import Ability, Actor, Place, Role
from app.trail.changes import record
from app.trail.rules import Author

TRIES_AN_HOUR = 50
_hasher = PasswordHash.recommended()
_nobody = _hasher.hash(secrets.token_hex())


class WrongSignIn(NotAllowed): ...


class TooManyTries(NotAllowed): ...


class EmailTaken(Conflict): ...


class RoleHeld(Conflict): ...


class LastAdministrator(Conflict): ...


def add_person(session: Session, form: NewPerson, *, by: Author, at: datetime) -> Person:
    if person_by_email(session, form.email):
        raise EmailTaken(
            _("{email} is already in use. Sign in, or take another address."), email=form.email
        )
    who = Person(
        email=form.email,
        name=form.name,
        lang=form.lang,
        password_hash=_hasher.hash(form.password) if form.password else None,
        created_at=at,
    )
    session.add(who)
    record(session, "person.added", on=who.email, by=by, at=at, name=who.name)
    return who


def give_role(
    session: Session,
    who: Person,
    form: NewGrant,
    *,
    place: Place | None = None,
    by: Author,
    at: datetime,
) -> Grant:
    """A person gives only where they manage people; `place` is the site that the form names."""
    _refuse_above(by, form.supplier_id, place, at_site=form.site_id is not None)
    grant = Grant(person_id=who.id, **form.model_dump())
    if grant_like(session, grant):
        raise RoleHeld(_("{name} has this role there already."), name=who.name)
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


def take_role(
    session: Session,
    who: Person,
    grant: Grant,
    *,
    place: Place | None = None,
    by: Author,
    at: datetime,
) -> None:
    """The last administrator of everything stays: nobody else could name another one."""
    _refuse_above(by, grant.supplier_id, place, at_site=grant.site_id is not None)
    if _rules_all(grant) and not other_administrators(session, who.id):
        raise LastAdministrator(
            _("{name} is the last administrator. Name another one first."), name=who.name
        )
    session.delete(grant)
    record(
        session,
        "person.role_taken",
        on=who.email,
        by=by,
        at=at,
        site_id=grant.site_id,
        role=grant.role,
        supplier=grant.supplier_id,
    )


def _rules_all(grant: Grant) -> bool:
    return grant.role is Role.ADMIN and not grant.site_id and not grant.supplier_id


def _refuse_above(
    by: Author, supplier_id: UUID | None, place: Place | None, *, at_site: bool
) -> None:
    if not _rules_over(by, supplier_id, place, at_site=at_site):
        raise NotAllowed(_("Only an administrator of that very place gives or takes roles there."))


def _rules_over(
    by: Author, supplier_id: UUID | None, place: Place | None, *, at_site: bool
) -> bool:
    """A machine does; a person where they manage people at that very place."""
    if not isinstance(by, Actor):
        return True
    if at_site:
        return place is not None and by.may(Ability.MANAGE_PEOPLE, place)
    return by.may_throughout(Ability.MANAGE_PEOPLE, supplier_id)


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


def deactivate(
    session: Session, who: Person, *, places: Mapping[UUID, Place], by: Actor, at: datetime
) -> None:
    """No sign-in, no letter, no token from now on; whatever they did keeps their name.

    `places`: the sites where they have roles, as far as `by` knows them.
    """
    if not who.active:
        raise Conflict(_("{name} is deactivated already."), name=who.name)
    if by.id == who.id:
        raise NotAllowed(_("Nobody deactivates themselves. Ask another administrator."))
    grants = _refuse_beyond(session, who, places, by)
    if any(map(_rules_all, grants)) and not other_administrators(session, who.id):
        raise LastAdministrator(
            _("{name} is the last administrator. Name another one first."), name=who.name
        )
    ended = [one for one in tokens_of(session, who.id) if one.revoked_at is None]
    for one in ended:
        one.revoked_at = at
    session.add_all(ended)
    who.active = False
    who.epoch += 1
    session.add(who)
    tokens = [one.label for one in ended]
    record(session, "person.deactivated", on=who.email, by=by, at=at, tokens=tokens)


def activate(
    session: Session, who: Person, *, places: Mapping[UUID, Place], by: Actor, at: datetime
) -> None:
    """With the roles and the password from before; tokens are made anew."""
    if who.active:
        raise Conflict(_("{name} is active already."), name=who.name)
    _refuse_beyond(session, who, places, by)
    who.active = True
    session.add(who)
    record(session, "person.activated", on=who.email, by=by, at=at)


def _refuse_beyond(
    session: Session, who: Person, places: Mapping[UUID, Place], by: Actor
) -> list[Grant]:
    """Their grants, if `by` manages people at each of those places."""
    grants = grants_of(session, [who.id])[who.id]
    for one in grants:
        place = places.get(one.site_id) if one.site_id else None
        if not _rules_over(by, one.supplier_id, place, at_site=one.site_id is not None):
            raise NotAllowed(
                _("Only an administrator of every place where {name} has a role can do this."),
                name=who.name,
            )
    return grants


def change_password(
    session: Session, who: Person, form: NewPassword, *, by: Author, at: datetime
) -> None:
    """Whoever is signed in as them anywhere must sign in again."""
    if not knows_password(who, form.old):
        raise WrongSignIn(_("This is not your present password."))
    who.password_hash = _hasher.hash(form.new)
    who.epoch += 1
    session.add(who)
    record(session, "person.password_changed", on=who.email, by=by, at=at)


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
