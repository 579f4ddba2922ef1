from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse
from sqlmodel import Session

from app.checklists.rules import said
from app.evidence.doors import FileStore
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.programmes.queries import opened
from app.reports.changes import cancel_report, draw_again
from app.reports.choices import Asked, choices
from app.reports.doors import VisibleReport, VisibleSchedule
from app.reports.forms import MakeSchedule, OrderPage, OrderReport, ReportsWanted
from app.reports.ordering import order
from app.reports.press import REASONS
from app.reports.queries import forms_of, readers_by_schedule, reports
from app.reports.queries import schedules as planned
from app.reports.rules import (
    EVERY_NAMES,
    LANGUAGE_NAMES,
    PAPER_NAMES,
    REPORT_NAMES,
    SCHEDULED,
    STATUS_NAMES,
    WEEKDAYS,
    OrderStatus,
)
from app.reports.schedule_changes import end_schedule, pause_schedule, resume_schedule
from app.reports.scheduling import run_now, schedule
from app.suppliers.queries import sites
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(prefix="/reports", include_in_schema=False)
STEPS = {
    "": _("Waiting for its turn"),
    "gather": _("Gathering the figures"),
    "typesetting": _("Setting the type"),
    "html": _("Reading the pages"),
    "css": _("Reading the styles"),
    "style": _("Applying the styles"),
    "boxes": _("Making boxes"),
    "layout": _("Laying out pages"),
    "pages": _("Drawing pages"),
    "writing": _("Writing the file"),
}
Words = dict[str, Any]
WORDS: Words = {
    "tongues": LANGUAGE_NAMES,
    "papers": PAPER_NAMES,
    "turns": EVERY_NAMES,
    "weekdays": WEEKDAYS,
    "scheduled": SCHEDULED,
    "kinds": REPORT_NAMES,
    "statuses": STATUS_NAMES,
    "steps": STEPS,
    "failures": REASONS,
}
OrderQuery = Annotated[OrderPage, Query()]
Typed = Annotated[Submitted[OrderReport], Depends(submitted(OrderReport))]


Planned = Annotated[Submitted[MakeSchedule], Depends(submitted(MakeSchedule))]
Filters = Annotated[ReportsWanted, Query()]


@router.get("")
def index(request: Request, by: SignedIn, session: Db, wanted: Filters) -> Response:
    listed = reports(session, by, wanted)
    at_sites = sites(session, by)
    return page(
        request, "reports/index.html", reports=listed, wanted=wanted, sites=at_sites, **WORDS
    )


@router.get("/jobs")
def jobs(request: Request, by: SignedIn, session: Db, wanted: Filters) -> Response:
    """The fragment that the list asks for while something is being drawn."""
    listed = reports(session, by, wanted)
    return page(request, "reports/_jobs.html", reports=listed, wanted=wanted, **WORDS)


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


@router.get("/new")
def new(request: Request, by: SignedIn, session: Db, now: Now, query: OrderQuery) -> Response:
    found = choices(session, by, Asked(query.site, query.audit, query.finding, query.since))
    if found.site:
        authorise(request, by, found.site)
    lang = language(request)
    shown: Words = {
        "choices": found,
        "own_forms": forms_of(session, {one.supplier_id for one in found.sites}),
        "kind": query.kind,
        "titles": {row.id: said(opened(row).title, lang) for row in found.programmes},
        "today": now.date(),
    }
    return page(request, "reports/new.html", **shown, **WORDS)


@router.post("")
def create(request: Request, form: Typed, by: SignedIn, session: Db, now: Now) -> Response:
    if form.value is None:
        raise Invalid(_("Choose a report, a language and a site."))
    row = order(request, session, form.value, by=by, at=now)
    session.commit()
    return see_other(f"/reports/{row.ref}")


@router.get("/{ref}")
def show(request: Request, found: VisibleReport) -> Response:
    report, site = found
    return page(request, "reports/show.html", report=report, site=site, **WORDS)


@router.get("/{ref}/status")
def status(request: Request, found: VisibleReport) -> Response:
    """The fragment that the page asks for until the report is drawn."""
    report, site = found
    return page(request, "reports/_status.html", report=report, site=site, **WORDS)


@router.post("/{ref}/cancellation")
def cancel(found: VisibleReport, by: SignedIn, session: Db, now: Now) -> Response:
    cancel_report(session, found[0], by=by, at=now)
    session.commit()
    return see_other(f"/reports/{found[0].ref}")


@router.post("/{ref}/drawing")
def again(found: VisibleReport, by: SignedIn, session: Db, now: Now) -> Response:
    draw_again(session, found[0], by=by, at=now)
    session.commit()
    return see_other(f"/reports/{found[0].ref}")


@router.get("/{ref}/file")
def file(request: Request, found: VisibleReport, files: FileStore) -> Response:
    report, site = found
    if report.status is not OrderStatus.DONE or report.sha256 is None:
        raise NotFound(_("This report is not drawn yet."))
    shown = "attachment" if request.query_params.get("download") else "inline"
    return FileResponse(
        files.path(report.sha256),
        media_type="application/pdf",
        filename=f"{report.ref}-{site.code}-{report.kind}-{report.lang}.pdf",
        content_disposition_type=shown,
    )


def _schedules(
    request: Request,
    session: Session,
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
