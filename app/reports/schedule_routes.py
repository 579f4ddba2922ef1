from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.people.doors import SignedIn
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.reports.doors import VisibleSchedule
from app.reports.forms import MakeSchedule
from app.reports.queries import forms_of, readers_by_schedule
from app.reports.queries import schedules as planned
from app.reports.schedule_changes import end_schedule, pause_schedule, resume_schedule
from app.reports.scheduling import run_now, schedule
from app.reports.wording import WORDS
from app.suppliers.queries import sites
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(prefix="/reports", include_in_schema=False)
Planned = Annotated[Submitted[MakeSchedule], Depends(submitted(MakeSchedule))]


@router.get("/schedules")
def schedules(request: Request, by: SignedIn, session: Db, site: UUID | None = None) -> Response:
    return _schedules(request, session, by, site)


@router.post("/schedules")
def make(request: Request, form: Planned, by: SignedIn, session: Db, now: Now) -> Response:
    if form.value is None:
        return _schedules(request, session, by, None, form)
    schedule(request, session, form.value, by=by, at=now)
    session.commit()
    return see_other("/reports/schedules")


@router.post("/schedules/{schedule_id}/pause")
def pause(found: VisibleSchedule, by: SignedIn, session: Db, now: Now) -> Response:
    pause_schedule(session, found[0], by=by, at=now)
    session.commit()
    return see_other("/reports/schedules")


@router.post("/schedules/{schedule_id}/resumption")
def resume(found: VisibleSchedule, by: SignedIn, session: Db, now: Now) -> Response:
    resume_schedule(session, *found, by=by, at=now)
    session.commit()
    return see_other("/reports/schedules")


@router.post("/schedules/{schedule_id}/end")
def end(found: VisibleSchedule, by: SignedIn, session: Db, now: Now) -> Response:
    end_schedule(session, found[0], by=by, at=now)
    session.commit()
    return see_other("/reports/schedules")


@router.post("/schedules/{schedule_id}/turn")
def turn(found: VisibleSchedule, session: Db, now: Now) -> Response:
    report = run_now(session, *found, at=now)
    session.commit()
    return see_other(f"/reports/{report.ref}")


def _schedules(
    request: Request,
    session: Db,
    by: Actor,
    site_id: UUID | None,
    form: Submitted[MakeSchedule] | None = None,
) -> Response:
    """The list, and the form for one more at a site: who may see the site depends on it."""
    at_sites = [one for one in sites(session, by) if by.may(Ability.ORDER_REPORTS, one)]
    chosen = str(form.said("site")) if form else str(site_id or "")
    site = next((one for one in at_sites if str(one.id) == chosen), next(iter(at_sites), None))
    listed = planned(session, by)
    return page(
        request,
        "reports/schedules.html",
        schedules=listed,
        readers=readers_by_schedule(session, [row.id for row, _site in listed]),
        sites=at_sites,
        site=site,
        people=actors_at(session, site, Ability.READ) if site else [],
        own_forms=forms_of(session, [site.supplier_id]) if site else [],
        form=form,
        status=422 if form else 200,
        **WORDS,
    )
