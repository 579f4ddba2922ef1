"""What is overdue, in its two senses, counted by one function for every report of a day."""

from collections.abc import Iterable

from sqlmodel import Session

from app.reports.cases import Cases
from app.reports.shapes.case import Case, Overdue
from app.reports.told import Told


def overdue(session: Session, told: Told) -> Overdue:
    return among(open_cases(session, told))


def open_cases(session: Session, told: Told) -> list[Case]:
    rows = [row for row, closure in told.findings if closure is None]
    cases = Cases(session, told, rows)
    return [cases.case(row, None) for row in rows]


def among(cases: Iterable[Case]) -> Overdue:
    """Whatever is past its closing date is not told a second time for a step before it."""
    listed = [case for case in cases if case.closed_on is None]
    return Overdue(
        closing=tuple(case.ref for case in listed if case.days_late),
        step=tuple(case.ref for case in listed if case.missed and not case.days_late),
    )
