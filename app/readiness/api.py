from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.programmes.models import PackVersion
from app.programmes.queries import newest
from app.readiness.days import end_of_day
from app.readiness.queries import frame, standing_at, trend
from app.readiness.shown import StandingOut, TraceOut
from app.suppliers.doors import VisibleSite
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/sites/{code}/readiness", tags=["readiness"])
Programme = Annotated[
    str, Query(max_length=60, description="the programme's id", examples=["bt-like"])
]
AsOf = Annotated[date | None, Query(description="observed by the end of that day; else now")]
Known = Annotated[date | None, Query(description="recorded by the end of that day; else now")]


@router.get("")
def show(
    found: VisibleSite,
    session: Db,
    now: Now,
    programme: Programme,
    as_of: AsOf = None,
    known: Known = None,
) -> StandingOut:
    """What the programme says of the site as of a day, as known on a day."""
    at = end_of_day(as_of, found.time_zone, now)
    then = end_of_day(known, found.time_zone, now)
    told = standing_at(frame(session, found), _pack(session, programme), as_of=at, known=then)
    if told is None:
        raise NotFound(_("Site {code} had no audit by that day."), code=found.code)
    return StandingOut.of(told)


@router.get("/trend")
def over_time(found: VisibleSite, session: Db, now: Now, programme: Programme) -> list[StandingOut]:
    """At the end of each round, and after the last re-rating of each month between."""
    points = trend(frame(session, found), _pack(session, programme), until=now, known=now)
    return [StandingOut.of(told) for _at, told in points]


@router.get("/trace")
def explain(
    found: VisibleSite, session: Db, now: Now, programme: Programme, as_of: AsOf = None
) -> TraceOut:
    """The whole calculation, from the verdict down to single answers."""
    at = end_of_day(as_of, found.time_zone, now)
    told = standing_at(frame(session, found), _pack(session, programme), as_of=at, known=now)
    if told is None:
        raise NotFound(_("Site {code} had no audit by that day."), code=found.code)
    return TraceOut.of(told.evaluation.trace)


def _pack(session: Db, programme: str) -> PackVersion:
    rows = newest(session, [programme])
    if not rows:
        raise NotFound(_("No programme {pack} is loaded."), pack=programme)
    return rows[0]
