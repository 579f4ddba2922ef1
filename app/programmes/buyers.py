"""The words for a buyer: how much it matters, and how far the supplier has come with it."""

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
