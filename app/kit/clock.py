"""The one clock. Verbs take the instant as `at=`, so that past rounds can be told as they were."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
