"""The verb by which somebody answers whether the same stands elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.findings.across import Elsewhere
from app.findings.across_queries import open_at
from app.findings.changes import keep_revision, refuse_if_closed
from app.findings.deadline_changes import start_clocks
from app.findings.forms import SayOfElsewhere
from app.findings.models import AcrossReply, Finding
from app.findings.raise_queries import count
from app.findings.rules import Said
from app.kit.errors import Invalid, NotAllowed
from app.kit.words import mark as _
from app.people.rules import Ability, Actor
from app.programmes.rules import Pack
from app.suppliers.queries import day_at
from app.trail.changes import record
from app.trail.queries import head


def say_of_elsewhere(
    session: Session,
    row: Finding,
    form: SayOfElsewhere,
    places: Sequence[Elsewhere],
    packs: Sequence[Pack],
    *,
    by: Actor,
    at: datetime,
) -> AcrossReply:
    """Raised there, it is a finding of its own; what is open there already is only named."""
    refuse_if_closed(session, row)
    there = next((one for one in places if one.key == form.place), None)
    if there is None:
        raise Invalid(_("This place is not asked about here. Open the page anew."))
    needed = Ability.RAISE_FINDING if form.said is Said.RAISED else Ability.ACT
    if not by.may(needed, there.site):
        raise NotAllowed(_("Your role at {site} does not allow this."), site=there.site.code)
    raised = None
    if form.said is Said.RAISED:
        known = open_at(session, row.item, there.place)
        raised = known or _raise_there(session, row, form, there, packs, by=by, at=at)
        session.flush()
    site_id, zone_id = there.place
    reply = AcrossReply(
        finding_id=row.id,
        site_id=site_id,
        zone_id=zone_id,
        said=form.said,
        note=form.note,
        raised_id=raised.id if raised else None,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(reply)
    record(
        session,
        "finding.looked_elsewhere",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        place=there.called("en"),
        said=form.said,
        note=form.note,
        raised=raised.ref if raised else None,
    )
    return reply


def _raise_there(
    session: Session,
    row: Finding,
    form: SayOfElsewhere,
    there: Elsewhere,
    packs: Sequence[Pack],
    *,
    by: Actor,
    at: datetime,
) -> Finding:
    """Free, of the same class, by the clocks of the same programmes; nobody owns it yet."""
    head(session, to_write=True)  # one after the other, so that each reference is given once
    site_id, zone_id = there.place
    new = Finding(
        ref=f"F-{count(session) + 1:04}",
        site_id=site_id,
        item=row.item,
        zone_id=zone_id,
        class_=row.class_,
        statement=form.note or row.statement,
        raised_by_id=by.id,
        raised_by=by.name,
        raised_at=at,
        raised_on=day_at(session, site_id, at),
    )
    days = start_clocks(session, new, packs)
    keep_revision(session, new, at)
    record(
        session,
        "finding.raised",
        on=new.ref,
        by=by,
        at=at,
        site_id=site_id,
        item=new.item,
        class_=new.class_,
        due_on=new.due_on,
        deadlines=days,
        statement=new.statement,
        read_across=row.ref,
    )
    return new
