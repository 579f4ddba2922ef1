from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.audits.forms import PlanAudit, SayDays
from app.audits.models import Audit, AuditMember, AuditProgramme, AuditZone
from app.audits.queries import count, with_id
from app.audits.rules import MOVES, STAGE_NAMES, AuditType, Duty, Stage
from app.checklists.queries import latest_edition, published
from app.kit.clock import local_day
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.programmes.models import PackVersion
from app.programmes.queries import demanded, pack_version
from app.suppliers.models import Site, Zone
from app.suppliers.queries import day_at, site_of
from app.suppliers.queries import zones as zones_in_use
from app.trail.changes import record
from app.trail.queries import head
from app.trail.rules import Author


class ChangedMeanwhile(Conflict): ...


class WrongStage(Conflict): ...


def plan_as_asked(
    session: Session, site: Site, form: PlanAudit, *, by: Actor, at: datetime
) -> Audit:
    """Looks up what the form names, or the newest of it; whoever plans leads."""
    edition = published(session, form.edition) if form.edition else latest_edition(session)
    if edition is None:
        raise Invalid(_("There is no such edition of the checklist."))
    allowed = {one.id for one in actors_at(session, site, Ability.ANSWER)}
    if not allowed.issuperset(form.team):
        raise Invalid(_("Everybody in the team needs a role at this site that lets them answer."))
    return plan_audit(
        session,
        site,
        edition_id=edition.id,
        type=form.type,
        planned_on=form.planned_on,
        packs=_packs(session, form),
        zones=zones_in_use(session, site.id),
        team=form.team,
        lead=by.id,
        by=by,
        at=at,
        id=form.id,
    )


def _packs(session: Session, form: PlanAudit) -> list[PackVersion]:
    if not form.programmes:
        return demanded(session)
    found = [pack_version(session, id) for id in dict.fromkeys(form.programmes)]
    known = [one for one in found if one]
    if len(known) < len(found):
        raise Invalid(_("There is no such version of a programme."))
    return known


def plan_audit(  # noqa: PLR0913 - everything that is frozen when an audit is planned
    session: Session,
    site: Site,
    *,
    edition_id: UUID,
    type: AuditType,  # noqa: A002 - the trade's word
    planned_on: date,
    packs: Sequence[PackVersion],
    zones: Sequence[Zone],
    team: Collection[UUID],
    lead: UUID | None,
    by: Author,
    at: datetime,
    id: UUID | None = None,
) -> Audit:
    """Freezes the site's traits and zones and the version of each programme.

    The same `id` for the same site again is the audit that stands already.
    """
    head(session, to_write=True)  # one after the other, so that each reference is given once
    stands = with_id(session, id) if id else None
    if stands and stands.site_id == site.id:
        return stands
    audit = Audit(
        id=id or new_id(),
        ref=f"A-{count(session) + 1:04}",
        site_id=site.id,
        edition_id=edition_id,
        type=type,
        planned_on=planned_on,
        traits=site.traits,
        created_at=at,
    )
    session.add(audit)
    session.flush()
    duties = dict.fromkeys(team, Duty.AUDITOR) | ({lead: Duty.LEAD} if lead else {})
    session.add_all(AuditMember(audit_id=audit.id, person_id=p, duty=d) for p, d in duties.items())
    session.add_all(AuditZone(audit_id=audit.id, zone_id=zone.id) for zone in zones)
    session.add_all(AuditProgramme(audit_id=audit.id, pack_version_id=pack.id) for pack in packs)
    record(
        session,
        "audit.planned",
        on=audit.ref,
        by=by,
        at=at,
        site_id=site.id,
        type=type,
        planned_on=planned_on,
        edition=edition_id,
        programmes=[pack.frozen for pack in packs],
    )
    return audit


def move_audit(
    session: Session,
    audit: Audit,
    stage: Stage,
    *,
    version: int,
    by: Author,
    at: datetime,
    why: str = "",
) -> None:
    """The next stage, or from review back to fieldwork. A closed audit stays closed."""
    if version != audit.version:
        raise ChangedMeanwhile(
            _("Audit {ref} was moved meanwhile; it stands at “{stage}”. Load the page again."),
            ref=audit.ref,
            stage=STAGE_NAMES[audit.stage],
        )
    if stage not in MOVES[audit.stage]:
        raise WrongStage(
            _("Audit {ref} stands at “{now}”; “{then}” cannot follow."),
            ref=audit.ref,
            now=STAGE_NAMES[audit.stage],
            then=STAGE_NAMES[stage],
        )
    audit.stage = stage
    audit.version += 1
    if stage is Stage.FIELDWORK and audit.opened_at is None:
        audit.opened_at = at
    if stage is Stage.CLOSED:
        audit.closed_at = at
    session.add(audit)
    record(
        session,
        f"audit.{stage}",
        on=audit.ref,
        by=by,
        at=at,
        site_id=audit.site_id,
        why=why or None,
    )


def say_days(session: Session, audit: Audit, form: SayDays, *, by: Author, at: datetime) -> None:
    """When the closing meeting was held and the report issued: also of an audit that is closed."""
    if audit.opened_at is None:
        raise WrongStage(_("Audit {ref} has not begun. Begin the fieldwork first."), ref=audit.ref)
    today, site = day_at(session, audit.site_id, at), site_of(session, audit.site_id)
    begun = local_day(audit.opened_at, site.time_zone)
    for day in (form.closing_meeting_on, form.report_issued_on):
        if day and day > today:
            raise Invalid(_("{day} has not come yet. Say it once it has."), day=day)
        if day and day < begun:
            raise Invalid(
                _("The fieldwork began on {begun}: no closing meeting or report came before."),
                begun=begun,
            )
    new = form.model_dump()
    before = {name: getattr(audit, name) for name in new}
    if new == before:
        return
    for name, day in new.items():
        setattr(audit, name, day)
    session.add(audit)
    record(
        session,
        "audit.days_said",
        on=audit.ref,
        by=by,
        at=at,
        site_id=audit.site_id,
        before=before,
        after=new,
    )
