from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.actions.leave_changes import hand_everything_over
from app.actions.leaving import left_by, takers
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.changes import activate, deactivate, make_token, revoke_token
from app.people.doors import SignedIn
from app.people.forms import Deactivate, NewToken
from app.people.models import Grant, Person, Token
from app.people.queries import actor, grants_of, person, token_of, tokens_of
from app.people.rules import Actor, Role
from app.suppliers.models import Site
from app.suppliers.queries import managed_people, sites
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1", tags=["people"])


class GrantOut(BaseModel):
    role: Role
    supplier: UUID | None
    site: UUID | None


class MeOut(BaseModel):
    id: UUID
    name: str
    email: str
    lang: str
    grants: list[GrantOut]


class TokenOut(BaseModel):
    id: UUID
    label: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class PersonOut(BaseModel):
    """As those see them who manage people."""

    id: UUID
    name: str
    email: str
    lang: str
    active: bool
    grants: list[GrantOut]


class LeftOut(BaseModel):
    """What they own and is open, and who may act at all of its sites."""

    findings: list[str]
    actions: list[UUID]
    takers: dict[UUID, str]


class NewTokenOut(TokenOut):
    """`secret` is shown this once; send it as `Authorization: Bearer`."""

    secret: str


@router.get("/me")
def me(by: SignedIn) -> MeOut:
    """Who I am, and my roles."""
    grants = [GrantOut(role=g.role, supplier=g.supplier_id, site=g.site_id) for g in by.grants]
    return MeOut(id=by.id, name=by.name, email=by.email, lang=by.lang, grants=grants)


@router.get("/me/tokens")
def tokens(by: SignedIn, session: Db) -> list[TokenOut]:
    """My tokens, newest first; never their secrets."""
    return [_out(token) for token in tokens_of(session, by.id)]


@router.post("/me/tokens", status_code=201)
def new_token(form: NewToken, by: SignedIn, session: Db, now: Now) -> NewTokenOut:
    """A token for a program that acts as me."""
    token, secret = make_token(session, by.id, form, by=by, at=now)
    session.commit()
    return NewTokenOut(secret=secret, **_out(token).model_dump())


@router.delete("/me/tokens/{id}", status_code=204)
def end_token(id: UUID, by: SignedIn, session: Db, now: Now) -> Response:
    """From now on this token opens nothing."""
    token = token_of(session, by.id, id)
    if token is None:
        raise NotFound(_("There is no such token of yours."))
    revoke_token(session, token, by=by, at=now)
    session.commit()
    return Response(status_code=204)


@router.get("/people")
def list_people(by: SignedIn, session: Db) -> list[PersonOut]:
    """Whom you manage, by name."""
    listed = managed_people(session, by)
    grants = grants_of(session, [one.id for one in listed])
    return [_person(one, grants[one.id]) for one in listed]


@router.get("/people/{id}/deactivation")
def show_left(id: UUID, by: SignedIn, session: Db) -> LeftOut:
    """What they would leave behind."""
    who = _managed(session, by, id)
    left = left_by(session, who)
    return LeftOut(
        findings=[one.finding.ref for one in left.findings],
        actions=[one.action.action.id for one in left.actions],
        takers={one.id: one.name for one in takers(session, left, who)},
    )


@router.post("/people/{id}/deactivation", status_code=201)
def deactivate_one(id: UUID, form: Deactivate, by: SignedIn, session: Db, now: Now) -> PersonOut:
    """No sign-in, no letter, no token from now on; `to` takes over what they own."""
    who = _managed(session, by, id)
    to = person(session, form.to) if form.to else None
    hand_everything_over(session, who, actor(session, to) if to else None, by=by, at=now)
    deactivate(session, who, places=_places(session, by), by=by, at=now)
    session.commit()
    return _person(who, grants_of(session, [who.id])[who.id])


@router.delete("/people/{id}/deactivation")
def activate_one(id: UUID, by: SignedIn, session: Db, now: Now) -> PersonOut:
    """With the roles and the password from before."""
    who = _managed(session, by, id)
    activate(session, who, places=_places(session, by), by=by, at=now)
    session.commit()
    return _person(who, grants_of(session, [who.id])[who.id])


def _managed(session: Db, by: Actor, id: UUID) -> Person:
    who = next((one for one in managed_people(session, by) if one.id == id), None)
    if who is None:
        raise NotFound(_("There is no such person, or none that you may see."))
    return who


def _places(session: Db, by: Actor) -> dict[UUID, Site]:
    return {one.id: one for one in sites(session, by)}


def _person(who: Person, grants: Sequence[Grant]) -> PersonOut:
    held = [GrantOut(role=g.role, supplier=g.supplier_id, site=g.site_id) for g in grants]
    said = who.model_dump(include={"id", "name", "email", "lang", "active"})
    return PersonOut(**said, grants=held)


def _out(token: Token) -> TokenOut:
    return TokenOut(**token.model_dump(include=set(TokenOut.model_fields)))
