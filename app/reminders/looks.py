"""What a walk has seen, so that the next one looks only where something may have come since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.reminders.queries import clock_zones, deeds_since
from app.reminders.rules import AT
from app.trail.queries import head

AFTER_ALL = timedelta(hours=1)
"""So long it goes on trust that whatever matters was on the trail."""
MOST_DEEDS = 400
MATTERS = ("person.", "site.", "supplier.")
"""Who is told of what depends on it, wherever it lies."""
SIGNING = ("person.sign", "person.password")


@dataclass(frozen=True, slots=True)
class Look:
    """`hours`: of each time zone the day, and whether it is late enough to tell of it."""

    at: datetime
    size: int
    hours: frozenset[tuple[str, date, bool]]


def look(session: Session, at: datetime) -> Look:
    tip = head(session)
    zones = {"UTC", *clock_zones(session)}
    return Look(at, tip.size if tip else 0, frozenset(_hour(zone, at) for zone in zones))


def news(session: Session, last: Look | None, now: Look) -> frozenset[str] | None:
    """The references that stand on the trail since `last`; None: all are to be looked at."""
    if last is None or last.hours != now.hours or not last.at <= now.at < last.at + AFTER_ALL:
        return None
    deeds = deeds_since(session, last.size, MOST_DEEDS)
    if len(deeds) == MOST_DEEDS or any(_matters(action) for action, _subject in deeds):
        return None
    return _subjects(deeds)


def _hour(zone: str, at: datetime) -> tuple[str, date, bool]:
    local = at.astimezone(ZoneInfo(zone))
    return zone, local.date(), local.time() >= AT


def _matters(action: str) -> bool:
    return action.startswith(MATTERS) and not action.startswith(SIGNING)


def _subjects(deeds: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(subject for _action, subject in deeds)
