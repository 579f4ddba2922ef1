"""What the pages of reports call things by."""

from typing import Any

from app.kit.words import mark as _
from app.reports.press import REASONS
from app.reports.rules import (
    EVERY_NAMES,
    LANGUAGE_NAMES,
    PAPER_NAMES,
    REPORT_NAMES,
    SCHEDULED,
    STATUS_NAMES,
    WEEKDAYS,
)

STEPS = {
    "": _("Waiting for its turn"),
    "gather": _("Gathering the figures"),
    "typesetting": _("Setting the type"),
    "html": _("Reading the pages"),
    "css": _("Reading the styles"),
    "style": _("Applying the styles"),
    "boxes": _("Making boxes"),
    "layout": _("Laying out pages"),
    "pages": _("Drawing pages"),
    "writing": _("Writing the file"),
}
Words = dict[str, Any]
WORDS: Words = {
    "tongues": LANGUAGE_NAMES,
    "papers": PAPER_NAMES,
    "turns": EVERY_NAMES,
    "weekdays": WEEKDAYS,
    "scheduled": SCHEDULED,
    "kinds": REPORT_NAMES,
    "statuses": STATUS_NAMES,
    "steps": STEPS,
    "failures": REASONS,
}
