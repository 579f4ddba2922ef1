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
        "barring": _("What keeps the list shut, one by one"),
        "decisions": _("Decisions and signatures"),
        "categories": _("Scores by category"),
        "trend": _("Readiness over the rounds"),
        "sites": _("Sites and buyers"),
        "findings": _("Findings still open"),
        "moves": _("What costs most points"),
    },
    ReportKind.GAP: {
        "barring": _("What keeps the list shut, one by one"),
        "unraised": _("Critical items that failed without a finding"),
        "reading": _("How to read the items"),
        "contents": _("Contents"),
        "summary": _("Scores by category"),
        "costliest": _("The gaps that cost most points"),
        "findings": _("Register of findings"),
        "not-applicable": _("Annex A: not applicable"),
        "unseen": _("Annex B: not seen"),
    },
    ReportKind.PLAN: {
        "contents": _("Contents"),
        "summary": _("What is open"),
        "late": _("Overdue first"),
        "waiting": _("Waiting for verification"),
        "load": _("Still to be done, by owner and month"),
        "findings": _("Findings by owner"),
        "schedule": _("Still to be done, by date"),
        "eights": _("Critical findings in eight disciplines"),
    },
    ReportKind.MEETING: {
        "verdict": _("How it stands, subject to review"),
        "seen": _("What was examined"),
        "findings": _("Findings"),
        "strengths": _("What is done well"),
    },
    ReportKind.DELTA: {
        "rounds": _("Rounds in between"),
        "counts": _("In numbers"),
        "bars": _("Why the verdict is what it is"),
        "categories": _("Scores by category"),
        "moved": _("What moved the total most"),
        "findings": _("Findings"),
        "actions": _("Actions"),
        "answers": _("Answers that changed"),
    },
    ReportKind.DOSSIER: {
        "found": _("What is asked, and what was seen"),
        "clocks": _("Clocks"),
        "owners": _("Owners"),
        "turns": _("Cause and remedy"),
        "elsewhere": _("Elsewhere"),
        "confirmations": _("The buyer's confirmation"),
        "remarks": _("Comments"),
        "trail": _("Trail"),
    },
}


def unknown_in(kind: ReportKind, chosen: Iterable[str]) -> list[str]:
    return [name for name in chosen if name not in SECTIONS.get(kind, {})]
