"""The reports against the naive way: one page, a six-column table, the machine's own settings."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from PIL import Image

from app.bench.ground import Ground
from app.bench.naive_report import naive_html
from app.bench.sizes import shortened, with_note, with_photos
from app.kit import clock
from app.kit.db import Database
from app.reports.document import Document, GapDocument
from app.reports.gather import gather
from app.reports.models import Report
from app.reports.press import DrawResult, Job, Limits, draw
from app.reports.rules import OrderStatus, ReportKind

MEGABYTE = 1_000_000
LIMITS = Limits(wall_seconds=900, cpu_seconds=900, memory=4_000 * MEGABYTE)
SIZES = ((24, 0), (24, 40), (300, 0), (300, 40), (300, 400))
PHOTOS = (40, 400)
LANGUAGES = ("en", "zh")
Row = tuple[str, str, str]


def pdf_rows(home: Path, database: Database, ground: Ground, items: int) -> Iterator[Row]:
    began = time.perf_counter()
    gap = gap_document(database, ground)
    yield "Gather the gap report", "–", f"{time.perf_counter() - began:.2f} s"
    naive = draw(Job(out=home / "naive.pdf", naive_html=naive_html(gap)), limits=LIMITS)
    yield f"Naive gap report, {items} items", "1.00", _told(naive)
    job = Job(out=home / "gap.pdf", document=gap, shelf=home / "drawn")
    drawn = draw(job, limits=LIMITS)
    yield f"Gap report, {items} items", "–", _told(drawn)
    yield from _against(drawn, naive)
    yield from _again(job, gap, drawn, naive)
    yield from _grid(home, database, ground, items)
    executive = _document(database, ground, ReportKind.EXECUTIVE)
    short = draw(Job(out=home / "executive.pdf", document=executive), limits=LIMITS)
    yield "Executive report", "4 to 8 pages", _told(short)


def _grid(home: Path, database: Database, ground: Ground, items: int) -> Iterator[Row]:
    """Sizes, photos and languages, each against the naive way with the same content."""
    for lang in LANGUAGES:
        document = gap_document(database, ground, lang)
        whole = ((items, photos) for photos in (*PHOTOS, *(() if lang == "en" else (0,))))
        for size, photos in (*(one for one in SIZES if one[0] <= items), *whole):
            yield from _sized(home, document, size, photos)


def _against(drawn: DrawResult, naive: DrawResult) -> Iterator[Row]:
    yield "  processor time against naive", "≤ 0.75", f"{drawn.seconds / naive.seconds:.2f}"
    yield "  time to wait against naive", "≤ 0.60", f"{drawn.wall / naive.wall:.2f}"
    yield "  peak memory against naive", "≤ 0.50", f"{drawn.peak / naive.peak:.2f}"
    yield "  size of file against naive", "≤ 1.30", f"{_size(drawn) / _size(naive):.2f}"


def _again(job: Job, gap: GapDocument, drawn: DrawResult, naive: DrawResult) -> Iterator[Row]:
    """With the parts of the first time on the shelf."""
    same = draw(job, limits=LIMITS)
    told = f"{same.seconds / naive.seconds:.2f}"
    yield "  drawn again, against naive", "≤ 0.18", told
    yield "  the same bytes", "yes", "yes" if same.sha256 == drawn.sha256 else "no"
    changed = draw(replace(job, document=with_note(gap)), limits=LIMITS)
    told = f"{changed.seconds / naive.seconds:.2f}, to wait {changed.wall / naive.wall:.2f}"
    yield "  one category changed, against naive", "≤ 0.18 to wait", told


def _sized(home: Path, gap: GapDocument, items: int, photos: int) -> Iterator[Row]:
    document = with_photos(shortened(gap, items), photos)
    assets = _pictures(home, document)
    naive = draw(
        Job(out=home / "naive.pdf", naive_html=naive_html(document), assets=assets), limits=LIMITS
    )
    drawn = draw(Job(out=home / "gap.pdf", document=document, assets=assets), limits=LIMITS)
    name = f"Gap report, {items} items, {photos} photos, {gap.head.lang}"
    yield name, "–", _told(drawn)
    ratios = (
        drawn.seconds / naive.seconds,
        drawn.wall / naive.wall,
        drawn.peak / naive.peak,
        _size(drawn) / _size(naive),
    )
    told = "{:.2f}, {:.2f}, {:.2f}, {:.2f}".format(*ratios)
    yield "  processor, wait, memory, size against naive", "–", told


def _pictures(home: Path, document: GapDocument) -> Mapping[str, Path]:
    """No two alike."""
    found = {}
    for n, photo in enumerate(document.photos):
        found[photo.id] = home / f"{photo.id}.jpg"
        shade = Image.linear_gradient("L").resize((1280, 960)).rotate(n)
        shade.save(found[photo.id], quality=85)
    return found


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


def _told(done: DrawResult) -> str:
    return (
        f"{done.seconds:.1f} s processor, {done.wall:.1f} s to wait, "
        f"{done.peak / MEGABYTE:.0f} MB, {done.pages} pages, {_size(done) / MEGABYTE:.2f} MB"
    )


def _size(done: DrawResult) -> int:
    return done.path.stat().st_size
