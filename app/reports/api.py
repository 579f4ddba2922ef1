from fastapi import APIRouter, Request, Response

from app.people.doors import SignedIn
from app.reports.changes import cancel_report
from app.reports.doors import VisibleReport
from app.reports.forms import OrderReport
from app.reports.ordering import order
from app.reports.queries import reports
from app.reports.shown import ReportOut
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])


@router.get("")
def index(by: SignedIn, session: Db) -> list[ReportOut]:
    """Newest first."""
    return [ReportOut.of(row) for row, _site in reports(session, by)]


@router.post("", status_code=202)
def create(request: Request, form: OrderReport, by: SignedIn, session: Db, now: Now) -> ReportOut:
    """File an order; ask for it by its `ref` until its status is done."""
    row = order(request, session, form, by=by, at=now)
    session.commit()
    return ReportOut.of(row)


@router.get("/{ref}")
def show(found: VisibleReport) -> ReportOut:
    return ReportOut.of(found[0])


@router.delete("/{ref}", status_code=204)
def cancel(found: VisibleReport, by: SignedIn, session: Db, now: Now) -> Response:
    """Cancel an order that is still waiting or being drawn."""
    cancel_report(session, found[0], by=by, at=now)
    session.commit()
    return Response(status_code=204)
