"""Every item with its answers, and what is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.shapes.base import (
    Barring,
    CategoryScore,
    Found,
    Head,
    Method,
    Photo,
    Progress,
    SignatureLine,
    Standing,
    Term,
)
from app.reports.shapes.case import ON_TIME, Clock, Earlier, Overdue

FULL, HIGHEST_FAILED = 4, 2
MOST_COSTLY = 58
GRAVEST_FIRST = ("critical", "major", "minor")


def gravity(severity: str) -> int:
    return GRAVEST_FIRST.index(severity) if severity in GRAVEST_FIRST else len(GRAVEST_FIRST)


def by_cost(points: Decimal | None, severity: str) -> tuple[Decimal, int]:
    """The order of gaps in every report: the costliest as it is printed, of equals the gravest."""
    return -(points or Decimal(0)), gravity(severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAnswer:
    """One answer in one zone ("" = the whole site). `level` None: not seen.

    `findings`: those that were open in this round at this place, the newest first.
    """

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
    findings: tuple[str, ...] = ()

    @property
    def rank(self) -> int | None:
        """The level as a number, None for N/A and for not seen."""
        return int(self.level.code) if self.level and self.level.code.isdigit() else None

    @property
    def failed(self) -> bool:
        return self.rank is not None and self.rank <= HIGHEST_FAILED

    @property
    def unsaid(self) -> bool:
        """Something is lacking, and nobody wrote what."""
        return self.rank is not None and self.rank < FULL and not self.note

    @property
    def direction(self) -> int:
        """1 better than before, -1 worse, 0 the same or not to be compared."""
        before = self.before.code if self.before else ""
        if self.rank is None or not before.isdigit():
            return 0
        return (self.rank > int(before)) - (self.rank < int(before))

    @property
    def compared(self) -> bool:
        """Whether it was rated then and is rated now, or does not apply as it did not then."""
        if self.before is None or self.level is None:
            return False
        return (self.rank is None) is not self.before.code.isdigit()


@dataclass(frozen=True, slots=True, kw_only=True)
class GapItem:
    """`points`: what the item costs of the total, None when nothing.

    `deducted`: of these for spot checks that failed, `checks` of them.
    """

    id: str
    title: str
    requirement: str
    criterion: str
    method: str
    severity: Term
    refs: tuple[str, ...] = ()
    knock_out: bool = False
    points: Decimal | None = None
    deducted: Decimal | None = None
    checks: int = 0
    answers: tuple[GapAnswer, ...] = ()

    @property
    def worst(self) -> GapAnswer | None:
        """The lowest level among the zones, which heads the item; None when there is no answer."""
        return min(
            self.answers,
            key=lambda answer: (answer.rank is None, answer.rank or 0, answer.level is None),
            default=None,
        )

    @property
    def failed(self) -> bool:
        return any(answer.failed for answer in self.answers)

    @property
    def alike(self) -> bool:
        """All its zones have the same level."""
        return len({answer.level.code if answer.level else "" for answer in self.answers}) == 1

    @property
    def applies(self) -> bool:
        levels = [answer.level.code if answer.level else "" for answer in self.answers]
        return not levels or set(levels) != {"na"}

    @property
    def bare(self) -> bool:
        """Seen in one place only, held there, and nothing more was said or shown of it."""
        match self.answers:
            case [one]:
                told = one.note or one.measured or one.evidence or one.photos
                return not (one.failed or told or self.deducted)
        return False

    @property
    def gravity(self) -> int:
        """0 is the gravest."""
        return gravity(self.severity.code)

    @property
    def refs_of_findings(self) -> tuple[str, ...]:
        return tuple(ref for answer in self.answers for ref in answer.findings)

    @property
    def unraised(self) -> bool:
        """It failed somewhere, and nowhere was a finding raised."""
        return self.failed and not any(answer.findings for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSection:
    id: str
    title: str
    items: tuple[GapItem, ...]

    @property
    def failed(self) -> int:
        return sum(item.failed for item in self.items)

    @property
    def applying(self) -> int:
        return sum(item.applies for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an item costs, in points of the total."""

    item: str
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """Points that a failed observation takes from its category; `again`: at the same place.

    `of_total`: what that is in points of the total.
    """

    item: str
    zone: str = ""
    on: date | None = None
    points: Decimal
    of_total: Decimal | None = None
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
    """Against the last round: answers that are better, worse, the same, and new.

    `apart`: those that do not apply, then or now.
    """

    better: int = 0
    worse: int = 0
    same: int = 0
    new: int = 0
    apart: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(
            better=self.better + other.better,
            worse=self.worse + other.worse,
            same=self.same + other.same,
            new=self.new + other.new,
            apart=self.apart + other.apart,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCategory:
    score: CategoryScore
    sections: tuple[GapSection, ...]
    reckoned: Reckoned | None = None

    @property
    def items(self) -> tuple[GapItem, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def applying(self) -> tuple[GapItem, ...]:
        return tuple(item for item in self.items if item.applies)

    @property
    def usual(self) -> tuple[date | None, str]:
        """The day and the person of most of its answers, said once for all of them."""
        seen = Counter(
            (answer.observed_on, answer.observed_by)
            for item in self.items
            for answer in item.answers
            if answer.observed_on
        )
        for most, count in seen.most_common(1):
            if 2 * count > seen.total() > 1:
                return most
        return None, ""

    @property
    def moved(self) -> Moved:
        told = [answer for item in self.items for answer in item.answers if answer.level]
        better = sum(answer.direction > 0 for answer in told)
        worse = sum(answer.direction < 0 for answer in told)
        new = sum(answer.before is None for answer in told)
        same = sum(answer.compared and answer.rank is not None for answer in told) - better - worse
        apart = len(told) - better - worse - same - new
        return Moved(better=better, worse=worse, same=same, new=new, apart=apart)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAction:
    """`late`: by how many days it is past its day and not done."""

    kind: str
    words: str
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFinding(Found):
    """`raised_in`: the audit, "" for none.

    `days_late`: 0 unless it is open past its closing date; `missed`: steps before it that are.
    `unplanned`: open, and nothing is planned that would show the requirement to be met.
    """

    status: Term
    knock_out: bool = False
    raised_on: date
    raised_in: str = ""
    due_on: date | None = None
    closed_on: date | None = None
    days_late: int = 0
    missed: tuple[Clock, ...] = ()
    unplanned: bool = False
    repeats: Earlier | None = None
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
class OutOfScope:
    """An item of the checklist that is not asked here, and why."""

    item: str
    title: str
    why: str


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
    overdue: Overdue = ON_TIME
    not_applicable: tuple[NotApplicable, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    unvisited: tuple[Unvisited, ...] = ()
    older: int = 0
    out_of_scope: tuple[OutOfScope, ...] = ()
    barring: tuple[Barring, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    method: Method

    @property
    def items(self) -> tuple[GapItem, ...]:
        return tuple(item for category in self.categories for item in category.items)

    @property
    def titles(self) -> Mapping[str, str]:
        return {item.id: item.title for item in self.items}

    def owners_of(self, item: GapItem) -> tuple[str, ...]:
        """Whoever owns its findings, each once."""
        named = set(item.refs_of_findings)
        return tuple(dict.fromkeys(f.owner for f in self.findings if f.ref in named and f.owner))

    @property
    def states(self) -> tuple[tuple[Term, int], ...]:
        """How many findings stand in each state."""
        counts = Counter(one.status.code for one in self.findings)
        terms = {one.status.code: one.status for one in self.findings}
        return tuple((term, counts[code]) for code, term in terms.items())

    @property
    def unraised(self) -> int:
        """Failed items of which nobody has made a finding."""
        return sum(item.unraised for item in self.items)

    @property
    def unraised_critical(self) -> tuple[GapItem, ...]:
        return tuple(one for one in self.items if one.unraised and one.severity.code == "critical")

    @property
    def unraised_besides(self) -> tuple[GapItem, ...]:
        """Those of them that do not keep the list shut by themselves already."""
        named = {one.item for one in self.barring}
        return tuple(one for one in self.unraised_critical if one.id not in named)

    @property
    def unplanned(self) -> int:
        """Open findings without a remedy."""
        return sum(one.unplanned for one in self.findings)

    @property
    def gaps(self) -> tuple[GapItem, ...]:
        """What failed, or lost points in a spot check, the costliest first, then the gravest."""
        costly = [one for one in self.items if one.points and (one.failed or one.deducted)]
        return tuple(sorted(costly, key=lambda one: by_cost(one.points, one.severity.code)))

    @property
    def costliest(self) -> tuple[GapItem, ...]:
        """The first of them; the list ends between two figures, not among equals."""
        gaps = self.gaps
        if len(gaps) <= MOST_COSTLY:
            return gaps
        last = gaps[MOST_COSTLY].points or Decimal(0)
        dearer = tuple(one for one in gaps if (one.points or 0) > last)
        return dearer or tuple(one for one in gaps if one.points == last)

    @property
    def cost_of_costliest(self) -> Decimal:
        return sum((one.points or Decimal(0) for one in self.costliest), Decimal(0))

    @property
    def moved(self) -> Moved:
        return sum((category.moved for category in self.categories), Moved())

    @property
    def photos(self) -> tuple[Photo, ...]:
        return tuple(
            photo for item in self.items for answer in item.answers for photo in answer.photos
        )
