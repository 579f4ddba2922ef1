"""How long the pages of those who track findings take, with 20,000 of them over 200 sites."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.bench.client import Client, p50, p95
from app.bench.ground import Ground
from app.bench.tracked import add_findings
from app.kit import clock
from app.kit.db import Database
from app.people.queries import actor, person
from app.people.rules import Actor
from app.remediation.figures import figures
from app.remediation.filter_queries import Scope
from app.remediation.forms import Asked
from app.remediation.remembered import forget
from app.reminders.walker import Walker

SITES, FINDINGS = 200, 20_000
PAGES = (
    "/board",
    "/board?class=major",
    "/tasks",
    "/findings",
    "/findings?shown=overdue&sort=class",
    "/findings/figures",
    "/problems",
)
ROUNDS = 40
PROMISED = "p95 ≤ 100 ms"
Row = tuple[str, str, str]


def lay_findings(database: Database, ground: Ground, at: datetime) -> None:
    add_findings(database, ground, sites=SITES, n=FINDINGS, at=at)


def remediation_rows(client: Client) -> Iterator[Row]:
    """Each was opened once before: the reminders of the start are over by then."""
    for path in PAGES:
        reply = client.ask("GET", path)
        if reply.status >= 400:  # noqa: PLR2004 - HTTP's own border
            raise RuntimeError(f"{path}: {reply.status}")
    for path in PAGES:
        taken = [client.ask("GET", path).seconds for _n in range(ROUNDS)]
        where = f"{FINDINGS:,} findings, {SITES} sites: {path}"
        yield where, PROMISED, f"p50 {p50(taken):.0f} ms, p95 {p95(taken):.0f} ms"


def figures_rows(database: Database, ground: Ground) -> Iterator[Row]:
    """What is kept of them holds for a quarter of an hour, or until something changes."""
    now = clock.now()
    later = [now + timedelta(minutes=15 * n) for n in range(ROUNDS)]
    with database.reading() as session:
        who = _who(database, ground)

        def taken(at: datetime) -> float:
            session.expire_all()
            began = time.perf_counter()
            figures(session, who, Scope(Asked()), at, ground.edition.categories)
            return time.perf_counter() - began

        taken(now - timedelta(hours=1))
        yield _figures_row("right after a change", [taken(at) for at in later])
        anew = []
        for at in later:
            forget()
            anew.append(taken(at))
        yield _figures_row("right after a cause was said", anew)


def _figures_row(when: str, taken: list[float]) -> Row:
    return f"Figures of them, {when}", PROMISED, f"p50 {p50(taken):.0f} ms, p95 {p95(taken):.0f} ms"


def walker_rows(database: Database) -> Iterator[Row]:
    """As each minute beside the server; the first walk tells whatever is late already."""
    walker, at = Walker(database), clock.now()
    walker.walk(at)
    yield "The first walk of a server over them", "–", f"{_walk(Walker(database), at):.1f} s"
    taken = [_walk(walker, at + timedelta(seconds=n)) for n in range(1, ROUNDS)]
    yield "A walk that finds nothing new", "p95 ≤ 100 ms", f"p95 {p95(taken):.0f} ms"


def _walk(walker: Walker, at: datetime) -> float:
    began = time.perf_counter()
    walker.walk(at)
    return time.perf_counter() - began


def _who(database: Database, ground: Ground) -> Actor:
    with database.reading() as session:
        row = person(session, ground.actor.id)
        assert row  # noqa: S101 - it was laid with the ground
        return actor(session, row)
