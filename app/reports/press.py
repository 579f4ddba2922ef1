"""Starts the drawing of one report in a process of its own, hears how far it is, and ends it.

The PDF appears under its name whole or not at all.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from app.kit.errors import Unavailable
from app.kit.settings import ROOT
from app.kit.words import mark as _
from app.reports.document import Document, to_json
from app.reports.outfit import Outfit
from app.reports.parts import FULL

MEBIBYTE = 1024 * 1024
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "XDG_DATA_HOME", "TMPDIR", "LANG")


class NotDrawn(Unavailable):
    """`reason` is a code: time, memory, cancelled, killed or fault; `detail` is for the log."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(REASONS[reason])
        self.reason = reason
        self.detail = detail


REASONS = {
    "time": _("The report took longer to draw than it may."),
    "memory": _("The report needed more memory to draw than it may."),
    "cancelled": _("The report was cancelled."),
    "killed": _("The drawing of the report was ended from outside."),
    "fault": _("The report could not be drawn."),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the drawing finds its parts; `fonts` None: the fonts of the machine."""

    templates: Path = ROOT / "reports"
    charts: Path = ROOT / ".cache/front/echarts.server.js"
    fonts: Path | None = ROOT / ".cache/fonts/fonts.conf"


@dataclass(frozen=True, slots=True)
class Limits:
    wall_seconds: int = 60
    cpu_seconds: int = 45
    memory: int = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`assets`: the file of each photo id. `shelf`: the folder where drawn parts are kept.

    `chinese`: the document in Chinese, to be set beside `document`, which is then in English.
    `draft`: for a look, neither tagged nor archived. `full`: so many items fill a part. `whole`
    draws it in one go, for tests; `naive_html` draws that page instead, for the bench.
    """

    out: Path
    document: Document | None = None
    chinese: Document | None = None
    outfit: Outfit = field(default_factory=Outfit)
    assets: Mapping[str, Path] = field(default_factory=dict)
    places: Places = Places()
    shelf: Path | None = None
    full: int = FULL
    whole: bool = False
    draft: bool = False
    naive_html: str = ""


@dataclass(frozen=True, slots=True)
class DrawResult:
    """`seconds` of processor time of all processes, `wall` of waiting.

    `peak` is the memory in bytes of the largest of them; `warnings` should be empty.
    """

    path: Path
    pages: int
    sha256: str
    seconds: float
    wall: float
    peak: int
    warnings: tuple[str, ...]

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
        return self.path.stat().st_size

    @property
    def told(self) -> str:
        return (
            f"{self.seconds:.1f} s processor, {self.wall:.1f} s to wait, "
            f"{self.peak / MEBIBYTE:.0f} MiB, {self.pages} pages, {self.size / MEBIBYTE:.2f} MiB"
        )


def draw(
    job: Job,
    *,
    on_progress: Callable[[Mapping[str, Any]], None] = lambda _line: None,
    stop: Callable[[], bool] = lambda: False,
    limits: Limits = Limits(),
) -> DrawResult:
    """Draw and put in place; raises NotDrawn, and then nothing is left behind."""
    began = time.monotonic()
    job.out.parent.mkdir(parents=True, exist_ok=True)
    part = job.out.with_name(f".{job.out.name}.{os.getpid()}.{time.monotonic_ns()}.part")
    try:
        with _process(job, part, limits) as child:
            done, warnings = _heard(child, on_progress, stop, limits.wall_seconds)
        digest = _settle(part, job.out)
    finally:
        part.unlink(missing_ok=True)
    wall = time.monotonic() - began
    return DrawResult(
        job.out, done["pages"], digest, done["seconds"], wall, done["peak"], tuple(warnings)
    )


@contextmanager
def _process(job: Job, part: Path, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    with (
        tempfile.TemporaryFile() as said_wrong,
        tempfile.TemporaryFile() as order,
        tempfile.TemporaryDirectory() as folder,
    ):
        order.write(json.dumps(_order(job, part, limits) | {"folder": folder}).encode())
        order.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "app.reports.draw"],
            cwd=ROOT,
            env=_surroundings(job.places),
            stdin=order,
            stdout=subprocess.PIPE,
            stderr=said_wrong,
            start_new_session=True,
        )
        try:
            yield child
            if child.wait() != 0:
                said_wrong.seek(0)
                raise _why(child.returncode, said_wrong.read().decode(errors="replace"))
        finally:
            _end(child)


def _order(job: Job, part: Path, limits: Limits) -> dict[str, Any]:
    fonts = job.places.fonts
    return {
        "document": to_json(job.document) if job.document else None,
        "chinese": to_json(job.chinese) if job.chinese else None,
        "outfit": job.outfit.plain(),
        "html": job.naive_html,
        "naive": bool(job.naive_html),
        "full": job.full,
        "whole": job.whole or job.draft,
        "draft": job.draft,
        "shelf": str(job.shelf.resolve()) if job.shelf else None,
        "assets": {id: str(path.resolve()) for id, path in job.assets.items()},
        "templates": str(job.places.templates),
        "charts": str(job.places.charts),
        "fonts": str(fonts) if fonts and fonts.exists() else None,
        "out": str(part.resolve()),
        "cpu_seconds": limits.cpu_seconds,
        "memory": limits.memory,
    }


def _surroundings(places: Places) -> dict[str, str]:
    """No secrets: only what finds the libraries, and our own fonts."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    fonts = places.fonts
    ours = {"FONTCONFIG_FILE": str(fonts)} if fonts and fonts.exists() else {}
    return kept | ours | {"PYTHONHASHSEED": "0"}


def _heard(
    child: subprocess.Popen[bytes],
    on_progress: Callable[[Mapping[str, Any]], None],
    stop: Callable[[], bool],
    seconds: int,
) -> tuple[dict[str, Any], list[str]]:
    """What the child says until it is silent, without waiting for it longer than `seconds`."""
    deadline = time.monotonic() + seconds
    done: dict[str, Any] = {}
    warnings: list[str] = []
    for line in _lines(child, deadline, stop):
        if "done" in line:
            done = line["done"]
        elif "warning" in line:
            warnings.append(line["warning"])
        else:
            on_progress(line)
    return done, warnings


def _lines(
    child: subprocess.Popen[bytes], deadline: float, stop: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    assert child.stdout  # noqa: S101 - a pipe was asked for
    rest = b""
    with selectors.DefaultSelector() as ears:
        ears.register(child.stdout, selectors.EVENT_READ)
        while True:
            if stop():
                raise NotDrawn("cancelled")
            if time.monotonic() > deadline:
                raise NotDrawn("time")
            if not ears.select(0.2):
                continue
            heard = os.read(child.stdout.fileno(), 65536)
            if not heard:
                return
            *whole, rest = (rest + heard).split(b"\n")
            yield from map(json.loads, whole)


def _why(code: int, said_wrong: str) -> NotDrawn:
    detail = said_wrong.strip()[-2000:]
    if code == -signal.SIGXCPU:
        return NotDrawn("time", detail)
    if "MemoryError" in detail or "Cannot allocate memory" in detail:
        return NotDrawn("memory", detail)
    return NotDrawn("killed" if code < 0 else "fault", detail or f"exit {code}")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
    child.wait()
    if child.stdout:
        child.stdout.close()


def _settle(part: Path, out: Path) -> str:
    """The hash of the finished file, which now stands durably under its name."""
    with part.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    part.replace(out)
    return digest
