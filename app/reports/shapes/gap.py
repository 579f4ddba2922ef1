"""Every item with its answers, and what is missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.shapes.base import (
    CategoryScore,
    Found,
    Head,
    Method,
    Photo,
    Progress,
    Standing,
    Term,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAnswer:
    """One answer in one zone ("" = the whole site). `level` None: not seen."""

    zone: str = ""
    level: Term | None = None
    before: Term | None = None
    before_on: date | None = None
    note: str = ""
    measured: str = ""
    limit: str = ""
    observed_on: date | None = None
    observed_by: str = ""
    evidence: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    finding: str = ""

    @property
    def rank(self) -> int | None:
        """The level as a number, None for N/A and for not seen."""
        return int(self.level.code) if self.level and self.level.code.isdigit() else None

    @property
    def direction(self) -> int:
        """1 better than before, -1 worse, 0 the same or not to be compared."""
        before = self.before.code if self.before else ""
        if self.rank is None or not before.isdigit():
            return 0
        return (self.rank > int(before)) - (self.rank < int(before))


@dataclass(frozen=True, slots=True, kw_only=True)
class GapItem:
    """`points`: what the item costs of the total, None when nothing."""

    id: str
    title: str
    requirement: str
    criterion: str
    method: str
    severity: Term
    refs: tuple[str, ...] = ()
    knock_out: bool = False
    points: Decimal | None = None
    answers: tuple[GapAnswer, ...] = ()

    @property
    def worst(self) -> GapAnswer | None:
        """The lowest level among the zones, which heads the item; None when there is no answer."""
        return min(
            self.answers,
            key=lambda answer: (answer.rank is None, answer.rank or 0, answer.level is None),
            default=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSection:
    id: str
    title: str
    items: tuple[GapItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an item costs, in points of the total."""

    item: str
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """Points that a failed observation takes from its category; `again`: at the same place."""

    item: str
    zone: str = ""
    on: date | None = None
    points: Decimal
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """How a category's score came about: before deductions, what is missing, what it costs.

    It costs the total `missing` times its weight, divided by `weights`.
    """

    before: Decimal | None = None
    missing: Decimal
    weights: Decimal
    costly: tuple[Cost, ...] = ()
    deductions: tuple[Deducted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Against the last round: answers that are better, worse, the same, and new."""

    better: int = 0
    worse: int = 0
    same: int = 0
    new: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(
            better=self.better + other.better,
            worse=self.worse + other.worse,
            same=self.same + other.same,
            new=self.new + other.new,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCategory:
    score: CategoryScore
    sections: tuple[GapSection, ...]
    reckoned: Reckoned | None = None

    @property
    def moved(self) -> Moved:
        told = [
            answer
            for section in self.sections
            for item in section.items
            for answer in item.answers
            if answer.level
        ]
        better = sum(answer.direction > 0 for answer in told)
        worse = sum(answer.direction < 0 for answer in told)
        new = sum(answer.before is None for answer in told)
        return Moved(better=better, worse=worse, same=len(told) - better - worse - new, new=new)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAction:
    kind: str
    words: str
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFinding(Found):
    status: Term
    raised_on: date
    due_on: date | None = None
    closed_on: date | None = None
    overdue: bool = False
    actions: tuple[GapAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """`approved_by` "" means that the second person has not said yes yet."""

    item: str
    title: str
    zone: str = ""
    reason: str
    said_by: str = ""
    approved_by: str = ""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    item: str
    title: str
    zone: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unvisited:
    """A zone in which this round saw none of the `items` that are asked there."""

    zone: str
    items: int
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapDocument:
    """`findings` tells each finding once; answers name it by its ref.

    `older`: how many answers stand from before this round.
    """

    head: Head
    standing: Standing
    progress: Progress
    categories: tuple[GapCategory, ...]
    findings: tuple[GapFinding, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    unvisited: tuple[Unvisited, ...] = ()
    older: int = 0
    method: Method

    @property
    def moved(self) -> Moved:
        return sum((category.moved for category in self.categories), Moved())

    @property
    def photos(self) -> tuple[Photo, ...]:
        return tuple(
            photo
            for category in self.categories
            for section in category.sections
            for item in section.items
            for answer in item.answers
            for photo in answer.photos
        )
