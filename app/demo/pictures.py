"""Pictures of the demo's executive report, for README and manual.

`python -m app.demo.pictures` tells the story in a folder of its own; with the home of a demo
behind it, it reads that one.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdfium2 import PdfDocument
from sqlmodel import Session

from app.demo.build import build_demo
from app.demo.story import SITES
from app.evidence.files import Files
from app.kit import clock
from app.kit.db import Database
from app.kit.migrations import newest, revision, upgrade
from app.kit.settings import ROOT, Settings
from app.people.queries import people_with
from app.people.rules import Role
from app.programmes.queries import demands
from app.reports.document import Document
from app.reports.gather import gather
from app.reports.models import Report
from app.reports.press import Job, Limits, draw
from app.reports.rules import OrderStatus, ReportKind
from app.suppliers.queries import site_with_code
from app.trail.queries import checkpoint

FOLDER = ROOT / "docs" / "pictures"
WIDE = 860  # px of a page
COLOURS = 48  # enough for paper, and a third of the size
PATIENT = Limits(wall_seconds=600, cpu_seconds=300)


def main(homes: list[str]) -> None:
    with _demo(Path(homes[0]) if homes else None) as database:
        for lang in ("en", "zh"):
            with database.reading() as session:
                document = gather(session, _order(session, lang))
            _picture(document, FOLDER)


@contextmanager
def _demo(home: Path | None) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        settings = Settings(home=home or Path(folder), demo=True)
        settings.data.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database)
        if revision(database) != newest():
            upgrade(database)
        if home is None:
            checklists, files = ROOT / "checklists", Files(settings.files)
            build_demo(database, files, checklists, now=clock.now(), told=lambda *_told: None)
        try:
            yield database
        finally:
            database.close()


def _order(session: Session, lang: str) -> Report:
    """As the executive would file it now; it is drawn at once and never kept."""
    at, who = clock.now(), people_with(session, Role.EXECUTIVE)[0]
    site = site_with_code(session, SITES[0].code)
    if site is None:
        raise SystemExit("This home has no demo. Give the home of one, or none.")
    _buyer, pack = demands(session)[0]
    return Report(
        ref="R-0001",
        kind=ReportKind.EXECUTIVE,
        lang=lang,
        site_id=site,
        pack_version_id=pack.id,
        as_of=at,
        known_at=at,
        status=OrderStatus.QUEUED,
        asked_by_id=who.id,
        asked_by=who.name,
        asked_at=at,
        trail_root=checkpoint(session).root,
    )


def _picture(document: Document, folder: Path) -> None:
    lang = document.head.lang
    with TemporaryDirectory() as drawn:
        out = Path(drawn) / "report.pdf"
        draw(Job(out=out, document=document), limits=PATIENT)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"executive-{lang}-*.png"):
            old.unlink()
        with PdfDocument(str(out)) as pdf:
            for n, page in enumerate(pdf, start=1):
                seen = page.render(scale=WIDE / page.get_width()).to_pil()
                small = seen.convert("RGB").quantize(COLOURS)
                small.save(folder / f"executive-{lang}-{n}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
