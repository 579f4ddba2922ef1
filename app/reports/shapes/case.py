"""One finding with what is done about it: a row of the plan, the whole of a dossier."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.reports.shapes.base import Found, Photo, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """`sha256` is of the file as it came; a photo is shown as well."""

    name: str
    sha256: str
    size: int
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """`weak`: it ends at a person or a lesson, where one more why would pay."""

    text: str
    by: str = ""
    on: date | None = None
    weak: bool = False
    deeper: tuple["Why", ...] = ()

    @property
    def ends(self) -> tuple["Why", ...]:
        """Where the asking ends, from the left."""
        return tuple(end for why in self.deeper for end in why.ends) or (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    asked: str
    whys: tuple[Why, ...] = ()

    @property
    def ends(self) -> tuple[Why, ...]:
        return tuple(end for why in self.whys for end in why.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """Somebody answers for it that the whys end here."""

    tag: Term
    hidden_hazard: bool
    note: str = ""
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How it will be seen that the mend has held, and from which day; None before that is known."""

    criterion: str
    after_days: int
    check_on: date | None = None
    note: str = ""
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    held: bool
    note: str = ""
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One time that somebody said it was done, and what another made of it.

    `passed` None: nobody has judged it yet.
    """

    by: str
    on: date
    note: str = ""
    files: tuple[File, ...] = ()
    passed: bool | None = None
    judged_by: str = ""
    judged_on: date | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAction:
    """`days_late`: 0 unless it is still to be done and its day has passed.

    `clock_on`: the last day that the clocks of its finding leave for this kind, None without one.
    `hurried`: it is said to take longer than it was given.
    """

    kind: Term
    what: str
    criterion: str = ""
    owner: str = ""
    due_on: date
    days_late: int = 0
    state: Term
    cost: Decimal | None = None
    currency: str = ""
    effort: Term | None = None
    clock_on: date | None = None
    hurried: bool = False
    tries: tuple[Done, ...] = ()

    @property
    def beyond(self) -> bool:
        """Whether it was given longer than the clock gives."""
        return self.clock_on is not None and self.due_on > self.clock_on

    @property
    def last(self) -> Done | None:
        return self.tries[-1] if self.tries else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One step with its last day or instant, and where that comes from.

    `first`: of a look at the effect, not before that day.
    `hour`: of the last day, on the wall of the site, "" where the clock runs in days.
    `provisional`: the day from which it runs is not said yet. `state` None: it was not asked;
    `days`: how many it is or was late, below nought how many were left. `met_how`: what met it,
    where the name of the step does not say so.
    """

    step: Term
    due_on: date | None = None
    first: date | None = None
    due_at: datetime | None = None
    hour: str = ""
    source: str = ""
    provisional: bool = False
    state: Term | None = None
    days: int = 0
    met_by: str = ""
    met_on: date | None = None
    met_how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Open findings past their closing date, and those past the day of a step before it alone."""

    closing: tuple[str, ...] = ()
    step: tuple[str, ...] = ()


ON_TIME = Overdue()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime:
    """Somebody asked for it, and what became of that; `outcome` None: nobody has answered yet."""

    step: str
    due_on: date
    until: date
    by: str
    on: date
    reason: str
    outcome: Term | None = None
    answered_by: str = ""
    answered_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The buyer has set the day of a step in it."""

    step: str
    due_on: date
    buyer: str = ""
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The same item had failed at the same place before, or came again since."""

    ref: str
    raised_on: date
    closed_on: date | None = None
    status: Term | None = None
    graver: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One going of the way; a reopening begins the next, and says why."""

    n: int
    reopened_by: str = ""
    reopened_on: date | None = None
    reason: str = ""
    branches: tuple[Branch, ...] = ()
    root: Root | None = None
    plan: Agreed | None = None
    actions: tuple[CaseAction, ...] = ()
    check: Checked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Found):
    """`turns` holds the present one last. `days_late`: 0 unless it is open past its closing date.

    `check_on`: from which day it is looked whether the remedy has held, None before all is
    verified. `repeats`: what it repeats; `again`: what repeats it. `knock_out`: its item by itself
    holds the verdict down; `grade`: its class, with that.
    """

    status: Term
    title: str
    grade: str = ""
    knock_out: bool = False
    raised_by: str = ""
    raised_on: date
    due_on: date | None = None
    closed_on: date | None = None
    days_late: int = 0
    verified_on: date | None = None
    check_on: date | None = None
    clocks: tuple[Clock, ...] = ()
    extensions: tuple[MoreTime, ...] = ()
    letters: tuple[Letter, ...] = ()
    repeats: Earlier | None = None
    again: Earlier | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def now(self) -> Turn:
        return self.turns[-1]

    @property
    def actions(self) -> tuple[CaseAction, ...]:
        return self.now.actions

    @property
    def missed(self) -> tuple[Clock, ...]:
        """The clocks that have run out and that nothing has met yet."""
        return tuple(one for one in self.clocks if one.state and one.state.code == "overdue")

    @property
    def waits(self) -> tuple[MoreTime, ...]:
        """What was asked for and is not answered yet."""
        return tuple(one for one in self.extensions if one.outcome is None)

    @property
    def provisional(self) -> bool:
        return any(one.provisional for one in self.clocks)

    @property
    def begun(self) -> bool:
        """Whether anything was done about it yet, or planned, or asked why."""
        turn = self.now
        asked = any(branch.whys for branch in turn.branches)
        return bool(turn.actions or asked or turn.root or turn.plan)
