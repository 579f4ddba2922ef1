from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from app.checklists.rules import said
from app.evidence.doors import FileStore
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.programmes.queries import opened
from app.reports.changes import cancel_report
from app.reports.choices import Asked, choices
from app.reports.doors import VisibleReport
from app.reports.forms import OrderPage, OrderReport
from app.reports.ordering import order
from app.reports.press import REASONS
from app.reports.queries import reports
from app.reports.rules import REPORT_NAMES, STATUS_NAMES, OrderStatus
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
    "kinds": REPORT_NAMES,
    "statuses": STATUS_NAMES,
    "steps": STEPS,
    "failures": REASONS,
}
OrderQuery = Annotated[OrderPage, Query()]
Typed = Annotated[Submitted[OrderReport], Depends(submitted(OrderReport))]


@router.get("")
def index(request: Request, by: SignedIn, session: Db) -> Response:
    return page(request, "reports/index.html", reports=reports(session, by), **WORDS)


@router.get("/new")
def new(request: Request, by: SignedIn, session: Db, now: Now, query: OrderQuery) -> Response:
    found = choices(session, by, Asked(query.site, query.audit, query.finding, query.since))
    if found.site:
        authorise(request, by, found.site)
    lang = language(request)
    shown: Words = {
        "choices": found,
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
