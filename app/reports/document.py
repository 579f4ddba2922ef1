"""Everything a report says, already computed and already in the reader's language.

Drawing adds nothing but form: the same document gives the same bytes. Points and scores are exact
decimals as the programme rounded them; `None` means "no score", never 0. A `Term` is a code for
style and tests beside the words for people.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import rfc8785
from pydantic import TypeAdapter

from app.reports.shapes.base import (
    AuditFacts,
    Band,
    Bar,
    CategoryScore,
    Head,
    Kind,
    Method,
    Photo,
    Progress,
    Rule,
    SignatureLine,
    Source,
    Standing,
    Term,
    Tone,
    Verdict,
)
from app.reports.shapes.delta import DeltaDocument
from app.reports.shapes.dossier import DossierDocument
from app.reports.shapes.meeting import MeetingDocument
from app.reports.shapes.plan import PlanDocument

__all__ = [
    "AuditFacts",
    "Band",
    "Bar",
    "CategoryScore",
    "DeltaDocument",
    "DossierDocument",
    "Head",
    "Kind",
    "MeetingDocument",
    "Method",
    "Photo",
    "PlanDocument",
    "Progress",
    "Rule",
    "SignatureLine",
    "Source",
    "Standing",
    "Term",
    "Tone",
    "Verdict",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    on: date
    total: Decimal | None
    verdict: Verdict
    audit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendMark:
    """A milestone, on the day on which it was reached, or else the one that is planned."""

    words: str
    on: date
    reached: bool = False
    planned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    buyer: str
    programme: str
    points: tuple[TrendPoint, ...]
    bands: tuple[Band, ...] = ()
    marks: tuple[TrendMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A day on which a round ended, or the report's own, with the point of each line."""

    on: date
    audit: str
    words: str
    points: tuple[TrendPoint | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRow:
    """Open findings of one class; `counts` has one number per age, the last for the oldest.

    `held`: those verified, which bar no list any more and are open until their effect was seen.
    """

    cls: Term
    counts: tuple[int, ...]
    overdue: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """`limits` in days: (30, 60, 90) means up to 30, up to 60, up to 90, and older."""

    limits: tuple[int, ...] = (30, 60, 90)
    rows: tuple[AgeRow, ...] = ()

    @property
    def open(self) -> int:
        return sum(sum(row.counts) for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)

    @property
    def held(self) -> int:
        return sum(row.held for row in self.rows)

    @property
    def most(self) -> int:
        return max((n for row in self.rows for n in row.counts), default=0)

    def of_age(self, n: int) -> int:
        return sum(row.counts[n] for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThen:
    """How many findings were open, and late, at the end of a day; what came and went since."""

    on: date
    open: int
    overdue: int
    raised: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCell:
    """What one programme says of one site. `verdict` None: it had nothing to say by then."""

    total: Decimal | None = None
    verdict: Verdict | None = None
    unmet: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A site; its `cells` in the order of the buyers, its `scores` in that of the categories."""

    site: str
    place: str
    cells: tuple[FieldCell, ...] = ()
    scores: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Sites and buyers: each site under each buyer's programme, and by category under ours."""

    buyers: tuple[str, ...] = ()
    rows: tuple[FieldRow, ...] = ()

    @property
    def worth_showing(self) -> bool:
        return len(self.buyers) * len(self.rows) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One item, or what is lost in one category, and the points of the total it would give back."""

    id: str
    title: str
    category: str
    points: Decimal
    level: Term | None = None
    finding: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    ask: str
    why: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutiveDocument:
    head: Head
    standing: Standing
    others: tuple[Standing, ...] = ()
    progress: Progress
    categories: tuple[CategoryScore, ...]
    trend: tuple[TrendLine, ...] = ()
    ageing: Ageing
    burn_down: tuple[OpenThen, ...] = ()
    field: Field = Field()
    moves: tuple[Move, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    method: Method

    def rounds(self, lines: Sequence[TrendLine]) -> list[RoundRow]:
        """The latest first; what moved between rounds is left to the chart."""
        days = [
            point
            for point in self.trend[0].points
            if point.audit or point == self.trend[0].points[-1]
        ]
        return [
            RoundRow(
                on=day.on,
                audit=day.audit,
                words=day.words,
                points=tuple(_point_on(line, day) for line in lines),
            )
            for day in reversed(days)
        ]


def _point_on(line: TrendLine, day: TrendPoint) -> TrendPoint | None:
    """Several rounds may end on one day."""
    same = [one for one in line.points if (one.on, one.audit) == (day.on, day.audit)]
    return same[-1] if same else None


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
class GapFinding:
    ref: str
    cls: Term
    item: str
    zone: str = ""
    statement: str
    status: Term
    owner: str = ""
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


Document = (
    ExecutiveDocument
    | GapDocument
    | PlanDocument
    | MeetingDocument
    | DeltaDocument
    | DossierDocument
)

CLASSES: dict[Kind, type[Document]] = {
    Kind.EXECUTIVE: ExecutiveDocument,
    Kind.GAP: GapDocument,
    Kind.PLAN: PlanDocument,
    Kind.MEETING: MeetingDocument,
    Kind.DELTA: DeltaDocument,
    Kind.DOSSIER: DossierDocument,
}


def to_json(document: Document) -> str:
    """Canonical (RFC 8785), so that equal documents have equal texts. Decimals are strings."""
    plain = _shape(document.head.kind).dump_python(document, mode="json")
    return rfc8785.dumps(plain).decode()


def from_json(text: str) -> Document:
    plain = json.loads(text)
    shape: TypeAdapter[Document] = _shape(Kind(plain["head"]["kind"]))
    return shape.validate_python(plain)


def head_of(text: str) -> Head:
    """Without the rest, which is large."""
    return TypeAdapter(Head).validate_python(json.loads(text)["head"])


@cache
def _shape(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(CLASSES[kind])


Sealed = TypeVar("Sealed", bound=Document)


def sealed(document: Sealed) -> Sealed:
    """The document with `data_hash` filled in: SHA-256 of all it says, whatever report says it."""
    bare = replace(
        document.head,
        report_id="",
        made_at=document.head.known_at,
        made_by="",
        data_hash="",
        trail_head="",
        address="",
    )
    digest = hashlib.sha256(to_json(replace(document, head=bare)).encode()).hexdigest()
    return replace(document, head=replace(document.head, data_hash=digest))
