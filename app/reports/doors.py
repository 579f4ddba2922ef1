"""The report that a request names, if the actor may know of it and do what the route does."""

from typing import Annotated

from fastapi import Depends, Request

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.reports.models import Report
from app.reports.queries import report
from app.suppliers.models import Site
from app.web.deps import Db


def _visible(request: Request, ref: str, actor: SignedIn, session: Db) -> tuple[Report, Site]:
    found = report(session, actor, ref)
    if found is None:
        raise NotFound(_("There is no such report, or none that you may see."))
    authorise(request, actor, found[1])
    return found


VisibleReport = Annotated[tuple[Report, Site], Depends(_visible)]
