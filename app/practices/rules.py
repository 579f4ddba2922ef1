"""What the register holds, and what it shows."""

from collections.abc import Mapping
from enum import StrEnum

from app.kit.words import mark as _


class PracticeKind(StrEnum):
    PRACTICE = "practice"
    NEWS = "news"


KIND_NAMES: Mapping[PracticeKind, str] = {
    PracticeKind.PRACTICE: _("Good practice"),
    PracticeKind.NEWS: _("Good news"),
}
