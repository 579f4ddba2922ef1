"""The reports against the naive way: one page, a six-column table, the machine's own settings."""

import time
from collections.abc import Iterator
from pathlib import Path

from app.bench.ground import Ground
from app.bench.naive_report import naive_html
from app.kit import clock
from app.kit.db import Database
from app.reports.document import Document, GapDocument
from app.reports.gather import gather
from app.reports.models import Report
from app.reports.press import DrawResult, Job, Limits, draw
from app.reports.rules import OrderStatus, ReportKind

MEGABYTE = 1_000_000
LIMITS = Limits(wall_seconds=900, cpu_seconds=900, memory=4_000 * MEGABYTE)
Row = tuple[str, str, str]


def pdf_rows(home: Path, database: Database, ground: Ground, items: int) -> Iterator[Row]:
    began = time.perf_counter()
    gap = gap_document(database, ground)
    yield "Gather the gap report", "–", f"{time.perf_counter() - began:.2f} s"
    naive = draw(Job(out=home / "naive.pdf", naive_html=naive_html(gap)), limits=LIMITS)
    yield f"Naive gap report, {items} items", "1.00", _told(naive)
    drawn = draw(Job(out=home / "gap.pdf", document=gap), limits=LIMITS)
    yield f"Gap report, {items} items", "–", _told(drawn)
    yield "  processor time against naive", "≤ 0.75", f"{drawn.seconds / naive.seconds:.2f}"
    yield "  peak memory against naive", "≤ 0.50", f"{drawn.peak / naive.peak:.2f}"
    yield "  size of file against naive", "≤ 1.30", f"{_size(drawn) / _size(naive):.2f}"
    again = draw(Job(out=home / "again.pdf", document=gap), limits=LIMITS)
    yield "  drawn again: the same bytes", "yes", "yes" if again.sha256 == drawn.sha256 else "no"
    executive = _document(database, ground, ReportKind.EXECUTIVE)
    short = draw(Job(out=home / "executive.pdf", document=executive), limits=LIMITS)
    yield "Executive report", "4 to 8 pages", _told(short)


def gap_document(database: Database, ground: Ground) -> GapDocument:
    told = _document(database, ground, ReportKind.GAP)
    assert isinstance(told, GapDocument)  # noqa: S101 - what was asked for
    return told


def _document(database: Database, ground: Ground, kind: ReportKind) -> Document:
    now = clock.now()
    row = Report(
        ref="R-0000",
        kind=kind,
        lang="en",
        site_id=ground.site.id,
        pack_version_id=ground.packs[0].id,
        as_of=now,
        known_at=now,
        status=OrderStatus.DRAWING,
        asked_by="Bench",
        asked_at=now,
    )
    with database.reading() as session:
        return gather(session, row)


def _told(done: DrawResult) -> str:
    return (
        f"{done.seconds:.1f} s processor, {done.peak / MEGABYTE:.0f} MB, "
        f"{done.pages} pages, {_size(done) / MEGABYTE:.2f} MB"
    )


def _size(done: DrawResult) -> int:
    return done.path.stat().st_size
