"""A report's order becomes its document: everything it says, frozen, with the hash of it all."""

from collections.abc import Callable

from sqlmodel import Session

from app.reports.document import Document, Head, sealed
from app.reports.executive import executive
from app.reports.gap import gap
from app.reports.models import Report
from app.reports.rules import ReportKind
from app.reports.told import Told, head_of, tell

Writer = Callable[[Session, Told, Head], Document]
WRITERS: dict[ReportKind, Writer] = {ReportKind.EXECUTIVE: executive, ReportKind.GAP: gap}


def gather(session: Session, report: Report) -> Document:
    told = tell(session, report)
    return sealed(WRITERS[report.kind](session, told, head_of(session, told)))
