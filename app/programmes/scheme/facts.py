"""What is known of a site on a date, in the engine's words: items, answers, findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

ONE = Decimal(1)


class Clause(NamedTuple):
    """Of a standard, as the checklist cites it; `of` "": of the scheme itself."""

    of: str
    id: str


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One item that applies to the site."""

    id: str
    category: str
    section: str = ""
    severity: str = ""
    method: str = ""
    tags: frozenset[str] = frozenset()
    knock_out: bool = False
    weight: Decimal = ONE


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """One level, in one zone if the item is asked by zone (or in one step of a process)."""

    item: str
    level: str
    zone: str = ""
    observed_on: date | None = None
    timed_failed: bool = False
    na_approved: bool = True


@dataclass(frozen=True, slots=True)
class FindingFact:
    """`affected` of `sampled` and `clauses` matter only to packs that grade findings by them.

    `anchors` are days from which clocks of this finding run, such as that of its confirmation.
    """

    ref: str
    cls: str
    raised_on: date
    item: str = ""
    zone: str = ""
    closed_on: date | None = None
    due_on: date | None = None
    clauses: frozenset[Clause] = frozenset()
    affected: int | None = None
    sampled: int | None = None
    repeated: bool = False
    anchors: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpotFact:
    """A timed observation that failed, beyond those that stand as answers."""

    ref: str
    item: str
    zone: str = ""
    observed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """`expected` gives the number of zones in which an item must be answered: 1 unless said.

    `named` carries figures that a pack asks for and no answer holds, such as a percentile;
    `anchors` the days from which clocks run, such as that of the closing meeting.
    """

    items: tuple[ItemFact, ...]
    answers: tuple[AnswerFact, ...]
    findings: tuple[FindingFact, ...]
    as_of: date
    expected: Mapping[str, int] = field(default_factory=dict)
    named: Mapping[str, Decimal] = field(default_factory=dict)
    spots: tuple[SpotFact, ...] = ()
    anchors: Mapping[str, date] = field(default_factory=dict)
