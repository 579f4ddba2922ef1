"""The one clock. Verbs take the instant as `at=`, so that past rounds can be told as they were."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def local_day(at: datetime, zone: str) -> date:
    """The day on the wall of whoever lives in `zone`, such as Asia/Shanghai."""
    return at.astimezone(ZoneInfo(zone)).date()
