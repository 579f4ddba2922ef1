"""The parts of a report that a form may leave out or put elsewhere, in the order they come in.

The verdict, what bars the list, the items and how the figures came about are always told, in
their place. The templates of `reports/` have a mark at the start of each part.
"""

from collections.abc import Iterable, Mapping

from app.kit.words import mark as _
from app.reports.rules import ReportKind

SECTIONS: Mapping[ReportKind, Mapping[str, str]] = {
    ReportKind.EXECUTIVE: {
        "glance": _("At a glance"),
        "categories": _("Scores by category"),
        "trend": _("Readiness over the rounds"),
        "sites": _("Sites and buyers"),
        "findings": _("Findings still open"),
        "moves": _("What costs most points"),
        "decisions": _("Decisions and signatures"),
    },
    ReportKind.GAP: {
        "reading": _("How to read the items"),
        "contents": _("Contents"),
        "summary": _("Scores by category"),
        "findings": _("Register of findings"),
        "not-applicable": _("Annex A: not applicable"),
        "unseen": _("Annex B: not seen"),
    },
}


def unknown_in(kind: ReportKind, chosen: Iterable[str]) -> list[str]:
    return [name for name in chosen if name not in SECTIONS.get(kind, {})]
