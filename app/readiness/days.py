"""A day as people say it, at the site's own place in the world, as an instant."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of_day(day: date | None, zone: str, now: datetime) -> datetime:
    """The last instant of `day` where the site is; of today, or without a day, now."""
    if day is None:
        return now
    next_day = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return min(next_day - timedelta(microseconds=1), now)
