from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.audits.models import Audit, AuditMember, AuditProgramme, AuditZone
from app.audits.queries import count
from app.audits.rules import MOVES, AuditType, Duty, Stage
from app.kit.errors import Conflict
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.programmes.models import PackVersion
from app.suppliers.models import Site, Zone
from app.trail.changes import record
from app.trail.rules import Author


class ChangedMeanwhile(Conflict): ...


class WrongStage(Conflict): ...


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
    """Freezes the site's traits and zones and the version of each programme."""
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
    duties = {person: Duty.AUDITOR for person in team} | ({lead: Duty.LEAD} if lead else {})
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
        programmes=[pack.sha256 for pack in packs],
    )
    return audit


def move_audit(  # noqa: PLR0913 - a change of state says who, when, why and from what
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
            _("Audit {ref} was moved meanwhile; it is now: {stage}. Load the page again."),
            ref=audit.ref,
            stage=audit.stage,
        )
    if stage not in MOVES[audit.stage]:
        raise WrongStage(
            _("Audit {ref} is {now}; it cannot become {then} from there."),
            ref=audit.ref,
            now=audit.stage,
            then=stage,
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
