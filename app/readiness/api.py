from fastapi import APIRouter

from app.people.doors import SignedIn
from app.programmes.queries import demands, newest
from app.readiness.days import end_of_day
from app.readiness.doors import Asked, AsOf
from app.readiness.matrix import cell, matrix
from app.readiness.queries import frame, frames, trend
from app.readiness.shown import CellOut, DemandOut, StandingOut, TraceOut
from app.suppliers.doors import VisibleSite
from app.suppliers.queries import sites
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1", tags=["readiness"])
OF_SITE = "/sites/{code}/readiness"


@router.get("/readiness")
def buyers_by_sites(by: SignedIn, session: Db, now: Now) -> list[DemandOut]:
    """Every buyer's programme at every site that you may see: verdict, and what is missing."""
    listed, wanted = sites(session, by), demands(session)
    cells = matrix(frames(session, [site.id for site in listed]), wanted, now)
    return [DemandOut.of(buyer, row, listed, cells[buyer.id]) for buyer, row in wanted]


@router.get(OF_SITE)
def show(asked: Asked) -> StandingOut:
    """What the programme says of the site as of a day, as known on a day."""
    return StandingOut.of(asked.found)


@router.get(OF_SITE + "/programmes")
def side_by_side(found: VisibleSite, session: Db, now: Now, as_of: AsOf = None) -> list[CellOut]:
    """The same answers under every programme: each as it is demanded, and the newest of all."""
    at, whole = end_of_day(as_of, found.time_zone, now), frame(session, found)
    rows = [*(row for _buyer, row in demands(session)), *newest(session)]
    return [CellOut.of(cell(whole, row, at)) for row in {row.id: row for row in rows}.values()]


@router.get(OF_SITE + "/trend")
def over_time(asked: Asked) -> list[StandingOut]:
    """At the end of each round, and after the last re-rating of each month between."""
    points = trend(asked.whole, asked.row, until=asked.at, known=asked.known)
    return [StandingOut.of(told) for _at, told in points]


@router.get(OF_SITE + "/trace")
def explain(asked: Asked) -> TraceOut:
    """The whole calculation, from the verdict down to single answers."""
    return TraceOut.of(asked.found.evaluation.trace)
