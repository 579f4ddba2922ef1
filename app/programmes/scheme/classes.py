"""Finding classes: how grave, how regraded, and what each must be done by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.programmes.scheme.facts import Clause

Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule is from, and whether that was checked against the source."""

    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ByRatio:
    """A finding of known sample is `to` when at least `least` of it is affected, else `below`."""

    least: Fraction
    to: str
    below: str


@dataclass(frozen=True, slots=True)
class GroupToClass:
    """`n` open findings of class `source` on one clause make each of them `to`.

    It looks at the clauses of these `standards`; without any, at all.
    """

    source: str
    n: int
    to: str
    standards: frozenset[str] = frozenset()

    def counts(self, clause: Clause) -> bool:
        """The scheme's own clauses always count."""
        return not self.standards or not clause.of or clause.of in self.standards


@dataclass(frozen=True, slots=True)
class RepeatUp:
    """What failed in the round before as well is one class graver."""


Regrade = ByRatio | GroupToClass | RepeatUp


class Unit(StrEnum):
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "working_d"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Clock:
    """A step is due `n` units after its anchor, and not before `earliest` units."""

    step: str
    anchor: str
    n: int
    unit: Unit
    earliest: int | None
    extendable: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class FindingClass:
    """Classes stand from gravest to slightest.

    `also` names the classes of the audit that this programme takes for this one. `confirmation`:
    what says that the buyer confirms its mend before it is closed.
    """

    code: str
    title: Titles
    also: frozenset[str]
    clocks: tuple[Clock, ...]
    verify: str
    origin: Origin
    confirmation: Origin | None = None
