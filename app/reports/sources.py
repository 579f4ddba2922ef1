"""The programmes that a report draws on beside its own: by their totals, verdicts or clocks."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from app.audits.queries import programmes_of
from app.checklists.rules import said
from app.findings.models import Finding
from app.programmes.models import PackVersion
from app.programmes.queries import opened
from app.programmes.rules import Pack
from app.reports.rules import ReportKind
from app.reports.shapes.base import Source
from app.reports.told import Told


def beside(session: Session, told: Told) -> tuple[Source, ...]:
    """In the versions that the figures and days rest on, each once."""
    rows = {row.sha256: row for row in (*_scoring(session, told), *_timing(session, told))}
    rows.pop(told.row.sha256, None)
    return tuple(source_of(row, told.report.lang) for row in rows.values())


def source_of(row: PackVersion, lang: str) -> Source:
    return Source(title=said(opened(row).title, lang), version=row.version, sha256=row.sha256)


def _scoring(session: Session, told: Told) -> Iterator[PackVersion]:
    if told.report.kind == ReportKind.EXECUTIVE:
        yield from (one.row for one in told.demands)
    elif told.report.kind == ReportKind.MEETING:
        yield from programmes_of(session, told.report.audit_id or told.audit.id)


def _timing(session: Session, told: Told) -> Iterator[PackVersion]:
    """Of all whose clocks run the strictest one counts, so that a day rests on each of them."""
    findings = list(_dated(told))
    classes = {row.class_ for row in findings}
    for id in dict.fromkeys(row.audit_id for row in findings):
        rows = programmes_of(session, id) if id else [one.row for one in told.demands]
        yield from (row for row in rows if _clocks(opened(row), classes))


def _dated(told: Told) -> Iterator[Finding]:
    """The findings whose days the report tells."""
    mine = told.report.audit_id or told.audit.id
    for row, closure in told.findings:
        if told.report.kind == ReportKind.DOSSIER:
            told_here = row.id == told.report.finding_id
        else:
            told_here = closure is None or row.audit_id == mine
        if told_here:
            yield row


def _clocks(pack: Pack, classes: Iterable[str]) -> bool:
    found = (pack.finding_class(one) for one in classes)
    return any(one.clocks for one in found if one)
