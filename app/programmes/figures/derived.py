"""What a stopwatch, an instrument, a sample or an interview says, before anybody judges."""

from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    """Counts as nothing; whoever broke it off must say why."""


def timed(elapsed: int | None, limit: int) -> Outcome:
    """Seconds against a limit that itself still passes; None when the watch was stopped early."""
    if elapsed is None:
        return Outcome.INCONCLUSIVE
    return _passed(elapsed <= limit)


def measured(value: Decimal, limit: Decimal, direction: str) -> Outcome:
    """`direction` is max or min; the limit itself passes."""
    return _passed(value <= limit if direction == "max" else value >= limit)


def sampled(defects: int, accept: int) -> Outcome:
    return _passed(defects <= accept)


def interviewed(knew: int, needed: int) -> Outcome:
    """How many of those asked gave the answer, and how many must."""
    return _passed(knew >= needed)


def _passed(holds: bool) -> Outcome:  # noqa: FBT001 - one flag in, one outcome out
    return Outcome.PASS if holds else Outcome.FAIL
