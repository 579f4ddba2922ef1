from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.changes import make_token, revoke_token
from app.people.doors import SignedIn
from app.people.forms import NewToken
from app.people.models import Token
from app.people.queries import token_of, tokens_of
from app.people.rules import Role
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/me", tags=["people"])


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


class NewTokenOut(TokenOut):
    """`secret` is shown this once; send it as `Authorization: Bearer`."""

    secret: str


@router.get("")
def me(by: SignedIn) -> MeOut:
    """Who I am, and my roles."""
    grants = [GrantOut(role=g.role, supplier=g.supplier_id, site=g.site_id) for g in by.grants]
    return MeOut(id=by.id, name=by.name, email=by.email, lang=by.lang, grants=grants)


@router.get("/tokens")
def tokens(by: SignedIn, session: Db) -> list[TokenOut]:
    """My tokens, newest first; never their secrets."""
    return [_out(token) for token in tokens_of(session, by.id)]


@router.post("/tokens", status_code=201)
def new_token(form: NewToken, by: SignedIn, session: Db, now: Now) -> NewTokenOut:
    """A token for a program that acts as me."""
    token, secret = make_token(session, by.id, form, by=by, at=now)
    session.commit()
    return NewTokenOut(secret=secret, **_out(token).model_dump())


@router.delete("/tokens/{id}", status_code=204)
def end_token(id: UUID, by: SignedIn, session: Db, now: Now) -> Response:
    """From now on this token opens nothing."""
    token = token_of(session, by.id, id)
    if token is None:
        raise NotFound(_("There is no such token of yours."))
    revoke_token(session, token, by=by, at=now)
    session.commit()
    return Response(status_code=204)


def _out(token: Token) -> TokenOut:
    return TokenOut(**token.model_dump(include=set(TokenOut.model_fields)))
