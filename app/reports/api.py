from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.people.doors import SignedIn
from app.reports.changes import cancel_report, draw_again
from app.reports.doors import VisibleReport, VisibleSchedule
from app.reports.forms import MakeSchedule, OrderReport, ReportsWanted
from app.reports.models import ReportSchedule
from app.reports.ordering import order
from app.reports.queries import readers_by_schedule, reports
from app.reports.queries import schedules as planned
from app.reports.schedule_changes import end_schedule, pause_schedule, resume_schedule
from app.reports.scheduling import run_now, schedule
from app.reports.shown import ReportOut, ScheduleOut
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])


@router.get("")
def index(by: SignedIn, session: Db, wanted: Annotated[ReportsWanted, Query()]) -> list[ReportOut]:
    """Newest first."""
    return [ReportOut.of(row) for row, _site in reports(session, by, wanted)]


@router.post("", status_code=202)
def create(request: Request, form: OrderReport, by: SignedIn, session: Db, now: Now) -> ReportOut:
    """File an order; ask for it by its `ref` until its status is done."""
    row = order(request, session, form, by=by, at=now)
    session.commit()
    return ReportOut.of(row)


@router.get("/schedules")
def schedules(by: SignedIn, session: Db) -> list[ScheduleOut]:
    """Those that have not ended, the next first."""
    listed = planned(session, by)
    readers = readers_by_schedule(session, [row.id for row, _site in listed])
    return [ScheduleOut.of(row, readers[row.id]) for row, _site in listed]


@router.post("/schedules", status_code=201)
def make(request: Request, form: MakeSchedule, by: SignedIn, session: Db, now: Now) -> ScheduleOut:
    """Have a report drawn and sent again and again."""
    row = schedule(request, session, form, by=by, at=now)
    session.commit()
    return _shown(session, row)


@router.post("/schedules/{schedule_id}/pause")
def pause(found: VisibleSchedule, by: SignedIn, session: Db, now: Now) -> ScheduleOut:
    pause_schedule(session, found[0], by=by, at=now)
    session.commit()
    return _shown(session, found[0])


@router.delete("/schedules/{schedule_id}/pause")
def resume(found: VisibleSchedule, by: SignedIn, session: Db, now: Now) -> ScheduleOut:
    resume_schedule(session, *found, by=by, at=now)
    session.commit()
    return _shown(session, found[0])


@router.delete("/schedules/{schedule_id}", status_code=204)
def end(found: VisibleSchedule, by: SignedIn, session: Db, now: Now) -> Response:
    end_schedule(session, found[0], by=by, at=now)
    session.commit()
    return Response(status_code=204)


@router.post("/schedules/{schedule_id}/turn", status_code=202)
def turn(found: VisibleSchedule, session: Db, now: Now) -> ReportOut:
    """Draw and send it now, beside its turns."""
    row = run_now(session, *found, at=now)
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


@router.post("/{ref}/drawing", status_code=202)
def again(found: VisibleReport, by: SignedIn, session: Db, now: Now) -> ReportOut:
    """Have an order drawn that failed or was cancelled."""
    draw_again(session, found[0], by=by, at=now)
    session.commit()
    return ReportOut.of(found[0])


def _shown(session: Db, row: ReportSchedule) -> ScheduleOut:
    return ScheduleOut.of(row, readers_by_schedule(session, [row.id])[row.id])
