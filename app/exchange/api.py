from fastapi import APIRouter, Response

from app.exchange.changes import end_calendar, open_calendar
from app.exchange.queries import calendar_address
from app.exchange.rules import NO_CALENDAR, address_of
from app.exchange.shown import CalendarOut
from app.kit.errors import NotFound
from app.people.doors import SignedIn
from app.web.deps import Config, Db, Now

router = APIRouter(prefix="/api/v1/me", tags=["people"])


@router.post("/calendar", status_code=201)
def new_calendar(by: SignedIn, session: Db, now: Now, config: Config) -> CalendarOut:
    """An address where a calendar program reads my due dates; one from before ends."""
    secret = open_calendar(session, by.id, by=by, at=now)
    session.commit()
    return CalendarOut(address=address_of(secret, config.public_url))


@router.delete("/calendar", status_code=204)
def close_calendar(by: SignedIn, session: Db, now: Now) -> Response:
    """From now on nothing can be read there."""
    row = calendar_address(session, by.id)
    if row is None:
        raise NotFound(NO_CALENDAR)
    end_calendar(session, row, by=by, at=now)
    session.commit()
    return Response(status_code=204)
