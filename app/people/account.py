"""What everybody sets for themselves: password and tokens."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.exchange.changes import end_calendar, open_calendar
from app.exchange.queries import calendar_address
from app.exchange.rules import NO_CALENDAR, address_of
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.mail.queries import preferences
from app.mail.rules import MAIL_NAMES
from app.people.changes import (
    WrongSignIn,
    change_password,
    make_token,
    revoke_token,
    sign_in,
)
from app.people.doors import SignedIn, keep_signed_in
from app.people.forms import NewPassword, NewToken
from app.people.queries import person, token_of, tokens_of
from app.people.rules import ROLE_NAMES
from app.suppliers.models import Site, Supplier
from app.suppliers.queries import sites, suppliers_of
from app.web.deps import Config, Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(prefix="/me", include_in_schema=False)
TokenTyped = Annotated[Submitted[NewToken], Depends(submitted(NewToken))]
PasswordTyped = Annotated[Submitted[NewPassword], Depends(submitted(NewPassword))]


@router.get("")
def me(request: Request, by: SignedIn, session: Db) -> Response:
    return _me(request, by, session)


@router.post("/tokens")
def make_my_token(
    request: Request, form: TokenTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    """The secret is on this one page and nowhere else."""
    if form.value is None:
        return _me(request, by, session, token_form=form, status=422)
    _token, secret = make_token(session, by.id, form.value, by=by, at=now)
    session.commit()
    return _me(request, by, session, secret=secret, status=201)


@router.post("/tokens/{id}/revocation")
def revoke_my_token(id: UUID, by: SignedIn, session: Db, now: Now) -> Response:
    token = token_of(session, by.id, id)
    if token is None:
        raise NotFound(_("There is no such token of yours."))
    revoke_token(session, token, by=by, at=now)
    session.commit()
    return see_other("/me#tokens")


@router.post("/calendar")
def make_my_calendar(
    request: Request, by: SignedIn, session: Db, now: Now, config: Config
) -> Response:
    """The address is on this one page and nowhere else; one from before ends."""
    secret = open_calendar(session, by.id, by=by, at=now)
    session.commit()
    address = address_of(secret, config.public_url)
    return _me(request, by, session, calendar_secret=address, status=201)


@router.post("/calendar/revocation")
def end_my_calendar(by: SignedIn, session: Db, now: Now) -> Response:
    row = calendar_address(session, by.id)
    if row is None:
        raise NotFound(NO_CALENDAR)
    end_calendar(session, row, by=by, at=now)
    session.commit()
    return see_other("/me#calendar")


@router.post("/password")
def change_my_password(
    request: Request, form: PasswordTyped, by: SignedIn, session: Db, now: Now, config: Config
) -> Response:
    who = person(session, by.id)
    if form.value is None or who is None:
        return _me(request, by, session, password_form=form, status=422)
    try:
        change_password(session, who, form.value, by=by, at=now)
    except WrongSignIn as refusal:
        again = form.refused("old", refusal.text, **refusal.parts)
        return _me(request, by, session, password_form=again, status=422)
    secret = sign_in(session, who, by=by, at=now)
    session.commit()
    return keep_signed_in(see_other("/me"), secret, config)


def _me(
    request: Request, by: SignedIn, session: Db, *, status: int = 200, **more: object
) -> Response:
    shown = {
        "token_form": Submitted(),
        "password_form": Submitted(),
        "secret": None,
        "calendar": calendar_address(session, by.id),
        "calendar_secret": None,
        "wishes": preferences(session, by.id),
        "mail_names": MAIL_NAMES,
        **more,
    }
    roles = [(ROLE_NAMES[g.role], g.supplier_id, g.site_id) for g in by.grants]
    tokens = tokens_of(session, by.id)
    places: dict[UUID, Site | Supplier] = {one.id: one for one in suppliers_of(session, by)}
    places |= {site.id: site for site in sites(session, by)}
    return page(
        request, "people/me.html", roles=roles, tokens=tokens, places=places, status=status, **shown
    )
