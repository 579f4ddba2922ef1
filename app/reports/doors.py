"""The report that a request names, if the actor may know of it and do what the route does."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.reports.models import Report, ReportSchedule
from app.reports.queries import report, schedule
from app.suppliers.models import Site
from app.web.deps import Db


def _visible(request: Request, ref: str, actor: SignedIn, session: Db) -> tuple[Report, Site]:
    found = report(session, actor, ref)
    if found is None:
        raise NotFound(_("There is no such report, or none that you may see."))
    authorise(request, actor, found[1])
    return found


def _visible_schedule(
    request: Request, schedule_id: UUID, actor: SignedIn, session: Db
) -> tuple[ReportSchedule, Site]:
    found = schedule(session, actor, schedule_id)
    if found is None:
        raise NotFound(_("There is no such schedule, or none that you may see."))
    authorise(request, actor, found[1])
    return found


VisibleSchedule = Annotated[tuple[ReportSchedule, Site], Depends(_visible_schedule)]
VisibleReport = Annotated[tuple[Report, Site], Depends(_visible)]
