from datetime import datetime
from typing import Annotated, Any

from fastapi import (
    APIRouter,
    Depends,
    Query,
    Response,
)

from app.findings.clock_changes import (
    follow_calendar,
)
from app.findings.day_changes import tell_days_anew
from app.kit.errors import Invalid, NotAllowed
from app.kit.words import mark as _
from app.people.doors import NOT_YOURS, SignedIn
from app.people.rules import (
    Ability,
    Actor,
)
from app.suppliers.calendar_changes import (
    bring_holidays,
    say_day,
    undo_days,
)
from app.suppliers.changes import add_site, add_zone, edit_site, retire_zone
from app.suppliers.doors import SeenSuppliers, VisibleSite, VisibleZone
from app.suppliers.forms import (
    BringHolidays,
    NewSite,
    SayDay,
    SiteForm,
    ZoneForm,
)
from app.suppliers.models import (
    Site,
    Supplier,
)
from app.suppliers.queries import (
    calendar_of,
    sites,
    zones,
)
from app.suppliers.shown import (
    CalendarOut,
    SiteOut,
    SiteWithZonesOut,
    SupplierOut,
    ZoneOut,
)
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1", tags=["sites"])
TAKEN: dict[int | str, dict[str, Any]] = {
    409: {"description": "The code is taken, or the site was changed meanwhile"}
}


@router.get("/suppliers")
def list_suppliers(seen: SeenSuppliers) -> list[SupplierOut]:
    """The suppliers that you may know of, by name."""
    return [SupplierOut.of(row) for row in seen]


@router.get("/sites")
def list_sites(by: SignedIn, session: Db) -> list[SiteOut]:
    """The sites that you may see, by code."""
    return [SiteOut.of(row) for row in sites(session, by)]


def _supplier(form: NewSite, by: SignedIn, seen: SeenSuppliers) -> Supplier:
    """The one that is named, or the only one; a site's administrator adds no further site."""
    named = [one for one in seen if form.supplier in {None, one.id}]
    if len(named) != 1:
        raise Invalid(_("Name the supplier to which the site belongs."))
    if not by.may_throughout(Ability.MANAGE_SITES, named[0].id):
        raise NotAllowed(NOT_YOURS)
    return named[0]


@router.post("/sites", status_code=201, responses=TAKEN)
def new_site(
    form: NewSite,
    supplier: Annotated[Supplier, Depends(_supplier)],
    by: SignedIn,
    session: Db,
    now: Now,
) -> SiteOut:
    """Add a site; `traits` say which items it is asked."""
    site = add_site(session, supplier, form, by=by, at=now)
    session.commit()
    return SiteOut.of(site)


@router.get("/sites/{code}")
def show_site(site: VisibleSite, session: Db) -> SiteWithZonesOut:
    """One site with the zones in use."""
    return SiteWithZonesOut.with_zones(site, zones(session, site.id))


@router.put("/sites/{code}", responses=TAKEN)
def change_site(site: VisibleSite, form: SiteForm, by: SignedIn, session: Db, now: Now) -> SiteOut:
    """Replace what is said of a site; `version` is the one you saw. Planned audits keep theirs."""
    edit_site(session, site, form, by=by, at=now)
    tell_days_anew(session, site)
    session.commit()
    return SiteOut.of(site)


@router.post("/sites/{code}/zones", status_code=201, responses=TAKEN)
def new_zone(site: VisibleSite, form: ZoneForm, by: SignedIn, session: Db, now: Now) -> ZoneOut:
    """Add a zone: an item of its kind is answered there too in every audit planned from now on."""
    zone = add_zone(session, site, form, by=by, at=now)
    session.commit()
    return ZoneOut.of(zone)


@router.put("/sites/{code}/zones/{zone_id}/retirement", status_code=204)
def retire(site: VisibleSite, zone: VisibleZone, by: SignedIn, session: Db, now: Now) -> Response:
    """Leave a zone out of audits to come; what was answered there stays."""
    retire_zone(session, site, zone, by=by, at=now)
    session.commit()
    return Response(status_code=204)


@router.get("/sites/{code}/calendar")
def show_calendar(
    site: VisibleSite, session: Db, year: Annotated[int, Query(ge=1990, le=2100)]
) -> CalendarOut:
    """What the site says of single days of a year; clocks in working days count by it."""
    return CalendarOut.of(calendar_of(session, site.id), year)


@router.put("/sites/{code}/calendar")
def say_of_day(site: VisibleSite, form: SayDay, by: SignedIn, session: Db, now: Now) -> CalendarOut:
    """That a day is worked or not; without `working` it is again as the week has it."""
    say_day(session, site, form, by=by, at=now)
    return _followed(session, site, by, now, form.day.year)


@router.post("/sites/{code}/calendar/holidays", status_code=201)
def bring(
    site: VisibleSite, form: BringHolidays, by: SignedIn, session: Db, now: Now
) -> CalendarOut:
    """The public holidays of the site's country; what the site has said itself stays."""
    bring_holidays(session, site, form.year, by=by, at=now)
    return _followed(session, site, by, now, form.year)


@router.post("/sites/{code}/calendar/undo", status_code=201)
def undo(site: VisibleSite, by: SignedIn, session: Db, now: Now) -> CalendarOut:
    """Take the last change of its days back."""
    day = undo_days(session, site, by=by, at=now)
    return _followed(session, site, by, now, day.year)


def _followed(session: Db, site: Site, by: Actor, now: datetime, year: int) -> CalendarOut:
    """Open findings count anew before anybody sees the day."""
    follow_calendar(session, site, by=by, at=now)
    session.commit()
    return CalendarOut.of(calendar_of(session, site.id), year)
