"""`shortlist bench`: a row a promise, with what was promised beside what was measured."""

import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.bench.client import Client, Reply, many, p50, p95
from app.bench.ground import Ground, add_audits, lay
from app.bench.pdf import pdf_rows
from app.bench.programmes import programme_rows
from app.bench.remediation import figures_rows, lay_findings, remediation_rows, walker_rows
from app.checklists.binding import edition_of
from app.checklists.check import check
from app.checklists.content import canonical, opened
from app.checklists.yaml_files import read_folder
from app.kit import clock
from app.kit.db import Database
from app.kit.ids import new_id
from app.kit.settings import ROOT
from app.readiness.queries import frame, standing_at

PAGES = (
    "/",
    "/audits",
    "/findings",
    "/checklist",
    "/reports",
    "/sites",
    "/buyers",
    "/readiness/BN-01",
)
Row = tuple[str, str, str]


def run(*, items: int, only: str, minutes: float) -> None:
    out = Console()
    out.print(_machine(items))
    table = Table("What", "Promised", "Measured")
    with tempfile.TemporaryDirectory() as home:
        for row in rows(Path(home), items, only, minutes):
            table.add_row(*row)
            out.print(" · ".join(row), style="dim", soft_wrap=True)
    out.print(table)


def rows(home: Path, items: int, only: str, minutes: float) -> Iterator[Row]:
    now = clock.now()
    (home / "files").mkdir()
    database = Database(f"sqlite:///{home / 'shortlist.db'}")
    ground = lay(database, items=items, at=now - timedelta(days=30))
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "checklist": checklist_rows,
        "engine": lambda: engine_rows(database, ground),
        "programmes": lambda: programme_rows(items),
        "server": lambda: server_rows(home, database, ground),
        "remediation": lambda: tracked_rows(home, database, ground),
        "reports": lambda: pdf_rows(home, items, minutes),
    }
    for name, part in parts.items():
        if only in name:
            yield from part()
    database.close()


def checklist_rows() -> Iterator[Row]:
    began = time.perf_counter()
    folder = read_folder(ROOT / "checklists")
    faults = check(folder)
    taken = time.perf_counter() - began
    items = sum(1 for _ in folder.items())
    yield f"Check the checklist, {items} items", "≤ 3 s", f"{taken:.1f} s, {len(faults)} faults"
    content = canonical(edition_of(folder))
    began = time.perf_counter()
    opened(content, sha256="")
    yield "Open a published edition", "–", f"{1000 * (time.perf_counter() - began):.0f} ms"


def engine_rows(database: Database, ground: Ground) -> Iterator[Row]:
    with database.reading() as session:
        whole = frame(session, ground.site)
        taken = []
        for n in range(25):
            told_at = clock.now()
            began = time.perf_counter()
            fresh = replace(whole, marker=str(n))  # a marker of its own: nothing is remembered
            standing_at(fresh, ground.packs[0], as_of=told_at, known=told_at)
            taken.append(time.perf_counter() - began)
    yield "Fold and score a site", "–", f"p50 {p50(taken):.1f} ms"


def server_rows(home: Path, database: Database, ground: Ground) -> Iterator[Row]:
    with server(home) as (port, started):
        client = Client(port, ground.token)
        yield "Start of the server", "≤ 3 s", f"{started:.1f} s"
        yield "Idle memory", "≤ 250 MB", f"{_memory_mb():.0f} MB"
        yield from sheet_rows(client, ground)
        yield from saving_rows(port, ground, "1 site, 4 audits")
        client = Client(port, ground.token)  # the server has hung up on the idle one
        yield create_row(client, ground)
        yield from page_rows(client)
    add_audits(database, ground, n=1000, answers=200, at=clock.now() - timedelta(days=20))
    with server(home) as (port, _started):
        yield from saving_rows(port, ground, "1,000 audits more")
        client = Client(port, ground.token)
        taken = [client.ask("GET", "/audits?limit=50").seconds for _n in range(20)]
        yield "Overview of 50 audits of 1,000", "≤ 100 ms", f"p50 {p50(taken):.0f} ms"


def tracked_rows(home: Path, database: Database, ground: Ground) -> Iterator[Row]:
    lay_findings(database, ground, clock.now() - timedelta(days=1))
    with server(home) as (port, _started):
        yield from remediation_rows(Client(port, ground.token))
    yield from figures_rows(database, ground)
    yield from walker_rows(database)


def sheet_rows(client: Client, ground: Ground) -> Iterator[Row]:
    path = f"/api/v1/audits/{ground.audit.id}/sheet"
    replies = [client.ask("GET", path) for _n in range(15)]
    size = len(replies[-1].body) / 1000
    yield "Open the sheet", "p50 ≤ 150 ms", f"p50 {p50([r.seconds for r in replies]):.0f} ms"
    yield "Its data, compressed, in one request", "≤ 400 kB", f"{size:.0f} kB"


def saving_rows(port: int, ground: Ground, where: str) -> Iterator[Row]:
    items = [item.id for item in ground.edition.items if item.zones is None]
    seen: dict[str, int] = {}

    def save(client: Client, number: int) -> Reply:
        mine = items[number::32]
        item = mine[seen.get(f"n{number}", 0) % len(mine)]
        seen[f"n{number}"] = seen.get(f"n{number}", 0) + 1
        return save_once(client, ground, item, seen)

    for clients, seconds in ((1, 4.0), (8, 6.0), (32, 6.0)):
        lines = [Client(port, ground.token) for _n in range(clients)]
        taken = many(lines, seconds, save)
        promised = "p50 ≤ 10 ms" if clients == 1 else "≥ 200 a second"
        told = (
            f"p50 {p50(taken):.1f} ms, p95 {p95(taken):.1f} ms, {len(taken) / seconds:.0f} a second"
        )
        yield f"Save an answer, {clients} at once, {where}", promised, told


def save_once(client: Client, ground: Ground, item: str, seen: dict[str, int]) -> Reply:
    """A save that finds another revision asks again with the right one; each reply is timed."""
    while True:
        body = {
            "audit": str(ground.audit.id),
            "item": item,
            "base_revision": seen.get(item, 0),
            "level": "3",
            "note": "Seen on the floor; the log of the week was drawn by hand.",
            "observed_at": clock.now().isoformat(),
        }
        reply = client.ask("PUT", f"/api/v1/answers/{new_id()}", body)
        if reply.status not in {409, 422}:
            seen[item] = seen.get(item, 0) + 1
            return reply
        seen[item] = seen.get(item, 0) + 1


def create_row(client: Client, ground: Ground) -> Row:
    body = {"site": str(ground.site.id), "type": "mock", "planned_on": "2027-01-15"}
    taken = []
    for _n in range(15):
        reply = client.ask("POST", "/api/v1/audits", body)
        if reply.status >= 400:  # noqa: PLR2004 - HTTP's own border
            raise RuntimeError(f"{reply.status}: {reply.body[:300]!r}")
        taken.append(reply.seconds)
    return "Create an audit", "≤ 20 ms", f"p50 {p50(taken):.1f} ms"


def page_rows(client: Client) -> Iterator[Row]:
    for path in PAGES:
        client.ask("GET", path)
        taken = [client.ask("GET", path).seconds for _n in range(20)]
        yield f"Page {path}", "p95 ≤ 150 ms", f"p50 {p50(taken):.0f} ms, p95 {p95(taken):.0f} ms"


@contextmanager
def server(home: Path) -> Iterator[tuple[int, float]]:
    """The real one, as a process of its own; and how long it took until it answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=os.environ | {"SHORTLIST_HOME": str(home)}, stderr=subprocess.DEVNULL
    )
    global _pid  # noqa: PLW0603 - whose memory is measured
    _pid = process.pid
    try:
        _wait(port, process)
        yield port, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(timeout=20)


_pid = 0


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("the server did not start")


def _memory_mb() -> float:
    status = Path(f"/proc/{_pid}/status").read_text()
    return int(next(x for x in status.splitlines() if x.startswith("VmRSS")).split()[1]) / 1024


def _machine(items: int) -> str:
    packages = ", ".join(f"{n} {version(n)}" for n in ("fastapi", "sqlmodel", "weasyprint"))
    return (
        f"{items} generated items · {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()} · {packages} · SQLite, synchronous=FULL"
    )
