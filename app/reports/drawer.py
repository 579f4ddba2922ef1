"""Fills the orders, one at a time, in a thread beside the server.

The drawing itself is a process of its own (press.py). Several servers on one PostgreSQL each have
a drawer; the lease keeps them apart.
"""

import logging
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.audits.queries import audit_for_command, programmes_of
from app.evidence.files import Files
from app.kit import clock
from app.kit.db import Database
from app.kit.errors import NotFound
from app.kit.settings import Settings
from app.kit.words import mark as _
from app.reports.changes import finish, give_up, note_progress, take_order
from app.reports.document import Document, DossierDocument, GapDocument
from app.reports.gather import gather
from app.reports.models import Report
from app.reports.press import MEBIBYTE, DrawResult, Job, Limits, NotDrawn, draw
from app.reports.queries import by_id, orders_wait, status_of
from app.reports.rules import OrderStatus, ReportKind
from app.trail.queries import checkpoint

log = logging.getLogger("shortlist")
PAUSE = 0.4
NOTE_EVERY = 1.0
SHARES = {
    "typesetting": 8,
    "html": 10,
    "css": 12,
    "style": 15,
    "boxes": 20,
    "pages": 85,
    "writing": 92,
}


class Drawer:
    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.files = Files(settings.files)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="drawer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                worked = self.draw_next()
            except Exception:
                log.exception("the drawer stumbled")
                worked = False
            if not worked:
                self._stop.wait(PAUSE)

    def draw_next(self) -> bool:
        """Draws the next order, if there is one; says whether there was."""
        with self.database.reading() as session:
            waiting = orders_wait(session, clock.now())
        if not waiting:
            return False
        with self.database.writing() as session:
            row = take_order(session, at=clock.now())
            session.commit()
        if row is not None:
            self._draw(row)
        return True

    def _draw(self, row: Report) -> None:
        try:
            with self.database.reading() as session:
                document = gather(session, row, self.settings.public_url)
            with tempfile.TemporaryDirectory() as folder:
                out = Path(folder) / "report.pdf"
                result = self._drawn(row, document, out)
                sha256 = self.files.keep(out.read_bytes())
                size = out.stat().st_size
        except NotDrawn as refused:
            log.warning("report %s: %s %s", row.ref, refused.reason, refused.detail[-2000:])
            self._give_up(row.id, refused.reason)
            return
        except Exception:
            log.exception("report %s", row.ref)
            self._give_up(row.id, "fault")
            return
        with self.database.writing() as session:
            fresh = by_id(session, row.id)
            if fresh.status is OrderStatus.DRAWING:
                finish(
                    session,
                    fresh,
                    sha256=sha256,
                    size=size,
                    pages=result.pages,
                    data_hash=document.head.data_hash,
                    at=clock.now(),
                )
                session.commit()

    def _drawn(self, row: Report, document: Document, out: Path) -> DrawResult:
        noted = Noted(self, row.id)
        limits = Limits(
            wall_seconds=self.settings.report_seconds,
            cpu_seconds=self.settings.report_seconds,
            memory=self.settings.report_memory_mb * MEBIBYTE,
        )
        shelf = self.settings.data / "drawn"
        job = Job(out=out, document=document, assets=assets(self.files, document), shelf=shelf)
        return draw(job, on_progress=noted, stop=noted.cancelled, limits=limits)

    def _give_up(self, id: UUID, reason: str) -> None:
        with self.database.writing() as session:
            row = by_id(session, id)
            if row.status is OrderStatus.DRAWING:
                give_up(session, row, reason, at=clock.now())
                session.commit()


class Noted:
    """Writes progress down now and then, and looks whether the order was cancelled."""

    def __init__(self, drawer: Drawer, id: UUID) -> None:
        self.drawer, self.id = drawer, id
        self.last = clock.now()
        self.percent = 0

    def __call__(self, line: Mapping[str, Any]) -> None:
        if (clock.now() - self.last).total_seconds() < NOTE_EVERY:
            return
        self.last = clock.now()
        step, percent = progress_of(line)
        self.percent = max(self.percent, percent)  # the contents are laid out twice
        with self.drawer.database.writing() as session:
            row = by_id(session, self.id)
            if row.status is OrderStatus.DRAWING:
                note_progress(session, row, step=step, percent=self.percent, at=self.last)
                session.commit()

    def cancelled(self) -> bool:
        with self.drawer.database.reading() as session:
            gone = status_of(session, self.id) is not OrderStatus.DRAWING
        return gone or self.drawer._stop.is_set()  # noqa: SLF001 - the other half of one thing


def progress_of(line: Mapping[str, Any]) -> tuple[str, int]:
    """Layout takes nearly all the time; its pages are counted, and their number is not known.

    That of parts is.
    """
    step, page = str(line.get("step", "")), int(line.get("page", 0) or 0)
    if "part" in line:
        return step, SHARES["boxes"] + 60 * int(line["part"]) // int(line["of"])
    if step == "layout":
        return step, min(80, SHARES["boxes"] + page)
    return step, SHARES.get(step, 0)


def assets(files: Files, document: Document) -> Mapping[str, Path]:
    """The copies for the screen of the photos in it, by the id of the evidence."""
    if not isinstance(document, GapDocument | DossierDocument):
        return {}
    paths = {photo.id: files.path(f"{photo.sha256}.picture") for photo in document.photos}
    return {id: path for id, path in paths.items() if path.exists()}


def draw_to(  # noqa: PLR0913 - the options of the command
    database: Database,
    settings: Settings,
    *,
    audit: str,
    kind: str,
    pack: str,
    lang: str,
    out: Path,
    told: Callable[[str, float], None],
) -> int:
    """Draws without an order, for the command line; returns the number of pages."""
    with database.reading() as session:
        row = _unfiled(session, audit, kind, pack, lang)
        document = gather(session, row, settings.public_url)
    limits = Limits(
        wall_seconds=settings.report_seconds,
        cpu_seconds=settings.report_seconds,
        memory=settings.report_memory_mb * MEBIBYTE,
    )
    job = Job(out=out.resolve(), document=document, assets=assets(Files(settings.files), document))
    return draw(job, on_progress=lambda line: told(*progress_of(line)), limits=limits).pages


def _unfiled(session: Session, audit: str, kind: str, pack: str, lang: str) -> Report:
    """A report as it would be ordered now, or for a closed audit as of its end."""
    found = audit_for_command(session, audit)
    rows = programmes_of(session, found.id) if found else []
    row = next((one for one in rows if one.pack == pack or not pack), None)
    if found is None or row is None:
        raise NotFound(NOT_THERE, ref=audit, pack=pack)
    now = clock.now()
    return Report(
        ref=f"{audit}-{kind}-{lang}",
        kind=ReportKind(kind),
        lang=lang,
        site_id=found.site_id,
        audit_id=found.id,
        pack_version_id=row.id,
        as_of=found.closed_at or now,
        known_at=now,
        status=OrderStatus.DRAWING,
        asked_by="Shortlist",
        asked_at=now,
        trail_root=checkpoint(session).root,
    )


NOT_THERE = _("There is no audit {ref}, or it has no programme {pack}.")
