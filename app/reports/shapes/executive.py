"""What an executive reads: verdict, trend, what is open, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.shapes.base import (
    Band,
    Barring,
    CategoryScore,
    Head,
    Method,
    Progress,
    SignatureLine,
    Standing,
    Term,
    Verdict,
)
from app.reports.shapes.case import ON_TIME, Overdue


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

    @property
    def days_late(self) -> int:
        """How long after the planned day it was reached."""
        if not self.reached or self.planned_on is None:
            return 0
        return max(0, (self.on - self.planned_on).days)


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
    """What one programme says of one site. `verdict` None: it had nothing to say by then.

    `base`: the verdict by points alone.
    """

    total: Decimal | None = None
    verdict: Verdict | None = None
    base: Verdict | None = None
    unmet: int = 0

    @property
    def held_down(self) -> bool:
        """By caps: its points would reach further."""
        return bool(self.verdict and self.base and self.verdict.code != self.base.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A site; its `cells` in the order of the buyers, its `scores` in that of the categories.

    `audit`: the last round by then, with the day on which it ended, or None while it runs.
    """

    site: str
    place: str
    audit: str = ""
    ended_on: date | None = None
    cells: tuple[FieldCell, ...] = ()
    scores: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Sites and buyers: each site under each buyer's programme, and by category under ours."""

    buyers: tuple[str, ...] = ()
    rows: tuple[FieldRow, ...] = ()

    @property
    def tones(self) -> frozenset[str]:
        """Those in its cells, and "held" where caps hold one down: only these are explained."""
        cells = [cell for row in self.rows for cell in row.cells]
        told = {cell.verdict.tone.value for cell in cells if cell.verdict}
        return frozenset(told | {"held" for cell in cells if cell.held_down})

    @property
    def worth_showing(self) -> bool:
        return len(self.buyers) * len(self.rows) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One item and the points of the total it would give back, its failed spot checks among them.

    `deducted`: of these for spot checks that failed, `checks` of them. `also`: findings that are
    open on it besides `finding`, whose owner and day are told.
    """

    id: str
    title: str
    category: str
    points: Decimal
    level: Term | None = None
    deducted: Decimal | None = None
    checks: int = 0
    finding: str = ""
    also: tuple[str, ...] = ()
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
    """`as_costly`: how many items beyond `moves` cost as much as the last of them.

    `moves_needed`: how many of the costliest items are worth, together, what the total lacks for
    the next band; 0 where it lacks nothing or all of them are not worth it. `unraised`: failed
    items without an open finding, `unraised_critical` of them critical.
    """

    head: Head
    standing: Standing
    others: tuple[Standing, ...] = ()
    progress: Progress
    categories: tuple[CategoryScore, ...]
    trend: tuple[TrendLine, ...] = ()
    ageing: Ageing
    overdue: Overdue = ON_TIME
    burn_down: tuple[OpenThen, ...] = ()
    field: Field = Field()
    barring: tuple[Barring, ...] = ()
    moves: tuple[Move, ...] = ()
    as_costly: int = 0
    moves_needed: int = 0
    unraised: int = 0
    unraised_critical: int = 0
    decisions: tuple[Decision, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    method: Method

    @property
    def items(self) -> int:
        """That the checklist asks for here."""
        return sum(one.progress.expected for one in self.categories)

    @property
    def applying(self) -> int:
        return self.items - sum(one.progress.not_applicable for one in self.categories)

    @property
    def lacking(self) -> Decimal | None:
        """Points from the total to the next band."""
        total, band = self.standing.total, self.standing.next_band
        return None if total is None or band is None or band.floor is None else band.floor - total

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
