from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select
from sqlmodel import Session, col, func, or_, select, true
from sqlmodel.sql.expression import SelectOfScalar

from app.kit.clock import local_day
from app.people.models import Person
from app.people.queries import people, people_at
from app.people.rules import Ability, Actor
from app.suppliers.models import Site, SiteDay, Supplier, Zone
from app.suppliers.rules import Calendar, Said

Query = TypeVar("Query", bound=Select[Any])
CALENDAR = (
    select(col(SiteDay.day), col(SiteDay.working), col(SiteDay.name))
    .where(col(SiteDay.site_id) == bindparam("site"))
    .order_by(col(SiteDay.at), col(SiteDay.id))
)


class Spot(NamedTuple):
    """Of a site what a list of all of them shows."""

    id: UUID
    supplier_id: UUID
    code: str
    name: str
    name_zh: str

    def called(self, lang: str) -> str:
        return self.name_zh if lang == "zh" and self.name_zh else self.name


def managed_people(session: Session, by: Actor) -> list[Person]:
    """Whom the actor may manage: who has a role at one of their places, or none anywhere yet."""
    if by.may_throughout(Ability.MANAGE_PEOPLE):
        return people(session)
    managed = [one.id for one in sites(session, by) if by.may(Ability.MANAGE_PEOPLE, one)]
    whole = {grant.supplier_id for grant in by.grants if grant.supplier_id}
    throughout = [id for id in whole if by.may_throughout(Ability.MANAGE_PEOPLE, id)]
    return people_at(session, managed, throughout)


def seen_sites(actor: Actor) -> SelectOfScalar[UUID]:
    """The ids of the sites that the actor may know of, to be used inside other queries."""
    ids = select(Site.id)
    return _visible(ids, actor)


def at_seen(actor: Actor, site_id: UUID) -> ColumnElement[bool]:
    """That the site of a row is one that the actor may know of: asks nothing of who sees all."""
    return true() if actor.everywhere else col(site_id).in_(seen_sites(actor))


def within_reach(site_id: UUID, *, everywhere: bool) -> ColumnElement[bool]:
    """As `at_seen`, for a query that is put together once: `reach` tells who asks."""
    mine = select(Site.id).where(
        or_(
            col(Site.id).in_(bindparam("sites_seen", expanding=True)),
            col(Site.supplier_id).in_(bindparam("suppliers_seen", expanding=True)),
        )
    )
    return true() if everywhere else col(site_id).in_(mine)


def reach(actor: Actor) -> dict[str, Any]:
    """Who asks, and where they may know of anything (see `within_reach`)."""
    sites, suppliers = _granted(actor)
    return {"reader": actor.id, "sites_seen": sites, "suppliers_seen": suppliers}


def time_zones(session: Session, actor: Actor) -> list[str]:
    """Of the sites that the actor may know of."""
    query = select(Site.time_zone).where(col(Site.id).in_(seen_sites(actor))).distinct()
    return list(session.exec(query))


def sites(session: Session, actor: Actor) -> list[Site]:
    return list(session.exec(_visible(select(Site), actor).order_by(col(Site.code))))


def spots(session: Session, actor: Actor) -> list[Spot]:
    """The sites, narrow: hundreds of whole rows cost more than the page around them."""
    query = select(Site.id, Site.supplier_id, Site.code, Site.name)
    named = _visible(query.add_columns(col(Site.name_zh)), actor).order_by(col(Site.code))
    return [Spot(*row) for row in session.execute(named)]


def site(session: Session, actor: Actor, code: str) -> Site | None:
    return session.exec(_visible(select(Site).where(Site.code == code), actor)).one_or_none()


def site_by_id(session: Session, actor: Actor, id: UUID) -> Site | None:
    return session.exec(_visible(select(Site).where(Site.id == id), actor)).one_or_none()


def trail_reach(session: Session, actor: Actor) -> list[UUID] | None:
    """The sites whose trail the actor may read; None: of the whole house."""
    if actor.may_throughout(Ability.READ_TRAIL):
        return None
    return [one.id for one in sites(session, actor) if actor.may(Ability.READ_TRAIL, one)]


def day_at(session: Session, site_id: UUID, at: datetime) -> date:
    """The day on the wall at that site: what "today" means for its dates."""
    return local_day(at, session.get_one(Site, site_id).time_zone)


def site_of(session: Session, id: UUID) -> Site:
    """For what the house does by itself; a person comes in through site() or site_by_id()."""
    return session.get_one(Site, id)


def sites_of(session: Session, supplier_id: UUID) -> list[Site]:
    query = select(Site).where(Site.supplier_id == supplier_id)
    return list(session.exec(query.order_by(col(Site.code))))


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


def zone_counts(session: Session, site_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many zones in use each site has."""
    query = (
        select(Zone.site_id, func.count())
        .where(col(Zone.site_id).in_(site_ids), col(Zone.retired_at).is_(None))
        .group_by(col(Zone.site_id))
    )
    return dict.fromkeys(site_ids, 0) | dict(session.exec(query).all())


def zone_named(session: Session, site_id: UUID, name: str) -> Zone | None:
    query = select(Zone).where(Zone.site_id == site_id, Zone.name == name)
    return session.exec(query).one_or_none()


def site_with_code(session: Session, code: str) -> UUID | None:
    """Whoever may see it: a code stands once in the whole house."""
    return session.exec(select(Site.id).where(Site.code == code)).one_or_none()


def supplier_named(session: Session, name: str) -> Supplier | None:
    return session.exec(select(Supplier).where(Supplier.name == name)).one_or_none()


def suppliers_of(session: Session, actor: Actor) -> list[Supplier]:
    """Those of whom the actor sees a site, or has a role for."""
    if actor.everywhere:
        return suppliers(session)
    mine = select(Site.supplier_id).where(
        col(Site.id).in_([g.site_id for g in actor.grants if g.site_id])
    )
    own = [g.supplier_id for g in actor.grants if g.supplier_id]
    query = select(Supplier).where(or_(col(Supplier.id).in_(mine), col(Supplier.id).in_(own)))
    return list(session.exec(query.order_by(col(Supplier.name))))


def zone(session: Session, site_id: UUID, id: UUID) -> Zone | None:
    found = session.get(Zone, id)
    return found if found and found.site_id == site_id else None


def calendar_of(session: Session, site_id: UUID) -> Calendar:
    """What the site says of single days, as it stands now."""
    said: dict[date, Said] = {}
    for day, working, name in session.exec(CALENDAR, params={"site": site_id}):
        if working is None:
            said.pop(day, None)
        else:
            said[day] = Said(working, name)
    return Calendar(said)


def days_said(session: Session, site_id: UUID) -> list[SiteDay]:
    """Oldest first."""
    query = select(SiteDay).where(SiteDay.site_id == site_id)
    return list(session.exec(query.order_by(col(SiteDay.at), col(SiteDay.id))))


def _visible(query: Query, actor: Actor) -> Query:
    if actor.everywhere:
        return query.where(true())
    sites, suppliers = _granted(actor)
    return query.where(or_(col(Site.id).in_(sites), col(Site.supplier_id).in_(suppliers)))


def _granted(actor: Actor) -> tuple[list[UUID], list[UUID]]:
    """Single sites, and suppliers of which the actor knows every site."""
    sites = [g.site_id for g in actor.grants if g.site_id]
    return sites, [g.supplier_id for g in actor.grants if g.supplier_id and not g.site_id]
