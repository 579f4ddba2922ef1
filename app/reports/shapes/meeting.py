"""What is handed round at the closing meeting of an audit: one to three pages."""

from dataclasses import dataclass
from datetime import date

from app.reports.shapes.base import Found, Head, Progress, SignatureLine, Standing, Term
from app.reports.shapes.case import ON_TIME, Clock, Earlier, Overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """In spots: an item that is asked in three washrooms counts three times."""

    number: int
    title: str
    progress: Progress

    @property
    def left(self) -> int:
        return self.progress.expected - self.progress.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    cls: Term
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFinding(Found):
    """`clocks`: those that run by rule, from the first to the last.

    Of one that was raised before this audit: `raised_in` which one ("" none), and when. `due_on`:
    by when it is to be closed, None where it is `verified_on` already.
    """

    title: str
    knock_out: bool = False
    repeats: Earlier | None = None
    clocks: tuple[Clock, ...] = ()
    raised_on: date | None = None
    raised_in: str = ""
    due_on: date | None = None
    days_late: int = 0
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    title: str
    what: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDocument:
    """`zones`: the places in scope. `standings`: as it stands under each of its programmes.

    `met_on` None: the day of the meeting is not written down yet. `final`: the lead had closed
    the audit by then. `earlier`: raised before this audit and open still; none of the `classes`
    counts them, `earlier_classes` does. `unraised`: failed items of which no finding is open;
    `unraised_grave`: at critical or knock-out items. `hours`: of the
    site's clocks.
    """

    head: Head
    met_on: date | None = None
    final: bool = False
    zones: tuple[str, ...] = ()
    progress: Progress
    seen: tuple[Seen, ...]
    standings: tuple[Standing, ...] = ()
    classes: tuple[ClassCount, ...] = ()
    findings: tuple[MeetingFinding, ...] = ()
    earlier_classes: tuple[ClassCount, ...] = ()
    earlier: tuple[MeetingFinding, ...] = ()
    overdue: Overdue = ON_TIME
    unraised: int = 0
    unraised_grave: int = 0
    hours: str = ""
    strengths: tuple[Strength, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()

    @property
    def steps(self) -> tuple[Term, ...]:
        """The clocks that run, each a column, in the order in which they end."""
        found: dict[str, Term] = {}
        listed = (clock for one in (*self.findings, *self.earlier) for clock in one.clocks)
        for one in sorted(listed, key=_ends):
            found.setdefault(one.step.code, one.step)
        return tuple(found.values())


def _ends(clock: Clock) -> tuple[int, date]:
    """Containment is always asked for first, and the closing last."""
    rank = {"stop": 0, "containment": 1, "close": 3}
    return rank.get(clock.step.code, 2), clock.due_on or date.max
