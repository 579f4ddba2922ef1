"""One-click persons. This router exists only under `serve --demo`, which listens on loopback."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.changes import sign_in
from app.people.doors import keep_signed_in
from app.people.queries import actor, person
from app.web.deps import Config, Db, Now
from app.web.replies import own_path, see_other

router = APIRouter(include_in_schema=False)


@router.post("/demo/sign-in")
def become(
    request: Request,
    session: Db,
    now: Now,
    config: Config,
    who: Annotated[UUID, Form()],
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the field's name, as on the sign-in page
) -> Response:
    found = person(session, who)
    if found is None or not config.demo:
        raise NotFound(_("There is no such person, or no such role."))
    by = actor(session, found, request_id=request.state.request_id)
    secret = sign_in(session, found, by=by, at=now)
    session.commit()
    return keep_signed_in(see_other(own_path(next)), secret, config)
