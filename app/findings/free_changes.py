"""The verb by which somebody raises what no answer holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.checklists.rules import Edition, Item
from app.evidence.queries import evidence_at
from app.findings.forms import RaiseFree
from app.findings.models import Finding, FindingEvidence
from app.findings.proposal_changes import chosen, propose
from app.findings.queries import with_id
from app.findings.raise_changes import Graded, IdTaken, keep_raised
from app.findings.raise_queries import count
from app.findings.repeat_queries import earlier_at
from app.findings.rules import FindingClass
from app.kit.errors import Invalid
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.rules import Ability, Actor
from app.programmes.rules import Pack
from app.suppliers.models import Site
from app.suppliers.queries import day_at, zone
from app.trail.queries import head


def raise_free(  # noqa: PLR0913 - where, against which checklist and programmes, and by whom
    session: Session,
    site: Site,
    edition: Edition,
    packs: Sequence[Pack],
    form: RaiseFree,
    *,
    owner: Actor | None,
    by: Actor,
    at: datetime,
) -> Finding:
    """At an item of the checklist, or without one in a category. Sent twice it stands once."""
    head(session, to_write=True)  # one after the other, so that each reference is given once
    stands = with_id(session, form.id) if form.id else None
    if stands:
        if stands.site_id != site.id or stands.answer_id:
            raise IdTaken(_("This id is already used for another finding."))
        return stands
    item = asked_about(edition, form)
    if form.zone and zone(session, site.id, form.zone) is None:
        raise Invalid(_("There is no such zone at this site."))
    if form.owner and (owner is None or not owner.may(Ability.ACT, site)):
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    files = evidence_at(session, site.id, form.evidence)
    if len(files) != len(set(form.evidence)):
        raise Invalid(_("A file of this finding has not arrived yet. Send it first."))
    row = Finding(
        id=form.id or new_id(),
        ref=f"F-{count(session) + 1:04}",
        site_id=site.id,
        item=item.id if item else "",
        category=item.category if item else form.category,
        zone_id=form.zone,
        class_=form.class_ or FindingClass.MINOR,
        statement=form.statement,
        owner_id=form.owner,
        raised_by_id=by.id,
        raised_by=by.name,
        raised_at=at,
        raised_on=day_at(session, site.id, at),
    )
    earlier = earlier_at(session, row) if item else None
    proposal = propose(session, site.id, item, packs, form, earlier)
    row.class_ = chosen(proposal, form)
    keep_raised(
        session,
        row,
        Graded(proposal, form.reason, earlier),
        packs,
        by=by,
        at=at,
        category=row.category,
        evidence=[file.sha256 for file in files],
    )
    session.add_all(FindingEvidence(finding_id=row.id, evidence_id=file.id) for file in files)
    return row


def asked_about(edition: Edition, form: RaiseFree) -> Item | None:
    """The item, if one is named; else the category must be one of the checklist."""
    if form.item:
        item = edition.find(form.item)
        if item is None:
            raise Invalid(_("The checklist has no item {item}."), item=form.item)
        return item
    if form.category not in {one.id for one in edition.categories}:
        raise Invalid(_("Name an item of the checklist, or choose a category."))
    return None
