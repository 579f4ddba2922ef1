"""The reports against the naive way: one page, a six-column table, the machine's own settings."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.bench.deadline import Deadline
from app.bench.ground import Ground, lay
from app.bench.naive_report import naive_html
from app.bench.pdf_grid import grid_rows
from app.bench.sizes import with_note
from app.bench.tracked import add_findings
from app.kit import clock
from app.kit.db import Database
from app.reports.document import Document, GapDocument
from app.reports.gather import gather
from app.reports.models import Report
from app.reports.press import DrawResult, Job, Places, draw
from app.reports.rules import OrderStatus, ReportKind
from app.reports.typeset import Typesetter

FINDINGS_A_HUNDRED = 30  # items; as in the rounds of the demo
MACHINES_OWN = Places(fonts=None)
Row = tuple[str, str, str]


def pdf_rows(home: Path, items: int, minutes: float) -> Iterator[Row]:
    """On a ground of their own: what other parts of the bench add changes no page."""
    deadline = Deadline(minutes)
    database = Database(f"sqlite:///{home / 'reports.db'}")
    now = clock.now()
    ground = lay(database, items=items, at=now - timedelta(days=30))
    found = items * FINDINGS_A_HUNDRED // 100
    add_findings(database, ground, sites=1, n=found, at=now - timedelta(days=1))
    began = time.perf_counter()
    gap = gap_document(database, ground)
    yield f"Gather the gap report, {items} items", "–", f"{time.perf_counter() - began:.2f} s"
    yield from deadline.kept(_gap_rows(home, gap, deadline))
    executive = _document(database, ground, ReportKind.EXECUTIVE)
    yield from deadline.kept(_executive_rows(home, executive, deadline))
    documents = {"en": gap, "zh": gap_document(database, ground, "zh")}
    yield from grid_rows(home, documents, items, deadline)
    database.close()


def _gap_rows(home: Path, gap: GapDocument, deadline: Deadline) -> Iterator[Row]:
    page = naive_html(gap)
    naive = draw(
        Job(out=home / "naive.pdf", naive_html=page, places=MACHINES_OWN), limits=deadline.limits
    )
    yield "Gap report, the naive way", "1.00", naive.told
    single = draw(Job(out=home / "gap.pdf", document=gap, whole=True), limits=deadline.limits)
    yield "Gap report, one process", "–", single.told
    yield "  processor time against naive", "≤ 0.75", f"{single.seconds / naive.seconds:.2f}"
    job = Job(out=home / "gap.pdf", document=gap, shelf=home / "drawn")
    drawn = draw(job, limits=deadline.limits)
    yield "Gap report, two processes", "–", drawn.told
    yield "  processor time against naive", "≤ 0.90", f"{drawn.seconds / naive.seconds:.2f}"
    yield "  time to wait against naive", "≤ 0.60", f"{drawn.wall / naive.wall:.2f}"
    yield "  peak memory against naive", "≤ 0.50", f"{drawn.peak / naive.peak:.2f}"
    yield "  size of file against naive", "≤ 1.30", f"{drawn.size / naive.size:.2f}"
    yield from _again(job, gap, drawn, naive, deadline)


def _again(
    job: Job, gap: GapDocument, drawn: DrawResult, naive: DrawResult, deadline: Deadline
) -> Iterator[Row]:
    """With the parts of the first time on the shelf."""
    same = draw(job, limits=deadline.limits)
    yield "  drawn again, to wait against naive", "≤ 0.18", f"{same.wall / naive.wall:.2f}"
    yield "  the same bytes", "yes", "yes" if same.sha256 == drawn.sha256 else "no"
    changed = draw(replace(job, document=with_note(gap)), limits=deadline.limits)
    told = f"{changed.wall / naive.wall:.2f} (processor {changed.seconds / naive.seconds:.2f})"
    yield "  one category changed, to wait against naive", "≤ 0.18", told


def _executive_rows(home: Path, document: Document, deadline: Deadline) -> Iterator[Row]:
    """Its naive way is the same page, drawn with the machine's own fonts and settings."""
    began = time.process_time()
    page = Typesetter(MACHINES_OWN.templates, MACHINES_OWN.charts).html(document)
    typeset = time.process_time() - began
    naive = draw(
        Job(out=home / "naive.pdf", naive_html=page, places=MACHINES_OWN), limits=deadline.limits
    )
    yield "Executive report, the naive way", "1.00", naive.told
    drawn = draw(Job(out=home / "executive.pdf", document=document), limits=deadline.limits)
    yield "Executive report", "4 to 8 pages", drawn.told
    told = f"{drawn.seconds / (naive.seconds + typeset):.2f}"
    yield "  processor time against naive", "≤ 1.00", told
    yield "  peak memory against naive", "≤ 0.60", f"{drawn.peak / naive.peak:.2f}"
    yield "  size of file against naive", "≤ 0.50", f"{drawn.size / naive.size:.2f}"


def gap_document(database: Database, ground: Ground, lang: str = "en") -> GapDocument:
    told = _document(database, ground, ReportKind.GAP, lang)
    assert isinstance(told, GapDocument)  # noqa: S101 - what was asked for
    return told


def _document(database: Database, ground: Ground, kind: ReportKind, lang: str = "en") -> Document:
    now = clock.now()
    row = Report(
        ref="R-0000",
        kind=kind,
        lang=lang,
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
