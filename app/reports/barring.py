"""Each finding and item that by itself keeps the list shut.

It is behind a cap that holds, or behind a condition of the list that is not met.
"""

from collections.abc import Iterator
from uuid import UUID

from app.checklists.rules import Item
from app.findings.models import Finding
from app.kit.words import mark as _
from app.programmes.rules import Trace
from app.reports import document as d
from app.reports.lateness import days_past_closing
from app.reports.told import Told, class_term, severity_term

KNOCK_OUT = _("knock-out")


def barring(told: Told) -> tuple[d.Barring, ...]:
    """Findings first, then failed items that nobody has made a finding of."""
    open_ones = {f.ref: f for f, closure in told.findings if closure is None}
    by_item = {f.item: f for f in reversed(open_ones.values())}
    refs = dict.fromkeys(_behind(told.now.evaluation.trace))
    findings = [open_ones[ref] for kind, ref in refs if kind == "finding" and ref in open_ones]
    named = {one.item for one in findings}
    items = [ref for kind, ref in refs if kind == "item" and ref not in named]
    failed = {ref for kind, ref in refs if kind == "item"}
    return (
        *(_finding(told, one, knocks=one.item in failed) for one in findings),
        *(_item(told, id, by_item.get(id)) for id in items),
    )


def _behind(trace: Trace) -> Iterator[tuple[str, str]]:
    """A score is held down by all of its items: these are told where the score is told."""
    for ruling in trace.children:
        if ruling.kind == "cap":
            yield from _named(ruling)
        elif ruling.kind == "gate":
            unmet = (one for one in ruling.children if one.value == "false")
            yield from (ref for one in unmet for ref in _named(one))


def _named(trace: Trace) -> Iterator[tuple[str, str]]:
    for one in trace.children:
        if one.kind in {"finding", "item"}:
            yield one.kind, one.ref
        elif one.kind != "node":
            yield from _named(one)


def _finding(told: Told, row: Finding, *, knocks: bool = False) -> d.Barring:
    item = told.edition.find(row.item)
    knocks = knocks and item is not None and item.knock_out
    words = class_term(told, row.class_).words
    return d.Barring(
        ref=row.ref,
        title=item.said(told.report.lang).title if item else row.statement,
        words=f"{words} · {told.say(KNOCK_OUT)}" if knocks else words,
        item=row.item,
        knock_out=knocks,
        zone=_zone(told, row.zone_id),
        finding=row.ref,
        owner=told.people.get(row.owner_id, "") if row.owner_id else "",
        due_on=row.due_on,
        days_late=days_past_closing(row, told.frame.mended(told.by_then), told.today),
    )


def _item(told: Told, id: str, row: Finding | None) -> d.Barring:
    item = told.edition.find(id)
    known = _finding(told, row) if row else None
    knocks = item is not None and item.knock_out
    return d.Barring(
        ref=id,
        title=item.said(told.report.lang).title if item else id,
        words=_grave(told, item) if item and knocks else told.say(_("failed item")),
        item=id,
        knock_out=knocks,
        finding=known.ref if known else "",
        owner=known.owner if known else "",
        due_on=known.due_on if known else None,
        days_late=known.days_late if known else 0,
    )


def _grave(told: Told, item: Item) -> str:
    return f"{severity_term(told, item).words} · {told.say(KNOCK_OUT)}"


def _zone(told: Told, id: UUID | None) -> str:
    named = {zone.id: zone for zone in told.frame.zones[told.audit.id]}
    return named[id].called(told.report.lang) if id in named else ""
