"""Where else the item of a finding is asked: at the other zones and sites of the supplier."""

from dataclasses import dataclass

from sqlmodel import Session

from app.checklists.rules import Item
from app.findings.across_queries import Place, across_replies, refs_of, zones_of_kind
from app.findings.clauses import edition_of
from app.findings.models import AcrossReply, Finding
from app.people.rules import Ability, Actor
from app.suppliers.models import Site, Zone
from app.suppliers.queries import sites


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place with what somebody said of it, and the reference of what was raised there."""

    site: Site
    zone: Zone | None
    reply: AcrossReply | None
    raised: str | None
    may_say: bool

    @property
    def place(self) -> Place:
        return self.site.id, self.zone.id if self.zone else None

    @property
    def key(self) -> str:
        return f"{self.site.id}:{self.zone.id}" if self.zone else str(self.site.id)

    def called(self, lang: str) -> str:
        zone = f" · {self.zone.called(lang)}" if self.zone else ""
        return self.site.called(lang) + zone


def item_of(session: Session, row: Finding) -> Item | None:
    """As the edition of its audit words it; of a free one, the newest edition that is there."""
    pinned = edition_of(session, row.audit_id)
    return pinned.find(row.item) if pinned else None


def elsewhere(session: Session, row: Finding, site: Site, by: Actor) -> list[Elsewhere]:
    """Of the places that the person may know of; a fixed number of queries."""
    item = item_of(session, row)
    if item is None:
        return []
    asked = [
        one
        for one in sites(session, by)
        if one.supplier_id == site.supplier_id and item.traits <= one.has
    ]
    replies = across_replies(session, row.id)
    refs = refs_of(session, [one.raised_id for one in replies.values() if one.raised_id])
    zones = zones_of_kind(session, [one.id for one in asked], item.zones) if item.zones else []
    spots: list[tuple[Site, Zone | None]] = [
        (one, zone)
        for one in asked
        for zone in ([z for z in zones if z.site_id == one.id] if item.zones else [None])
    ]
    found = [(one, zone, replies.get((one.id, zone.id if zone else None))) for one, zone in spots]
    return [
        Elsewhere(
            site=one,
            zone=zone,
            reply=reply,
            raised=refs.get(reply.raised_id) if reply and reply.raised_id else None,
            may_say=by.may(Ability.ACT, one),
        )
        for one, zone, reply in found
        if (one.id, zone.id if zone else None) != (row.site_id, row.zone_id)
    ]
