"""What a site says of its days: one, the public holidays of a year, or the last change undone."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from app.kit.errors import Conflict
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.suppliers.forms import SayDay
from app.suppliers.models import Site, SiteDay
from app.suppliers.public_days import public_days
from app.suppliers.queries import calendar_of, days_said
from app.suppliers.rules import Calendar, Said
from app.trail.changes import record
from app.trail.rules import Author

Days = Mapping[date, Said | None]
"""None: as the week has it."""


def say_day(session: Session, site: Site, form: SayDay, *, by: Author, at: datetime) -> None:
    said = None if form.working is None else Said(form.working, form.name)
    if calendar_of(session, site.id).said.get(form.day) != said:
        _keep(session, site, {form.day: said}, "site.day_said", by=by, at=at)


def toggle_day(session: Session, site: Site, day: date, *, by: Author, at: datetime) -> None:
    """Worked becomes rest and rest worked; what the week has anyway is not said again."""
    calendar = calendar_of(session, site.id)
    works = not calendar.works(day)
    said = None if works == Calendar({}).works(day) else Said(works, "")
    _keep(session, site, {day: said}, "site.day_said", by=by, at=at)


def bring_holidays(session: Session, site: Site, year: int, *, by: Author, at: datetime) -> int:
    """How many days were new; what the site has said of a day itself stays."""
    stands = calendar_of(session, site.id).said
    new = {day: one for day, one in public_days(site.country, year).items() if day not in stands}
    if new:
        _keep(session, site, new, "site.holidays_brought", by=by, at=at)
    return len(new)


def undo_days(session: Session, site: Site, *, by: Author, at: datetime) -> date:
    """The last change is taken back, and can be brought again the same way; tells its first day."""
    listed = days_said(session, site.id)
    if not listed:
        raise Conflict(_("Nothing was said of the days of {code} yet."), code=site.code)
    last = listed[-1].change_id
    before = _standing([one for one in listed if one.change_id != last])
    days = {one.day: before.get(one.day) for one in listed if one.change_id == last}
    _keep(session, site, days, "site.days_undone", by=by, at=at)
    return min(days)


def _standing(listed: list[SiteDay]) -> dict[date, Said | None]:
    return {one.day: None if one.working is None else Said(one.working, one.name) for one in listed}


def _keep(
    session: Session, site: Site, days: Days, action: str, *, by: Author, at: datetime
) -> None:
    change = new_id()
    session.add_all(
        SiteDay(
            site_id=site.id,
            day=day,
            working=said.working if said else None,
            name=said.name if said else "",
            change_id=change,
            by_name=by.name,
            at=at,
        )
        for day, said in sorted(days.items())
    )
    record(
        session,
        action,
        on=site.code,
        by=by,
        at=at,
        site_id=site.id,
        days={day.isoformat(): said.working if said else None for day, said in days.items()},
    )
