"""What a report says nothing about: items not seen, zones not visited, answers of older rounds."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from app.answers.queries import Mark
from app.answers.rules import Spot
from app.checklists.rules import Item, said
from app.kit.words import mark as _
from app.readiness.rules import spots_of
from app.reports import document as d
from app.reports.told import Told


def asked(told: Told, item: Item) -> bool:
    zones = told.frame.zones[told.audit.id]
    return item.traits <= told.audit.has and bool(spots_of(item, zones))


def out_of_scope(told: Told) -> Iterator[d.OutOfScope]:
    """Items that this site is not asked, for what it is or has not."""
    lang, names = told.report.lang, told.edition.vocabulary
    for item in told.edition.items:
        if asked(told, item):
            continue
        wanting = [
            said(names.traits.get(one, {}), lang) or one
            for one in sorted(item.traits - told.audit.has)
        ]
        if not wanting and item.zones:
            kind = said(names.zones.get(item.zones, {}), lang) or item.zones
            wanting = [told.say(_("has a zone of this kind: {kind}"), kind=kind)]
        why = told.say(_("; ")).join(wanting)
        yield d.OutOfScope(item=item.id, title=item.said(lang).title, why=why)


def unseen(told: Told, zone: Callable[[UUID | None], str]) -> tuple[d.Unseen, ...]:
    return tuple(
        d.Unseen(
            item=item.id,
            title=item.said(told.report.lang).title,
            zone=zone(spot[1]),
            why=told.say(_("noted, but given no level")) if answer else "",
        )
        for item, spot in _spots(told)
        if (answer := told.answers.get(spot)) is None or answer.level is None
    )


def unvisited(told: Told) -> tuple[d.Unvisited, ...]:
    """Zones in scope in which this round has seen nothing."""
    wanted = Counter(spot[1] for _item, spot in _spots(told) if spot[1])
    seen: dict[UUID, datetime] = {}
    here = set()
    for one in told.frame.answers:
        if one.zone_id and one.observed_at <= told.report.as_of and _known(told, one):
            seen[one.zone_id] = max(one.observed_at, seen.get(one.zone_id, one.observed_at))
            if one.audit_id == told.audit.id:
                here.add(one.zone_id)
    return tuple(
        d.Unvisited(
            zone=zone.called(told.report.lang),
            items=wanted[zone.id],
            last_on=told.day(seen[zone.id]) if zone.id in seen else None,
        )
        for zone in told.frame.zones[told.audit.id]
        if wanted[zone.id] and zone.id not in here
    )


def older(told: Told) -> int:
    """How many answers stand from before this round."""
    since = told.audit.opened_at or told.report.as_of
    standing_ones = (told.answers.get(spot) for _item, spot in _spots(told))
    return sum(1 for one in standing_ones if one and one.level and one.observed_at < since)


def _spots(told: Told) -> Iterator[tuple[Item, Spot]]:
    """Everywhere that an answer is asked."""
    for item in told.edition.items:
        if asked(told, item):
            yield from ((item, spot) for spot in spots_of(item, told.frame.zones[told.audit.id]))


def _known(told: Told, one: Mark) -> bool:
    return one.recorded_at <= told.report.known_at
