"""Instants as they are told: by the clocks of the site, with how far these are from those of UTC.

What names a state that is to be told again gives its second.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_gmt

from app.kit.clock import local_day

WORLD = "UTC"
FULL_WIDTH = frozenset({"zh"})


def hour(at: datetime, zone: str) -> str:
    """On the wall of the site."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def offset(at: datetime, zone: str) -> str:
    """Of the clocks at the site from those of the world: UTC+08:00."""
    if zone == WORLD:
        return WORLD
    return get_timezone_gmt(at.astimezone(ZoneInfo(zone)), locale="en").replace("GMT", "UTC")


def filters(locale: Locale, zone: str) -> Mapping[str, Any]:
    """For the pages of a report: a day, an instant, the day that an instant was at the site."""

    def day(value: date | None) -> str:
        return format_date(value, "medium", locale) if value else ""

    def moment(value: datetime | None) -> str:
        if value is None:
            return ""
        told = format_datetime(value, "medium", tzinfo=ZoneInfo(zone), locale=locale)
        return _with_offset(told, offset(value, zone), full=locale.language in FULL_WIDTH)

    return {"day": day, "moment": moment, "day_there": _day_there(zone)}


def filters_for_both(zone: str) -> Mapping[str, Any]:
    """As everybody reads them, so that they need not be said twice."""

    def day(value: date | None) -> str:
        return f"{value:%Y-%m-%d}" if value else ""

    def moment(value: datetime | None) -> str:
        if value is None:
            return ""
        told = f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
        return _with_offset(told, offset(value, zone))

    return {"day": day, "moment": moment, "day_there": _day_there(zone)}


def _day_there(zone: str) -> Any:  # noqa: ANN401 - a filter, as the template takes it
    def day_there(value: datetime) -> date:
        return local_day(value, zone)

    return day_there


def _with_offset(told: str, offset: str, *, full: bool = False) -> str:
    return f"{told}（{offset}）" if full else f"{told} ({offset})"
