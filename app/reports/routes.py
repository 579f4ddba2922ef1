from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from app.checklists.rules import said
from app.evidence.doors import FileStore
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.rules import Ability
from app.programmes.queries import opened
from app.reports.changes import cancel_report, draw_again
from app.reports.choices import Asked, choices
from app.reports.doors import (
    VisibleReport,
)
from app.reports.forms import OrderPage, OrderReport, ReportsWanted
from app.reports.ordering import order
from app.reports.queries import forms_of, reports
from app.reports.rules import (
    OrderStatus,
)
from app.reports.wording import WORDS, Words
from app.suppliers.queries import sites
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(prefix="/reports", include_in_schema=False)
OrderQuery = Annotated[OrderPage, Query()]
Typed = Annotated[Submitted[OrderReport], Depends(submitted(OrderReport))]


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
