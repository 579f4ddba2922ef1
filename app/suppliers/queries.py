from typing import Any
from uuid import UUID

from sqlalchemy.sql.selectable import Select
from sqlmodel import Session, col, or_, select, true

from app.people.rules import Actor
from app.suppliers.models import Site, Supplier, Zone


def seen_sites(actor: Actor) -> Select[tuple[UUID]]:
    """The ids of the sites that the actor may know of, to be used inside other queries."""
    return _visible(select(Site.id), actor)


def sites(session: Session, actor: Actor) -> list[Site]:
    return list(session.exec(_visible(select(Site), actor).order_by(col(Site.code))))


def site(session: Session, actor: Actor, code: str) -> Site | None:
    return session.exec(_visible(select(Site).where(Site.code == code), actor)).one_or_none()


def site_by_id(session: Session, actor: Actor, id: UUID) -> Site | None:
    return session.exec(_visible(select(Site).where(Site.id == id), actor)).one_or_none()


def suppliers(session: Session) -> list[Supplier]:
    return list(session.exec(select(Supplier).order_by(col(Supplier.name))))


def supplier(session: Session, id: UUID) -> Supplier:
    return session.get_one(Supplier, id)


def zones(session: Session, site_id: UUID) -> list[Zone]:
    query = (
        select(Zone)
        .where(Zone.site_id == site_id, col(Zone.retired_at).is_(None))
        .order_by(col(Zone.kind), col(Zone.name))
    )
    return list(session.exec(query))


def all_zones(session: Session, site_id: UUID) -> dict[UUID, Zone]:
    """Retired ones too: old answers name them."""
    return {zone.id: zone for zone in session.exec(select(Zone).where(Zone.site_id == site_id))}


def zone(session: Session, site_id: UUID, id: UUID) -> Zone | None:
    found = session.get(Zone, id)
    return found if found and found.site_id == site_id else None


def _visible(query: Any, actor: Actor) -> Any:  # noqa: ANN401 - a select of any columns
    if actor.everywhere:
        return query.where(true())
    return query.where(
        or_(
            col(Site.id).in_([g.site_id for g in actor.grants if g.site_id]),
            col(Site.supplier_id).in_(
                [g.supplier_id for g in actor.grants if g.supplier_id and not g.site_id]
            ),
        )
    )
