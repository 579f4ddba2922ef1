"""What the engine takes to score an audit: under one programme, under ten, of half its size."""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice

from app.bench.client import p50
from app.checklists.generated import generated_edition
from app.kit.settings import ROOT
from app.programmes.forms import beside, open_pack
from app.programmes.packs.monotone import worsening
from app.programmes.rules import (
    AnswerFact,
    Facts,
    FindingFact,
    ItemFact,
    Pack,
    evaluate,
)

PROGRAMMES = ROOT / "checklists" / "programmes"
TODAY = date(2026, 11, 22)
EVERY = 9
"""One in so many items is not met in full, and has a finding."""


def programme_rows(items: int) -> Iterator[tuple[str, str, str]]:
    packs = list(islice(cycle(shipped()), 10))
    whole, half = audit_of(items), audit_of(items // 2)
    first = next(pack for pack in packs if pack.id == "bt-like")
    one, less = _taken(lambda: evaluate(first, whole)), _taken(lambda: evaluate(first, half))
    ten = _taken(lambda: [evaluate(pack, whole) for pack in packs])
    told = _taken(lambda: evaluate(first, whole).trace)
    yield f"Score {items} items under one programme", "p50 ≤ 15 ms", f"p50 {one:.1f} ms"
    yield "Under ten programmes", "p50 ≤ 100 ms", f"p50 {ten:.1f} ms"
    yield f"{items} items against {items // 2}", "≤ 2.2 times", f"{one / less:.1f} times"
    yield "Score and explain to the last answer", "–", f"p50 {told:.1f} ms"
    slowest = max(_taken(partial(worsening, pack), 1) for pack in packs)
    yield "Search a programme for a flaw", "≤ 1 s", f"{slowest / 1000:.2f} s"


def shipped() -> list[Pack]:
    """Those that judge a checklist; they were proved when they were made."""
    files = sorted(PROGRAMMES.glob("*.yaml"))
    found = [open_pack(x.read_text(encoding="utf-8"), x.name, beside(x)) for x in files]
    return [pack for pack in found if pack.nodes and pack.verdict and not pack.items]


def audit_of(items: int) -> Facts:
    listed = tuple(
        ItemFact(x.id, x.category, x.section, x.severity, x.method, knock_out=x.knock_out)
        for x in generated_edition(items).items
    )
    days = [TODAY - timedelta(days=n) for n in range(28)]
    return Facts(
        items=listed,
        answers=tuple(
            AnswerFact(x.id, "4" if n % EVERY else "3210"[n % 4], observed_on=days[n % 28])
            for n, x in enumerate(listed)
        ),
        findings=tuple(
            FindingFact(f"F-{n}", "major" if n % 2 else "minor", days[n % 28], x.id)
            for n, x in enumerate(listed[::EVERY])
        ),
        as_of=TODAY,
    )


def _taken(what: Callable[[], object], times: int = 25) -> float:
    taken = []
    for _n in range(times):
        began = time.perf_counter()
        what()
        taken.append(time.perf_counter() - began)
    return p50(taken)
