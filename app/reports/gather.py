"""A report's order becomes its document: everything it says, frozen, with the hash of it all."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlmodel import Session

from app.reports.delta import delta
from app.reports.document import Document, Head, sealed
from app.reports.dossier import dossier
from app.reports.executive import executive
from app.reports.gap import gap
from app.reports.meeting import meeting
from app.reports.models import Report
from app.reports.plan import plan
from app.reports.rules import ReportKind
from app.reports.sources import beside
from app.reports.told import Told, head_of, tell

Writer = Callable[[Session, Told, Head], Document]
WRITERS: Mapping[ReportKind, Writer] = {
    ReportKind.EXECUTIVE: executive,
    ReportKind.GAP: gap,
    ReportKind.PLAN: plan,
    ReportKind.MEETING: meeting,
    ReportKind.DELTA: delta,
    ReportKind.DOSSIER: dossier,
}


def gather(session: Session, report: Report, address: str = "") -> Document:
    """`address`: where the pages stand to which the report leads."""
    told = tell(session, report)
    head = replace(head_of(session, told), address=address)
    document = WRITERS[report.kind](session, told, head)
    others = beside(session, told)
    return sealed(replace(document, head=replace(document.head, others=others)))
