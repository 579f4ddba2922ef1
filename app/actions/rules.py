"""Kinds of action, and where an action stands: it follows from what was done and verified."""

from collections.abc import Mapping
from enum import StrEnum

from app.kit.words import mark as _


class ActionKind(StrEnum):
    CONTAINMENT = "containment"
    CORRECTION = "correction"
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


KIND_NAMES: Mapping[ActionKind, str] = {
    ActionKind.CONTAINMENT: _("Containment"),
    ActionKind.CORRECTION: _("Correction"),
    ActionKind.CORRECTIVE: _("Corrective action"),
    ActionKind.PREVENTIVE: _("Preventive action"),
}


PROVES = frozenset({ActionKind.CORRECTION, ActionKind.CORRECTIVE})
"""Verified, they show that the requirement is met: the item is rated anew."""


PLANNED_FOR = frozenset({ActionKind.CORRECTIVE, ActionKind.PREVENTIVE})
"""They answer a cause: where the way asks for a plan, it is agreed before they are verified."""


class Effort(StrEnum):
    """Days, weeks, months."""

    S = "S"
    M = "M"
    L = "L"


EFFORT_NAMES: Mapping[Effort, str] = {
    Effort.S: _("S: days"),
    Effort.M: _("M: weeks"),
    Effort.L: _("L: months"),
}

CURRENCIES = ("CNY", "EUR", "GBP", "USD")

LASTS_AFTER = 90
"""Days after the verification on which its effect is looked at, unless the plan says otherwise."""


class ActionState(StrEnum):
    OPEN = "open"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"


STATE_NAMES: Mapping[ActionState, str] = {
    ActionState.OPEN: _("To do"),
    ActionState.IMPLEMENTED: _("Waits for verification"),
    ActionState.VERIFIED: _("Verified"),
}


def state(*, implemented: bool, passed: bool | None) -> ActionState:
    """`passed` is the verdict on the last implementation, None while nobody has verified it."""
    if not implemented or passed is False:
        return ActionState.OPEN
    return ActionState.VERIFIED if passed else ActionState.IMPLEMENTED
