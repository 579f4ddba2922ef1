"""What the page of a free finding asks, and what it says before anything is raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.checklists.queries import edition, latest_edition
from app.checklists.rules import Edition
from app.findings.forms import RaiseFree
from app.findings.free_changes import asked_about
from app.findings.lookalikes import Lookalike, lookalikes
from app.findings.proposal_changes import propose
from app.findings.proposals import Proposed
from app.findings.repeat_queries import earlier_at
from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.programmes.queries import demanded, opened
from app.programmes.rules import Pack
from app.suppliers.models import Site, Zone
from app.suppliers.queries import zones


@dataclass(frozen=True, slots=True)
class Outlook:
    proposed: Proposed
    alike: Sequence[Lookalike]


@dataclass(frozen=True, slots=True)
class Spot:
    site_id: UUID
    item: str
    zone_id: UUID | None
    audit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A site where something may be raised, with what can be said of it."""

    site: Site
    edition: Edition
    zones: Sequence[Zone]
    owners: Sequence[Actor]
    packs: Sequence[Pack]

    def owner(self, form: RaiseFree) -> Actor | None:
        return next((one for one in self.owners if one.id == form.owner), None)


def ground_at(session: Session, site: Site) -> Ground:
    latest = latest_edition(session)
    if latest is None:
        raise Conflict(_("No checklist is published yet. Publish one, then raise a finding."))
    return Ground(
        site=site,
        edition=edition(session, latest.id),
        zones=zones(session, site.id),
        owners=actors_at(session, site, Ability.ACT),
        packs=[opened(one) for one in demanded(session)],
    )


def outlook(session: Session, ground: Ground, form: RaiseFree) -> Outlook:
    item = asked_about(ground.edition, form)
    spot = Spot(ground.site.id, form.item, form.zone)
    earlier = earlier_at(session, spot) if item else None
    return Outlook(
        propose(session, ground.site.id, item, ground.packs, form, earlier),
        lookalikes(
            session,
            ground.site.id,
            item=form.item,
            zone_id=form.zone,
            statement=form.statement,
        ),
    )
