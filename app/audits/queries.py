from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from app.audits.models import Audit, AuditMember, AuditProgramme, AuditZone
from app.audits.rules import Stage
from app.people.rules import Actor
from app.programmes.models import PackVersion
from app.suppliers.models import Site, Zone
from app.suppliers.queries import seen_sites

_BY_ID = (  # made once: each save of an answer asks for it
    select(Audit, Site).join(Site, col(Site.id) == Audit.site_id).where(Audit.id == bindparam("id"))
)


def audits(
    session: Session,
    actor: Actor,
    *,
    site_id: UUID | None = None,
    stage: Stage | None = None,
    start: int = 0,
    limit: int = 500,
) -> list[tuple[Audit, Site]]:
    """Newest first."""
    query = (
        select(Audit, Site)
        .join(Site, col(Site.id) == Audit.site_id)
        .where(col(Audit.site_id).in_(seen_sites(actor)))
        .order_by(col(Audit.planned_on).desc(), col(Audit.ref).desc())
        .offset(start)
        .limit(limit)
    )
    if site_id:
        query = query.where(Audit.site_id == site_id)
    if stage:
        query = query.where(Audit.stage == stage)
    return list(session.exec(query))


def audit(session: Session, actor: Actor, ref: str) -> tuple[Audit, Site] | None:
    query = (
        select(Audit, Site)
        .join(Site, col(Site.id) == Audit.site_id)
        .where(Audit.ref == ref, col(Audit.site_id).in_(seen_sites(actor)))
    )
    return session.exec(query).one_or_none()


def audit_by_id(session: Session, actor: Actor, id: UUID) -> tuple[Audit, Site] | None:
    found = session.exec(_BY_ID, params={"id": id}).one_or_none()
    return found if found and actor.knows(found[1]) else None


def audit_for_command(session: Session, ref: str) -> Audit | None:
    """For whoever sits at the machine; a person comes in through audit()."""
    return session.exec(select(Audit).where(Audit.ref == ref)).one_or_none()


def with_id(session: Session, id: UUID) -> Audit | None:
    return session.get(Audit, id)


def audits_by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, Audit]:
    return {a.id: a for a in session.exec(select(Audit).where(col(Audit.id).in_(set(ids))))}


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Audit)).one()


def programmes_of(session: Session, audit_id: UUID) -> list[PackVersion]:
    query = (
        select(PackVersion)
        .join(AuditProgramme, col(AuditProgramme.pack_version_id) == PackVersion.id)
        .where(AuditProgramme.audit_id == audit_id)
        .order_by(col(PackVersion.pack))
    )
    return list(session.exec(query))


def zones_of(session: Session, audit_ids: Collection[UUID]) -> dict[UUID, list[Zone]]:
    """The zones in scope of each audit, by name."""
    query = (
        select(AuditZone.audit_id, Zone)
        .join(Zone, col(Zone.id) == AuditZone.zone_id)
        .where(col(AuditZone.audit_id).in_(set(audit_ids)))
        .order_by(col(Zone.name))
    )
    found: dict[UUID, list[Zone]] = {id: [] for id in audit_ids}
    for audit_id, zone in session.exec(query):
        found[audit_id].append(zone)
    return found


def team_of(session: Session, audit_id: UUID) -> list[AuditMember]:
    return list(session.exec(select(AuditMember).where(AuditMember.audit_id == audit_id)))


def rounds_of(session: Session, sites: Collection[UUID]) -> dict[UUID, list[Audit]]:
    """The audits of each site that were opened, oldest first."""
    query = (
        select(Audit)
        .where(col(Audit.site_id).in_(sites), col(Audit.opened_at).is_not(None))
        .order_by(col(Audit.opened_at), col(Audit.ref))
    )
    found: dict[UUID, list[Audit]] = {id: [] for id in sites}
    for one in session.exec(query):
        found[one.site_id].append(one)
    return found


def previous_round(session: Session, this: Audit) -> Audit | None:
    """The last audit of the site that was closed before this one was planned or opened."""
    since = this.opened_at or this.created_at
    query = (
        select(Audit)
        .where(
            Audit.site_id == this.site_id,
            Audit.id != this.id,
            Audit.stage == Stage.CLOSED,
            col(Audit.closed_at) <= since,
        )
        .order_by(col(Audit.closed_at).desc())
        .limit(1)
    )
    return session.exec(query).first()
