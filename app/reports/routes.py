from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse

from app.checklists.rules import said
from app.evidence.doors import FileStore
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.programmes.queries import opened
from app.reports.brand import LARGEST, plain_logo, refuse_unless_readable
from app.reports.changes import cancel_report, draw_again
from app.reports.choices import Asked, choices
from app.reports.doors import (
    SaidOfForm,
    VisibleForm,
    VisibleReport,
    VisibleSchedule,
    WantedSample,
)
from app.reports.form_changes import change_form, give_logo, make_form, retire_form
from app.reports.forms import FormOfReport, MakeSchedule, OrderPage, OrderReport, ReportsWanted
from app.reports.models import ReportForm
from app.reports.ordering import order
from app.reports.press import REASONS
from app.reports.queries import forms_of, readers_by_schedule, reports
from app.reports.queries import schedules as planned
from app.reports.rules import (
    EVERY_NAMES,
    LANGUAGE_NAMES,
    OF_SITE,
    PAPER_NAMES,
    REPORT_NAMES,
    SCHEDULED,
    STATUS_NAMES,
    WEEKDAYS,
    OrderStatus,
    ReportKind,
)
from app.reports.sample import drawn, sample_of
from app.reports.schedule_changes import end_schedule, pause_schedule, resume_schedule
from app.reports.scheduling import run_now, schedule
from app.reports.sections import SECTIONS
from app.suppliers.queries import site_by_id, sites, suppliers
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
    return page(
        request,
        "reports/index.html",
        reports=listed,
        wanted=wanted,
        sites=sites(session, by),
        orders=by.may_somewhere(Ability.ORDER_REPORTS),
        shapes=by.may_somewhere(Ability.MANAGE_SITES),
        **WORDS,
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


@router.get("/forms")
def forms(request: Request, by: SignedIn, session: Db) -> Response:
    return _forms(request, session, by)


@router.post("/forms")
def make_one(
    request: Request,
    form: SaidOfForm,
    by: SignedIn,
    session: Db,
    now: Now,
    supplier: Annotated[UUID, Query()],
) -> Response:
    if not by.may_throughout(Ability.MANAGE_SITES, supplier):
        raise NotFound(_("There is no such supplier, or none whose reports you may shape."))
    if form.value is None:
        return _forms(request, session, by, form)
    row = make_form(session, supplier, form.value, by=by, at=now)
    session.commit()
    return see_other(f"/reports/forms/{row.id}")


@router.get("/forms/{form_id}")
def show_form(request: Request, row: VisibleForm, session: Db, by: SignedIn) -> Response:
    return _form(request, row, session, by)


@router.post("/forms/{form_id}")
def save_form(
    request: Request, row: VisibleForm, form: SaidOfForm, by: SignedIn, session: Db, now: Now
) -> Response:
    if form.value is None:
        return _form(request, row, session, by, form)
    try:
        change_form(session, row, form.value, by=by, at=now)
    except Invalid as no:
        return _form(request, row, session, by, form.refused("colour", no.text, **no.parts))
    session.commit()
    return see_other(f"/reports/forms/{row.id}")


@router.post("/forms/{form_id}/sample")
def sample(  # noqa: PLR0913, PLR0917 - the form, what is shown in it, and who looks
    request: Request,
    row: VisibleForm,
    form: SaidOfForm,
    asked: WantedSample,
    files: FileStore,
    by: SignedIn,
    session: Db,
    now: Now,
) -> Response:
    site = site_by_id(session, by, asked.site)
    if site is None or site.supplier_id != row.supplier_id:
        raise NotFound(_("There is no such site, or none that you may see."))
    if form.value is None:
        return _form(request, row, session, by, form)
    try:
        refuse_unless_readable(form.value.colour)
    except Invalid as no:
        return _form(request, row, session, by, form.refused("colour", no.text, **no.parts))
    job = sample_of(session, files, row, form.value, asked, site, by=by, at=now)
    session.close()  # nobody waits to write while this is drawn
    return Response(drawn(job), media_type="application/pdf")


@router.post("/forms/{form_id}/logo")
def save_logo(
    row: VisibleForm,
    files: FileStore,
    by: SignedIn,
    session: Db,
    now: Now,
    logo: Annotated[UploadFile, File()],
) -> Response:
    """An empty field takes the logo away."""
    content = logo.file.read(LARGEST + 1)
    give_logo(session, row, files.keep(plain_logo(content)) if content else None, by=by, at=now)
    session.commit()
    return see_other(f"/reports/forms/{row.id}")


@router.get("/forms/{form_id}/logo")
def logo(row: VisibleForm, files: FileStore) -> Response:
    if row.logo is None:
        raise NotFound(_("This form has no logo."))
    return FileResponse(files.path(row.logo), media_type="image/png")


@router.post("/forms/{form_id}/retirement")
def retire(row: VisibleForm, by: SignedIn, session: Db, now: Now) -> Response:
    retire_form(session, row, by=by, at=now)
    session.commit()
    return see_other("/reports/forms")


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


def _forms(
    request: Request,
    session: Db,
    by: Actor,
    form: Submitted[FormOfReport] | None = None,
) -> Response:
    owners = [one for one in suppliers(session) if by.may_throughout(Ability.MANAGE_SITES, one.id)]
    return page(
        request,
        "reports/forms.html",
        forms=forms_of(session, [one.id for one in owners]),
        suppliers=owners,
        form=form,
        status=422 if form else 200,
        **WORDS,
    )


def _form(
    request: Request,
    row: ReportForm,
    session: Db,
    by: Actor,
    form: Submitted[FormOfReport] | None = None,
) -> Response:
    here = [one for one in sites(session, by) if one.supplier_id == row.supplier_id]
    return page(
        request,
        "reports/form.html",
        row=row,
        form=form,
        sites=here,
        samples=OF_SITE,
        sections={kind: _placed(row, kind) for kind in SECTIONS},
        status=422 if form else 200,
        **WORDS,
    )


def _placed(row: ReportForm, kind: ReportKind) -> list[tuple[str, str, int | None]]:
    """Each part with its name and place: the chosen ones in their order, then the others."""
    parts = SECTIONS[kind]
    chosen = row.sections.get(kind, [*parts])
    left_out = [name for name in parts if name not in chosen]
    told = [(name, parts[name], n) for n, name in enumerate(chosen, 1) if name in parts]
    return [*told, *((name, parts[name], None) for name in left_out)]
