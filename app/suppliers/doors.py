"""The site that a request names, if the actor may know of it and do what the route does."""

from typing import Annotated

from fastapi import Depends, Request

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.suppliers.models import Site
from app.suppliers.queries import site
from app.web.deps import Db


def _visible(request: Request, code: str, actor: SignedIn, session: Db) -> Site:
    found = site(session, actor, code)
    if found is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, actor, found)
    return found


VisibleSite = Annotated[Site, Depends(_visible)]
