"""The corrective action plan: who does what by when, and what it takes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.shapes.base import Head, SignatureLine, Term
from app.reports.shapes.case import Case, CaseAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is still to be done under one heading; `efforts` counts S, M and L.

    `month` is its first day, or None for what is overdue.
    """

    name: str = ""
    month: date | None = None
    actions: int
    overdue: int = 0
    efforts: tuple[int, ...] = ()
    costs: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLoad:
    """`counts`: one for each of the plan's `by_month`."""

    load: Load
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    cls: Term
    open: int
    overdue: int
    unplanned: int


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
    """A critical finding in eight disciplines; `team` is everybody who has a hand in it."""

    case: Case
    team: tuple[str, ...]
    criterion: str = ""
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """`by_month` are the columns of `by_owner`: what is overdue, the months, what is later."""

    head: Head
    classes: tuple[ClassCount, ...]
    total: Load
    waiting: int
    late: tuple[Case, ...] = ()
    late_tasks: tuple[Task, ...] = ()
    by_month: tuple[Load, ...] = ()
    by_owner: tuple[OwnerLoad, ...] = ()
    schedule: tuple[Task, ...] = ()
    owners: tuple[OwnerCases, ...] = ()
    eights: tuple[Report8D, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
