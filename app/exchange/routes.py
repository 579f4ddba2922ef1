"""The calendar feed: its address is the secret, so that a calendar program can fetch it."""

from fastapi import APIRouter, Response

from app.exchange.calendar import calendar_of
from app.exchange.queries import reader_at
from app.kit.errors import NotFound
from app.web.deps import Config, Db, Now
from app.web.errors import LOST

router = APIRouter(include_in_schema=False)
TYPE = "text/calendar; charset=utf-8"
KEPT_BY_NOBODY = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


@router.get("/calendar/{secret}.ics")
def feed(secret: str, session: Db, now: Now, config: Config) -> Response:
    who = reader_at(session, secret)
    if who is None:
        raise NotFound(LOST)
    told = calendar_of(session, who, public_url=config.public_url, at=now)
    return Response(told, media_type=TYPE, headers=KEPT_BY_NOBODY)
