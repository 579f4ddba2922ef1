"""Who is it, and may they? Two questions: may they know of it (404), may they do it (403)."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request, Response

from app.kit.db import Database
from app.kit.errors import NotAllowed, NotSignedIn
from app.kit.settings import Settings
from app.kit.words import mark as _
from app.people.policy import PUBLIC, SIGNED_IN, ability, needed
from app.people.queries import actor_by_sign_in, actor_by_token, signed_in
from app.people.rules import Ability, Actor, Place
from app.web.deps import Config, DatabaseOf, Now

SEEN_EVERY = timedelta(minutes=1)
NOT_YOURS = _("Your role does not allow this. Ask your administrator if it should.")
SIGN_IN = _("Sign in to go on.")


def cookie_name(settings: Settings) -> str:
    return "__Host-shortlist" if settings.secure else "shortlist"


def enter(request: Request, database: DatabaseOf, now: Now, config: Config) -> None:
    """Default deny: stands before every route of the app, and goes by the matched route alone."""
    need = needed(request.scope["endpoint"])
    request.state.actor = actor = _recognise(request, database, now, config)
    if need is None:
        raise NotAllowed(NOT_YOURS)
    if need == PUBLIC:
        return
    if actor is None:
        raise NotSignedIn(SIGN_IN)
    if need != SIGNED_IN and not actor.may_somewhere(Ability(need)):
        raise NotAllowed(NOT_YOURS)


async def _actor(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


SignedIn = Annotated[Actor, Depends(_actor)]


def authorise(request: Request, actor: Actor, place: Place) -> None:
    """The matched route's ability, held at the very place; every door to a thing ends here."""
    need = ability(request.scope["endpoint"])
    if need is not None:
        require(actor, need, place)


def require(actor: Actor, ability: Ability, place: Place) -> None:
    if not actor.may(ability, place):
        raise NotAllowed(NOT_YOURS)


def _recognise(
    request: Request, database: Database, now: datetime, settings: Settings
) -> Actor | None:
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    cookie = request.cookies.get(cookie_name(settings), "")
    request_id = request.state.request_id
    with database.reading() as session:
        if bearer:
            return actor_by_token(session, bearer, now, request_id=request_id)
        found = actor_by_sign_in(session, cookie, request_id=request_id) if cookie else None
    if found is None:
        return None
    actor, since, seen = found
    if expired(since, seen, now, settings):
        return None
    if now - seen > SEEN_EVERY:
        _note_seen(database, cookie, now)
    return actor


def expired(since: datetime, seen: datetime, now: datetime, settings: Settings) -> bool:
    idle = now - seen > timedelta(minutes=settings.idle_minutes)
    return idle or now - since > timedelta(hours=settings.session_hours)


def _note_seen(database: Database, secret: str, now: datetime) -> None:
    with database.writing() as session:
        row = signed_in(session, secret)
        if row:
            row.seen_at = now
            session.add(row)
            session.commit()


def keep_signed_in(response: Response, secret: str, settings: Settings) -> Response:
    response.set_cookie(
        cookie_name(settings),
        secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure,
    )
    return response
