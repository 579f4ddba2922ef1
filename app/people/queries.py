from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, or_, select

from app.people.models import FailedSignIn, Grant, Person, SignIn, Token
from app.people.rules import TOLD_FIRST, Ability, Actor, Granted, Place, Role


def person_by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def person(session: Session, id: UUID) -> Person | None:
    return session.get(Person, id)


def people(session: Session) -> list[Person]:
    return list(session.exec(select(Person).order_by(col(Person.name))))


def people_at(
    session: Session, sites: Collection[UUID], suppliers: Collection[UUID]
) -> list[Person]:
    """Whoever has a role at one of these, and whoever has none anywhere yet; by name."""
    with_role = select(Grant.person_id)
    at = or_(col(Grant.site_id).in_(sites), col(Grant.supplier_id).in_(suppliers))
    query = (
        select(Person)
        .where(
            or_(col(Person.id).in_(with_role.where(at)), col(Person.id).not_in(with_role)),
        )
        .order_by(col(Person.name))
    )
    return list(session.exec(query))


def people_with(session: Session, role: Role) -> list[Person]:
    query = select(Person).join(Grant, col(Grant.person_id) == Person.id)
    return list(session.exec(query.where(Grant.role == role).order_by(col(Person.created_at))))


def names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(set(ids))))
    return dict(rows.all())


def nobody_yet(session: Session) -> bool:
    return session.exec(select(Person.id).limit(1)).first() is None


def grants_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Grant]]:
    found: dict[UUID, list[Grant]] = {id: [] for id in ids}
    for grant in session.exec(select(Grant).where(col(Grant.person_id).in_(found))):
        found[grant.person_id].append(grant)
    return found


def grant_like(session: Session, one: Grant) -> Grant | None:
    """The same role of the same person at the same place."""
    held = grants_of(session, [one.person_id])[one.person_id]
    wanted = (one.role, one.supplier_id, one.site_id)
    return next((g for g in held if (g.role, g.supplier_id, g.site_id) == wanted), None)


def other_administrators(session: Session, than: UUID) -> list[UUID]:
    """Active persons who may do everything everywhere."""
    query = (
        select(Person.id)
        .join(Grant, col(Grant.person_id) == Person.id)
        .where(
            Person.active,
            Person.id != than,
            Grant.role == Role.ADMIN,
            col(Grant.site_id).is_(None),
            col(Grant.supplier_id).is_(None),
        )
    )
    return list(session.exec(query))


def cast(session: Session) -> list[tuple[Person, list[Role]]]:
    """Who can be played in the demo: first those who carry the whole story."""
    listed = [one for one in people(session) if one.active]
    grants = grants_of(session, [one.id for one in listed])
    roles = {one.id: [grant.role for grant in grants[one.id]] for one in listed}
    order = list(TOLD_FIRST)
    listed.sort(key=lambda one: min((order.index(r) for r in roles[one.id]), default=len(order)))
    return [(one, roles[one.id]) for one in listed]


def actor(session: Session, who: Person, *, request_id: str = "") -> Actor:
    grants = grants_of(session, [who.id])[who.id]
    held = tuple(Granted(g.role, g.supplier_id, g.site_id) for g in grants)
    return Actor(who.id, who.name, who.email, who.lang, held, request_id)


_ACTOR = (  # as columns, and the statements made once: every request asks one of the two
    *(col(Person.id), col(Person.name), col(Person.email), col(Person.lang)),
    *(col(Grant.role), col(Grant.supplier_id), col(Grant.site_id)),
)
_BY_TOKEN = (
    sa.select(*_ACTOR)
    .join(Token, col(Token.person_id) == Person.id)
    .outerjoin(Grant, col(Grant.person_id) == Person.id)
    .where(
        col(Token.secret_hash) == sa.bindparam("secret"),
        col(Token.revoked_at).is_(None),
        col(Token.expires_at) > sa.bindparam("at"),
        col(Person.active),
    )
)
_BY_SIGN_IN = (
    sa.select(*_ACTOR, col(SignIn.created_at), col(SignIn.seen_at))
    .join(SignIn, col(SignIn.person_id) == Person.id)
    .outerjoin(Grant, col(Grant.person_id) == Person.id)
    .where(
        col(SignIn.secret_hash) == sa.bindparam("secret"),
        col(SignIn.epoch) == Person.epoch,
        col(Person.active),
    )
)


def actor_by_token(
    session: Session, secret: str, at: datetime, *, request_id: str = ""
) -> Actor | None:
    asked = {"secret": hashed(secret), "at": at}
    rows = session.connection().execute(_BY_TOKEN, asked).all()
    return _actor(rows, request_id) if rows else None


def actor_by_sign_in(
    session: Session, secret: str, *, request_id: str = ""
) -> tuple[Actor, datetime, datetime] | None:
    """Who, since when, and when last seen; None once signed out everywhere."""
    rows = session.connection().execute(_BY_SIGN_IN, {"secret": hashed(secret)}).all()
    return (_actor(rows, request_id), rows[0].created_at, rows[0].seen_at) if rows else None


def signed_in(session: Session, secret: str) -> SignIn | None:
    return session.get(SignIn, hashed(secret))


def _actor(rows: Sequence[Any], request_id: str) -> Actor:
    """A row a grant; one row without a role for whoever has none."""
    who = rows[0]
    held = tuple(Granted(row.role, row.supplier_id, row.site_id) for row in rows if row.role)
    return Actor(who.id, who.name, who.email, who.lang, held, request_id)


def actors_at(session: Session, place: Place, ability: Ability) -> list[Actor]:
    """Everybody who is active and may do that there, by name: who can own, verify, approve."""
    query = (
        select(Person, Grant)
        .join(Grant, col(Grant.person_id) == Person.id)
        .where(
            Person.active,
            or_(col(Grant.site_id).is_(None), Grant.site_id == place.id),
            or_(col(Grant.supplier_id).is_(None), Grant.supplier_id == place.supplier_id),
        )
        .order_by(col(Person.name))
    )
    held: dict[UUID, tuple[Person, list[Granted]]] = {}
    for who, grant in session.exec(query):
        granted = Granted(grant.role, grant.supplier_id, grant.site_id)
        held.setdefault(who.id, (who, []))[1].append(granted)
    found = [Actor(w.id, w.name, w.email, w.lang, tuple(g)) for w, g in held.values()]
    return [one for one in found if one.may(ability, place)]


def tokens_of(session: Session, person_id: UUID) -> list[Token]:
    query = select(Token).where(Token.person_id == person_id).order_by(col(Token.created_at).desc())
    return list(session.exec(query))


def token_of(session: Session, person_id: UUID, id: UUID) -> Token | None:
    found = session.get(Token, id)
    return found if found and found.person_id == person_id else None


def failures_since(session: Session, since: datetime, *, email: str, address: str) -> int:
    query = select(func.count()).where(
        FailedSignIn.at > since,
        or_(FailedSignIn.email == email, FailedSignIn.address == address),
    )
    return session.exec(query).one()


def hashed(secret: str) -> str:
    """What is kept of a random secret; it is long enough to need no salt."""
    return sha256(secret.encode()).hexdigest()
