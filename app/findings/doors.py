"""The finding that a request names, if the actor may know of it and do what the route does."""

from typing import Annotated

from fastapi import Depends, Request

from app.findings.queries import Tracked, finding
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.web.deps import Db


def _visible(request: Request, ref: str, actor: SignedIn, session: Db) -> Tracked:
    found = finding(session, actor, ref)
    if found is None:
        raise NotFound(_("There is no such finding, or none that you may see."))
    authorise(request, actor, found.site)
    return found


VisibleFinding = Annotated[Tracked, Depends(_visible)]
