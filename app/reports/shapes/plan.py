"""The corrective action plan: who does what by when, and what it takes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.shapes.base import Head, SignatureLine, Term
from app.reports.shapes.case import ON_TIME, Case, CaseAction, Clock, Overdue

FEW_PAGES = 4  # 8Ds that make it long enough to be opened at a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is still to be done under one heading; `efforts` counts S, M and L.

    `month` is its first day, or None for what is overdue. `uncosted`: actions without a figure,
    which the costs leave out.
    """

    name: str = ""
    month: date | None = None
    actions: int
    overdue: int = 0
    efforts: tuple[int, ...] = ()
    costs: tuple[Money, ...] = ()
    uncosted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLoad:
    """`counts`: one for each of the plan's `by_month`."""

    load: Load
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """`verified`: of the open ones. `overdue`: past the closing date; `stepped`: past a step alone.

    `unplanned`: without a remedy; `untouched`: of these without any action at all.
    """

    cls: Term
    open: int
    verified: int = 0
    overdue: int
    stepped: int = 0
    unplanned: int
    untouched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """An action that is done and that nobody has judged yet; none of the `hands` may judge it.

    `clock`: the one that runs until it is judged. `days`: how long it has waited.
    """

    finding: str
    cls: Term
    knock_out: bool = False
    name: str
    action: CaseAction
    hands: tuple[str, ...]
    clock: Clock | None = None
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An action that is not done yet, and for which finding."""

    finding: str
    cls: Term
    action: CaseAction


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerCases:
    """`owner` "" for the findings that nobody owns."""

    owner: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report8D:
    """A critical finding in eight disciplines.

    `team`: its owner and whoever acts; the auditor and the verifiers stand apart.
    """

    case: Case
    team: tuple[str, ...]
    auditor: str = ""
    verifiers: tuple[str, ...] = ()
    criterion: str = ""
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """`by_month` are the columns of `by_owner`: what is overdue, the months, what is later.

    `missed`: those of which a clock has run out. `unbegun`: critical ones of which no 8D can be
    told yet. `hours`: of the site's clocks.
    """

    head: Head
    classes: tuple[ClassCount, ...]
    total: Load
    overdue: Overdue = ON_TIME
    unverified: tuple[Unverified, ...] = ()
    missed: tuple[Case, ...] = ()
    late_tasks: tuple[Task, ...] = ()
    by_month: tuple[Load, ...] = ()
    by_owner: tuple[OwnerLoad, ...] = ()
    schedule: tuple[Task, ...] = ()
    owners: tuple[OwnerCases, ...] = ()
    eights: tuple[Report8D, ...] = ()
    unbegun: tuple[Case, ...] = ()
    hours: str = ""
    signatures: tuple[SignatureLine, ...] = ()

    @property
    def waiting(self) -> int:
        return len(self.unverified)

    @property
    def told_in_full(self) -> frozenset[str]:
        """The findings whose cause and actions stand in an 8D, and are not told twice."""
        return frozenset(one.case.ref for one in self.eights)

    @property
    def asked(self) -> int:
        """How often more time is asked for, and nobody has answered."""
        return sum(len(case.waits) for one in self.owners for case in one.cases)

    @property
    def provisional(self) -> bool:
        """Whether any clock runs from a day that is not said yet."""
        return any(case.provisional for one in self.owners for case in one.cases)

    @property
    def long(self) -> bool:
        return len(self.eights) >= FEW_PAGES
