"""The words for a buyer: how much it matters, how far the supplier has come, and the way there."""

from collections.abc import Mapping
from enum import StrEnum

from app.kit.words import mark as _


class BuyerClass(StrEnum):
    S = "S"
    A = "A"
    B = "B"
    C = "C"


class BuyerStatus(StrEnum):
    TARGET = "target"
    INVITED = "invited"
    UNDER_CERTIFICATION = "under_certification"
    SHORTLISTED = "shortlisted"
    CONTRACTED = "contracted"
    SUSPENDED = "suspended"


STATUS_NAMES: Mapping[BuyerStatus, str] = {
    BuyerStatus.TARGET: _("Target"),
    BuyerStatus.INVITED: _("Invited"),
    BuyerStatus.UNDER_CERTIFICATION: _("Under certification"),
    BuyerStatus.SHORTLISTED: _("Shortlisted"),
    BuyerStatus.CONTRACTED: _("Contracted"),
    BuyerStatus.SUSPENDED: _("Suspended"),
}


class Step(StrEnum):
    """The milestones on the way to an order, in their order."""

    INVITED = "invited"
    VISIT = "visit"
    STAGE_1 = "stage_1"
    STAGE_2 = "stage_2"
    SHORTLISTED = "shortlisted"
    PILOT_ORDER = "pilot_order"
    CONTRACTED = "contracted"


STEP_NAMES: Mapping[Step, str] = {
    Step.INVITED: _("Invited"),
    Step.VISIT: _("Buyer's visit"),
    Step.STAGE_1: _("Stage 1"),
    Step.STAGE_2: _("Stage 2"),
    Step.SHORTLISTED: _("Shortlisted"),
    Step.PILOT_ORDER: _("Pilot order"),
    Step.CONTRACTED: _("Contracted"),
}
