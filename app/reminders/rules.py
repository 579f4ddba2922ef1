"""The ladder: who is told when, before something is due and after. Data, and what follows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from app.findings.rules import FindingClass
from app.kit.words import mark as _


class Reader(StrEnum):
    """`OWNER`: whoever it is for to act now."""

    OWNER = "owner"
    LEAD = "lead"
    EXECUTIVE = "executive"


class What(StrEnum):
    """What is due."""

    STEP = "step"
    ACTION = "action"
    EFFECT = "effect"
    HAND_OVER = "hand_over"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Rung:
    """So many hours from the due instant; of a day without one, so many days at eight o'clock."""

    hours: int
    readers: frozenset[Reader]


def _ladder(*rungs: tuple[int, str]) -> tuple[Rung, ...]:
    return tuple(Rung(hours, frozenset(Reader(one) for one in who.split())) for hours, who in rungs)


DAY = 24
_USUAL = _ladder(
    (-10 * DAY, "owner"),
    (-3 * DAY, "owner"),
    (0, "owner"),
    (1 * DAY, "owner"),
    (3 * DAY, "owner lead"),
    (7 * DAY, "owner lead executive"),
)
LADDERS: Mapping[FindingClass, tuple[Rung, ...]] = {
    FindingClass.CRITICAL: _ladder(
        (-3 * DAY, "owner"),
        (-1 * DAY, "owner"),
        (0, "owner"),
        (1 * DAY, "owner lead"),
        (2 * DAY, "owner lead executive"),
    ),
    FindingClass.MAJOR: _USUAL,
    FindingClass.MINOR: _USUAL,
    FindingClass.OBSERVATION: _ladder(
        (-3 * DAY, "owner"), (0, "owner"), (1 * DAY, "owner"), (7 * DAY, "owner lead")
    ),
}
BY_THE_HOUR = _ladder((-4, "owner"), (0, "owner"), (2, "owner lead"), (DAY, "owner lead executive"))
ASKED = _ladder((0, "owner"), (3 * DAY, "owner"), (7 * DAY, "owner lead"))
"""Somebody waits for a word: to take a finding over, or for more time."""

SOURCE = "ten days before: Open Corrective Action; all else our proposal (docs/decisions/0015)"

AT = time(8)
EARLIEST = max(-rung.hours for ladder in LADDERS.values() for rung in ladder) // DAY
"""Days ahead of which nobody is told anything."""


@dataclass(frozen=True, slots=True)
class Due:
    """`subject` names it for good: with another due day it is another thing to be told of.

    `at`: the very instant, where a clock runs in hours, or since when somebody waits.
    """

    subject: str
    what: What
    step: str
    on: date
    at: datetime | None
    zone: str
    ladder: tuple[Rung, ...]
    owners: frozenset[UUID]

    def instant(self, rung: Rung) -> datetime:
        if self.at is not None:
            return self.at + timedelta(hours=rung.hours)
        return _morning(self.on + timedelta(days=rung.hours // DAY), self.zone)


@lru_cache(10_000)
def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, AT, ZoneInfo(zone)).astimezone(UTC)


def reached(due: Due, reader: Reader, now: datetime) -> Rung | None:
    """The highest rung for that reader whose instant is past: after a gap only that one is told."""
    past = [rung for rung in due.ladder if reader in rung.readers and due.instant(rung) <= now]
    return past[-1] if past else None


def to_tell(due: Due, reader: Reader, told: int | None, now: datetime) -> Rung | None:
    """`told`: the highest rung they were told at so far. A clock set back tells nothing twice."""
    rung = reached(due, reader, now)
    return rung if rung and (told is None or rung.hours > told) else None


def ladder_for(class_: FindingClass, *, by_the_hour: bool) -> tuple[Rung, ...]:
    return BY_THE_HOUR if by_the_hour else LADDERS[class_]


def first_zone(zones: Sequence[str]) -> str:
    return zones[0] if zones else "UTC"


def week_of(now: datetime, zone: str) -> str | None:
    """The ISO week whose digest is due: from Monday at eight to the end of Wednesday.

    Later in the week it would tell of what is over.
    """
    local = now.astimezone(ZoneInfo(zone))
    year, week, weekday = local.isocalendar()
    if weekday > MIDWEEK or (weekday == 1 and local.time() < AT):
        return None
    return f"{year}-W{week:02}"


MIDWEEK = 3
REMINDED = _("You are reminded of this finding already.")
