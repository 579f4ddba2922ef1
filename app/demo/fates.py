"""What becomes of a finding: a supplier that learns, but not of everything and not everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from app.findings.rules import FindingClass

AGES = (24, 12, 0)
"""Months that part the years: what was raised longer ago than that."""
UNCLOCKED = 60
"""Days to mend what no programme dates."""


class Fate(StrEnum):
    ON_TIME = "on_time"
    SENT_BACK = "sent_back"
    EXTENDED = "extended"
    RELAPSED = "relapsed"
    LATE = "late"
    REJECTED = "rejected"
    PLANNED = "planned"
    DONE = "done"
    UNTOUCHED = "untouched"


SHARES: Mapping[int, Mapping[Fate, int]] = {
    24: {
        Fate.ON_TIME: 36,
        Fate.SENT_BACK: 8,
        Fate.EXTENDED: 8,
        Fate.RELAPSED: 6,
        Fate.LATE: 39,
        Fate.REJECTED: 3,
    },
    12: {
        Fate.ON_TIME: 56,
        Fate.SENT_BACK: 8,
        Fate.EXTENDED: 8,
        Fate.RELAPSED: 5,
        Fate.LATE: 20,
        Fate.REJECTED: 2,
        Fate.PLANNED: 1,
    },
    0: {
        Fate.ON_TIME: 66,
        Fate.SENT_BACK: 6,
        Fate.EXTENDED: 7,
        Fate.RELAPSED: 3,
        Fate.LATE: 8,
        Fate.REJECTED: 2,
        Fate.PLANNED: 5,
        Fate.UNTOUCHED: 3,
    },
}
"""Of a hundred raised in that year, the oldest first."""


@dataclass(frozen=True, slots=True)
class Days:
    """After the raising: planned, reported as done, verified."""

    planned: int
    done: int
    verified: int


def fate(months_ago: float, chance: Random) -> Fate:
    shares = SHARES[next(age for age in AGES if months_ago >= age)]
    return chance.choices(list(shares), list(shares.values()))[0]


def days(what: Fate, class_: FindingClass, span: int, chance: Random) -> Days:
    """`span`: days from the raising until it is due."""
    planned = max(1, round(span * chance.uniform(0.05, 0.2)))
    reach = chance.uniform(0.7, 0.95)
    if what is Fate.EXTENDED:
        verified = span + chance.randint(6, 18)
    elif what is Fate.LATE:
        verified = span + chance.randint(3, 20 if class_ is FindingClass.CRITICAL else 70)
    else:
        verified = max(planned + 2, round(span * reach))
    done = min(verified - 1, max(planned + 1, verified - chance.randint(1, max(2, span // 5))))
    return Days(planned, done, verified)


def lasting(chance: Random) -> int:
    """Days after the verification until one sees whether it has held."""
    return chance.choices((30, 60, 90), (5, 3, 2))[0]
