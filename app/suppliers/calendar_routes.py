"""The calendar of a site: on which days it works, and what is due there therefore."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from app.findings.clock_changes import follow_calendar
from app.people.doors import SignedIn
from app.people.rules import Ability, Actor
from app.suppliers.calendar_changes import bring_holidays, say_day, toggle_day, undo_days
from app.suppliers.doors import VisibleSite
from app.suppliers.forms import BringHolidays, SayDay, ToggleDay
from app.suppliers.models import Site
from app.suppliers.queries import calendar_of, day_at, days_said
from app.suppliers.year import year_of
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
DayTyped = Annotated[Submitted[SayDay], Depends(submitted(SayDay))]
ToggleTyped = Annotated[Submitted[ToggleDay], Depends(submitted(ToggleDay))]
YearTyped = Annotated[Submitted[BringHolidays], Depends(submitted(BringHolidays))]
F = TypeVar("F", bound=BaseModel)


@router.get("/sites/{code}/calendar")
def show_calendar(
    request: Request,
    site: VisibleSite,
    by: SignedIn,
    session: Db,
    now: Now,
    year: Annotated[int | None, Query(ge=1990, le=2100)] = None,
) -> Response:
    number = year or day_at(session, site.id, now).year
    return _calendar(request, site, by, session, now, year=number)


@router.post("/sites/{code}/calendar")
def say_of_day(
    request: Request, site: VisibleSite, typed: DayTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: SayDay) -> None:
        say_day(session, site, form, by=by, at=now)

    year = typed.value.day.year if typed.value else now.year
    return _days_settled(request, site, by, session, now, typed=typed, deed=deed, year=year)


@router.post("/sites/{code}/calendar/toggle")
def toggle(
    request: Request, site: VisibleSite, typed: ToggleTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: ToggleDay) -> None:
        toggle_day(session, site, form.day, by=by, at=now)

    day = typed.value.day if typed.value else now.date()
    return _days_settled(
        request, site, by, session, now, typed=typed, deed=deed, year=day.year, to=f"m{day.month}"
    )


@router.post("/sites/{code}/calendar/holidays")
def bring(
    request: Request, site: VisibleSite, typed: YearTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: BringHolidays) -> None:
        bring_holidays(session, site, form.year, by=by, at=now)

    year = typed.value.year if typed.value else now.year
    return _days_settled(request, site, by, session, now, typed=typed, deed=deed, year=year)


@router.post("/sites/{code}/calendar/undo")
def undo(site: VisibleSite, by: SignedIn, session: Db, now: Now) -> Response:
    day = undo_days(session, site, by=by, at=now)
    follow_calendar(session, site, by=by, at=now)
    session.commit()
    return see_other(f"/sites/{site.code}/calendar?year={day.year}")


def _days_settled(  # noqa: PLR0913 - the request as it came, and what it asks for
    request: Request,
    site: Site,
    by: Actor,
    session: Db,
    now: datetime,
    *,
    typed: Submitted[F],
    deed: Callable[[F], None],
    year: int,
    to: str = "",
) -> Response:
    """Open findings count anew before anybody sees the day."""
    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _calendar(request, site, by, session, now, year=year, form=typed, status=status)
    follow_calendar(session, site, by=by, at=now)
    session.commit()
    return see_other(f"/sites/{site.code}/calendar?year={year}" + (f"#{to}" if to else ""))


def _calendar(  # noqa: PLR0913 - the request as it came, and the year to show
    request: Request,
    site: Site,
    by: Actor,
    session: Db,
    now: datetime,
    *,
    year: int,
    form: Submitted[Any] | None = None,
    status: int = 200,
) -> Response:
    said = days_said(session, site.id)
    return page(
        request,
        "suppliers/calendar.html",
        site=site,
        year=year_of(calendar_of(session, site.id), year, day_at(session, site.id, now)),
        last=[one for one in said if one.change_id == said[-1].change_id] if said else [],
        may_manage=by.may(Ability.MANAGE_SITES, site),
        form=form,
        status=status,
    )
