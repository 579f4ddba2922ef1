"""What changed between two looks at a site under one programme."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.reports.shapes.base import (
    Bar,
    CategoryScore,
    Found,
    Head,
    Progress,
    Standing,
    Term,
    Verdict,
)
from app.reports.shapes.case import Earlier

MOST_ANSWERS, MOST_FINDINGS, MOST_ACTIONS = 60, 90, 50  # on paper; the attached data have all
MOST_WORSE = 400  # what became worse is what the reader looks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two looks; `report` and `data_hash` "" where no report was drawn of it."""

    report: str = ""
    audit: str = ""
    audit_kind: str = ""
    audit_on: date | None = None
    as_of: date
    known_at: datetime
    programme: str
    edition: str
    data_hash: str = ""
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """An audit that was opened between the two looks, but for that of now: what it came to."""

    audit: str
    kind: str
    on: date
    total: Decimal | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChange:
    """A cap or a condition of the list: `how` is gone, new or still; `then`, `now`: its figures."""

    how: Term
    bar: Bar
    then: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Points of the total which one item gives back (above zero) or costs more than before.

    `unraised`: it is failed now and nobody has made a finding of it.
    """

    item: str
    title: str
    category: str
    points: Decimal
    before: Term | None = None
    now: Term | None = None
    finding: str = ""
    state: Term | None = None
    unraised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What failed spot checks of one item took off the total then and take off now.

    `unraised`: some fail now, and nobody has made a finding of it.
    """

    item: str
    title: str
    category: str
    checks_before: int
    checks: int
    before: Decimal
    now: Decimal
    findings: tuple[str, ...] = ()
    unraised: bool = False

    @property
    def points(self) -> Decimal:
        """Below zero where they cost more than before."""
        return self.before - self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """`before` or `now` None: it was not seen then, or is asked no more. `how`: worse, better...

    `number` is that of its category, 0 where the checklist asks for the item no more.
    """

    item: str
    title: str
    number: int = 0
    category: str = ""
    zone: str = ""
    how: Term
    before: Term | None = None
    now: Term | None = None
    note_before: str = ""
    note_now: str = ""
    on_before: date | None = None
    on_now: date | None = None
    by_now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange(Found):
    """`how`: opened, closed, reopened, rejected, late, graver or milder; `state`: as of now."""

    how: Term
    on: date
    why: str = ""
    state: Term | None = None
    repeats: Earlier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionChange:
    """`how`: planned, done, verified or sent back."""

    finding: str
    kind: Term
    what: str
    owner: str = ""
    how: Term
    on: date
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many there were of something then and now, or how often it happened in between.

    `wanted`: above nought where more of it is better, below where less is.
    """

    words: str
    before: int | None = None
    now: int
    wanted: int = 0

    @property
    def better(self) -> int:
        """Above nought where it moved for the better, below where for the worse."""
        return self.wanted * (self.now - (self.before or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Answers of one category that are only counted; a count for each of `DeltaDocument.hows`."""

    number: int
    category: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltaDocument:
    """`standing` is of now and says the total of then; `categories` as well.

    Whatever changed is here; on paper stands what is worst, and the rest is counted.
    """

    head: Head
    then: Side
    now: Side
    before: Standing
    standing: Standing
    rounds: tuple[Round, ...] = ()
    bars: tuple[BarChange, ...] = ()
    counts: tuple[Count, ...] = ()
    events: tuple[Count, ...] = ()
    categories: tuple[CategoryScore, ...] = ()
    moved: tuple[Moved, ...] = ()
    checked: tuple[Checked, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    actions: tuple[ActionChange, ...] = ()

    @property
    def gains(self) -> tuple[Moved, ...]:
        return tuple(one for one in self.moved if one.points > 0)

    @property
    def losses(self) -> tuple[Moved, ...]:
        return tuple(one for one in self.moved if one.points < 0)

    @property
    def told_answers(self) -> tuple[AnswerChange, ...]:
        """All that became worse, and of the others as many as there is room for."""
        worse = sum(one.how.code == "worse" for one in self.answers)
        return self.answers[: max(MOST_ANSWERS, min(worse, MOST_WORSE))]

    @property
    def told_findings(self) -> tuple[FindingChange, ...]:
        return self.findings[:MOST_FINDINGS]

    @property
    def told_actions(self) -> tuple[ActionChange, ...]:
        return self.actions[:MOST_ACTIONS]

    @property
    def _left(self) -> tuple[AnswerChange, ...]:
        return self.answers[len(self.told_answers) :]

    @property
    def hows(self) -> tuple[Term, ...]:
        """What befell the answers that are only counted, the worst first."""
        return tuple({one.how.code: one.how for one in self._left}.values())

    @property
    def rest(self) -> tuple[Rest, ...]:
        left = self._left
        counts = Counter((one.number, one.how.code) for one in left)
        names = {one.number: one.category for one in left}
        return tuple(
            Rest(
                number=number,
                category=names[number],
                counts=tuple(counts[number, how.code] for how in self.hows),
            )
            for number in sorted(names)
        )
