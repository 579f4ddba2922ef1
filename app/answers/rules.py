"""Levels, the fold of answers over time, and the one definition of progress."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from app.kit.words import mark as _


class Level(StrEnum):
    """How far the requirement is met; every programme maps these to its own values."""

    FULL = "4"
    LAPSE = "3"
    PARTLY = "2"
    MOSTLY_NOT = "1"
    NOT_MET = "0"
    NOT_APPLICABLE = "na"


LEVEL_NAMES: Mapping[Level, str] = {
    Level.FULL: _("Met in full"),
    Level.LAPSE: _("Met, small lapse"),
    Level.PARTLY: _("Partly met"),
    Level.MOSTLY_NOT: _("Mostly not met"),
    Level.NOT_MET: _("Not met"),
    Level.NOT_APPLICABLE: _("Not applicable"),
}
FAILED = frozenset({Level.PARTLY, Level.MOSTLY_NOT, Level.NOT_MET})


class Recorded(Protocol):
    """What the fold needs of an answer: where, how often revised, and its two times."""

    @property
    def id(self) -> UUID: ...
    @property
    def audit_id(self) -> UUID | None: ...
    @property
    def item(self) -> str: ...
    @property
    def zone_id(self) -> UUID | None: ...
    @property
    def revision(self) -> int: ...
    @property
    def observed_at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...


Spot = tuple[str, UUID | None]
"""An item in a zone; an item that is asked once has no zone."""


R = TypeVar("R", bound=Recorded)


def standing(answers: Iterable[R], *, as_of: datetime, known: datetime) -> dict[Spot, R]:
    """The answer that counts at each spot: observed by `as_of`, recorded by `known`.

    Within one audit the last revision stands for all before it; across audits and
    verifications the one that was observed last.
    """
    latest: dict[tuple[UUID | None, Spot], R] = {}
    counting: dict[Spot, R] = {}
    for answer in answers:
        if answer.observed_at > as_of or answer.recorded_at > known:
            continue
        spot = (answer.item, answer.zone_id)
        if answer.audit_id is None:
            _take_later(counting, spot, answer)
            continue
        key = (answer.audit_id, spot)
        before = latest.get(key)
        if before is None or before.revision < answer.revision:
            latest[key] = answer
    for (_audit, spot), answer in latest.items():
        _take_later(counting, spot, answer)
    return counting


def _take_later(counting: dict[Spot, R], spot: Spot, answer: R) -> None:
    """The id settles what happened at one instant, in whatever order the rows come."""
    before = counting.get(spot)
    if before is None or (before.observed_at, before.recorded_at, before.id) < (
        answer.observed_at,
        answer.recorded_at,
        answer.id,
    ):
        counting[spot] = answer


@dataclass(frozen=True, slots=True)
class Progress:
    """In spots: an item that is asked in three washrooms counts three times."""

    answered: int
    expected: int

    @property
    def left(self) -> int:
        return self.expected - self.answered

    @property
    def percent(self) -> int:
        return 100 * self.answered // self.expected if self.expected else 0


def progress(expected: Collection[Spot], counted: Collection[Spot]) -> Progress:
    """`counted` has a level, or an approved N/A. Screen, API and PDF all ask here."""
    return Progress(len(set(expected) & set(counted)), len(expected))
