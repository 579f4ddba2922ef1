"""Fills the orders, one at a time, in a thread beside the server.

The drawing itself is a process of its own (press.py). Several servers on one PostgreSQL each have
a drawer; the lease keeps them apart.
"""

import logging
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from app.evidence.files import Files
from app.kit import clock
from app.kit.db import Database
from app.kit.settings import Settings
from app.reports.changes import finish, give_up, note_progress, take_order
from app.reports.document import Document, DossierDocument, GapDocument
from app.reports.models import Report
from app.reports.outfit import LOGO, Outfit
from app.reports.press import MEBIBYTE, DrawResult, Job, Limits, NotDrawn, draw
from app.reports.queries import by_id, orders_wait, status_of
from app.reports.rules import OrderStatus
from app.reports.tongues import gathered
from app.reports.turns import take_turns

log = logging.getLogger("shortlist")
PAUSE = 0.4
NOTE_EVERY = 1.0
TURNS_EVERY = timedelta(seconds=10)
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
        self._next_turns = clock.now()
        self._thread = threading.Thread(target=self._work, name="drawer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._take_turns()
                worked = self.draw_next()
            except Exception:
                log.exception("the drawer stumbled")
                worked = False
            if not worked:
                self._stop.wait(PAUSE)

    def _take_turns(self) -> None:
        """A look now and then is enough: a turn is a day, and its letters may take a moment."""
        now = clock.now()
        if now >= self._next_turns:
            self._next_turns = now + TURNS_EVERY
            take_turns(self.database, now)

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
                document, chinese = gathered(session, row, self.settings.public_url)
            with tempfile.TemporaryDirectory() as folder:
                out = Path(folder) / "report.pdf"
                result = self._drawn(row, document, chinese, out)
                sha256 = self.files.keep(out.read_bytes())
                size = out.stat().st_size
        except NotDrawn as refused:
            log_refused(row, refused)
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
                    seconds=result.wall,
                    at=clock.now(),
                )
                session.commit()

    def _drawn(
        self, row: Report, document: Document, chinese: Document | None, out: Path
    ) -> DrawResult:
        noted = Noted(self, row.id)
        limits = limits_of(self.settings, languages=2 if chinese else 1)
        shelf = self.settings.data / "drawn"
        job = job_of(self.files, row, document, chinese, out)
        job = replace(job, shelf=shelf)
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


def limits_of(settings: Settings, *, languages: int) -> Limits:
    """Two languages are twice the text."""
    return Limits(
        wall_seconds=settings.report_seconds * languages,
        cpu_seconds=settings.report_seconds * languages,
        memory=settings.report_memory_mb * MEBIBYTE,
    )


def log_refused(row: Report, refused: NotDrawn) -> None:
    log.warning("report %s: %s %s", row.ref, refused.reason, refused.detail[-2000:])


def job_of(
    files: Files, row: Report, document: Document, chinese: Document | None, out: Path
) -> Job:
    outfit = Outfit.of(row.form)
    pictures = dict(assets(files, document))
    if outfit.logo:
        pictures[LOGO] = files.path(outfit.logo)
    return Job(out=out, document=document, chinese=chinese, outfit=outfit, assets=pictures)


def assets(files: Files, document: Document) -> Mapping[str, Path]:
    """The copies for the screen of the photos in it, by the id of the evidence."""
    if not isinstance(document, GapDocument | DossierDocument):
        return {}
    paths = {photo.id: files.path(f"{photo.sha256}.picture") for photo in document.photos}
    return {id: path for id, path in paths.items() if path.exists()}
