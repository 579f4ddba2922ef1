"""Classes of a finding, and when it is late."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from app.kit.words import mark as _


class FindingClass(StrEnum):
    """Worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"


CLASS_NAMES: Mapping[FindingClass, str] = {
    FindingClass.CRITICAL: _("Critical"),
    FindingClass.MAJOR: _("Major"),
    FindingClass.MINOR: _("Minor"),
    FindingClass.OBSERVATION: _("Observation"),
}


def overdue(due_on: date | None, closed_on: date | None, today: date) -> bool:
    return due_on is not None and closed_on is None and today > due_on


class Shown(StrEnum):
    """Which findings a list shows. Only the rooms above know what waits for verification."""

    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    CLOSED = "closed"
    ALL = "all"


SHOWN_NAMES: Mapping[Shown, str] = {
    Shown.OPEN: _("Open"),
    Shown.OVERDUE: _("Overdue"),
    Shown.WAITING: _("Waiting for verification"),
    Shown.CLOSED: _("Closed"),
    Shown.ALL: _("All"),
}
