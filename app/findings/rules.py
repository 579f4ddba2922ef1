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
