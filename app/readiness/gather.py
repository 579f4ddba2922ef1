"""What the pages of an explanation show: an item, a node or all, with the answers behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.answers.models import Answer
from app.answers.queries import Mark, answers_by_ids, evidence_of
from app.audits.models import Audit
from app.checklists.rules import Edition, Item
from app.evidence.rules import addresses
from app.findings.models import Closure, Finding
from app.programmes.models import PackVersion
from app.programmes.rules import Formula
from app.readiness.doors import Reading
from app.readiness.explanation import Explanation, ItemTold, NodeTold, explain
from app.readiness.matrix import Cell, cell
from app.readiness.queries import Frame, marks_at
from app.readiness.rules import spots_of
from app.suppliers.models import Zone


@dataclass(frozen=True, slots=True)
class Ground:
    """What every explanation at a site rests on: the round that says what is asked, by then."""

    edition: Edition
    audit: Audit
    zones: Sequence[Zone]


def ground(whole: Frame, *, as_of: datetime, known: datetime) -> Ground | None:
    audit = whole.context(as_of, known)
    if audit is None:
        return None
    return Ground(whole.editions[audit.edition_id], audit, whole.zones[audit.id])


def explained(asked: Reading) -> Explanation:
    marks = marks_at(asked.whole, as_of=asked.at, known=asked.known)
    return explain(asked.pack, asked.found.evaluation, marks)


def words_of(asked: Reading, lang: str) -> dict[str, Any]:
    """The names of what an explanation refers to: items, zones, audits, formulas, bands."""
    stands = ground(asked.whole, as_of=asked.at, known=asked.known)
    rule = asked.pack.verdict
    return {
        "checklist": stands.edition if stands else None,
        "edition": stands.edition.sha256[:12] if stands else "",
        "titles": {i.id: i.said(lang).title for i in stands.edition.items} if stands else {},
        "zones": {str(zone.id): zone.called(lang) for zone in stands.zones} if stands else {},
        "audits": refs(asked.whole),
        "formulas": {
            metric.id: metric.how.expression.text
            for metric in asked.pack.metrics
            if isinstance(metric.how, Formula)
        },
        "bands": {band.code for band in rule.bands} if rule else set(),
    }


def refs(whole: Frame) -> dict[UUID, str]:
    return {audit.id: audit.ref for audit in whole.rounds}


Spotted = tuple[Zone | None, Answer | None, list[dict[str, str | None]]]


def spots(
    session: Session, whole: Frame, item: Item, stands: Ground, at: datetime
) -> list[Spotted]:
    """Where the item is asked, with the answer that counts there and its files."""
    marks = marks_at(whole, as_of=at, known=at)
    zones = {zone.id: zone for zone in stands.zones}
    at_spots: list[tuple[UUID | None, Mark | None]] = [
        (zone, marks.get((item.id, zone)))
        for _item, zone in spots_of(item, stands.zones)
        if item.traits <= stands.audit.has
    ]
    ids = [mark.id for _zone, mark in at_spots if mark]
    answers, files = answers_by_ids(session, ids), evidence_of(session, ids)
    return [
        (
            zones[zone] if zone else None,
            answers[mark.id] if mark else None,
            [
                {"name": file.name, **addresses(file.id, file.media_type)}
                for file in (files.get(mark.id, ()) if mark else ())
            ],
        )
        for zone, mark in at_spots
    ]


def findings_on(whole: Frame, item: str, at: datetime) -> list[tuple[Finding, Closure | None]]:
    return [pair for pair in whole.findings_at(at, at) if pair[0].item == item]


def worth(
    whole: Frame, packs: Sequence[PackVersion], item: str, at: datetime
) -> Iterator[tuple[Cell, NodeTold, ItemTold]]:
    """What an item comes to in each node of each programme that looks at it."""
    marks = marks_at(whole, as_of=at, known=at)
    for row in packs:
        one = cell(whole, row, at)
        if one.told is None:
            continue
        for node in explain(one.pack, one.told.evaluation, marks).nodes:
            for told in node.items:
                if told.id == item:
                    yield one, node, told
