"""The site that a request names, if the actor may know of it and do what the route does."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.suppliers.models import Site, Supplier, Zone
from app.suppliers.queries import site, suppliers_of, zone
from app.web.deps import Db


def _visible(request: Request, code: str, actor: SignedIn, session: Db) -> Site:
    found = site(session, actor, code)
    if found is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, actor, found)
    return found


VisibleSite = Annotated[Site, Depends(_visible)]


def _zone(place: VisibleSite, zone_id: UUID, session: Db) -> Zone:
    found = zone(session, place.id, zone_id)
    if found is None:
        raise NotFound(_("There is no such zone at this site."))
    return found


VisibleZone = Annotated[Zone, Depends(_zone)]


def _theirs(actor: SignedIn, session: Db) -> list[Supplier]:
    return suppliers_of(session, actor)


SeenSuppliers = Annotated[list[Supplier], Depends(_theirs)]
