from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, and_, case, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.findings.brief_queries import BRIEFLY, Brief, Where, briefly
from app.findings.models import Closure, Finding, FindingRevision, Repeat
from app.findings.queries import Tracked
from app.findings.rules import Shown, Step, waits_for_a_look
from app.kit.clock import local_day
from app.people.models import Grant, Person
from app.people.rules import ABILITIES, Ability, Actor
from app.remediation.filter_queries import Scope, conditions
from app.remediation.models import SavedFilter
from app.suppliers.models import Site, Supplier
from app.suppliers.queries import at_seen, seen_sites


class Line(NamedTuple):
    """What a row of the table shows of a finding; `days`: until it is due, as on the board."""

    finding: Brief
    site: Where
    raised_on: date
    owner: str | None
    repeat: bool
    closed_on: date | None
    rejected: bool
    days: int | None

    @property
    def waits_for_a_look(self) -> bool:
        return waits_for_a_look(self.finding.class_, self.finding.step)


def lines(
    session: Session, actor: Actor, scope: Scope, at: datetime, *, limit: int, after: int = 0
) -> list[Line]:
    """In the order that was asked for; those without a due date last."""
    ids, order = _in_order(session, actor, scope, at)
    query = _lines(ids.limit(limit).offset(after), order)
    today: dict[str, date] = {}
    found = []
    for *said, rejected in session.execute(query):
        raised_on, owner, repeat, closed_on, *rest = said
        row, site = briefly(rest)
        now = today.get(site.time_zone) or today.setdefault(
            site.time_zone, local_day(at, site.time_zone)
        )
        days = (row.due_on - now).days if row.due_on else None
        found.append(Line(row, site, raised_on, owner, repeat, closed_on, bool(rejected), days))
    return found


def _lines(ids: Any, order: Sequence[Any]) -> Any:  # noqa: ANN401 - as tracked; a select of columns
    shown = (col(Finding.raised_on), col(Person.name), col(Repeat.finding_id).is_not(None))
    return (
        sa.select(*shown, col(Finding.closed_on), *BRIEFLY, col(Closure.rejected))
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Person, col(Person.id) == Finding.owner_id)
        .outerjoin(Repeat, col(Repeat.finding_id) == Finding.id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.id).in_(ids))
        .order_by(*order)
    )


def listed(
    session: Session, actor: Actor, scope: Scope, at: datetime, *, limit: int
) -> list[Tracked]:
    """The first of the same, whole: to be changed."""
    ids, order = _in_order(session, actor, scope, at)
    return tracked(session, ids.limit(limit), order)


def _in_order(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> tuple[SelectOfScalar[UUID], list[Any]]:
    order = _order(scope.asked.sort, dated=scope.asked.shown is Shown.OVERDUE)
    ids = select(Finding.id).where(*conditions(session, actor, scope, at))
    if scope.asked.sort.endswith("site"):
        ids = ids.join(Site, col(Site.id) == Finding.site_id)
    return ids.order_by(*order), order


def tracked(session: Session, ids: Any, order: Sequence[Any]) -> list[Tracked]:  # noqa: ANN401
    """Whole rows of the few ids that `ids` selects: what is sorted and left out stays narrow."""
    query = whole().where(col(Finding.id).in_(ids)).order_by(*order)
    return [Tracked(*row) for row in session.exec(query)]


def counted(session: Session, actor: Actor, scope: Scope, at: datetime) -> int:
    """How many fit the filter."""
    query = select(func.count()).select_from(Finding)
    return session.exec(query.where(*conditions(session, actor, scope, at))).one()


def with_refs(session: Session, actor: Actor, refs: Sequence[str]) -> list[Tracked]:
    """Of those that the person may see, by reference."""
    seen = at_seen(actor, Finding.site_id)
    query = whole().where(col(Finding.ref).in_(refs), seen).order_by(col(Finding.ref))
    return [Tracked(*row) for row in session.exec(query)]


def owners(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Whoever owns a finding that the person may see."""
    owns = select(Finding.id).where(
        col(Finding.owner_id) == Person.id, at_seen(actor, Finding.site_id)
    )
    query = select(Person.id, Person.name).where(owns.exists()).order_by(Person.name)
    return list(session.exec(query).all())


def hands(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Whoever may act at some site that the person may see, by name."""
    acting = [role for role, able in ABILITIES.items() if Ability.ACT in able]
    seen = seen_sites(actor)
    theirs = select(Site.supplier_id).where(col(Site.id).in_(seen))
    query = (
        select(Person.id, Person.name)
        .join(Grant, col(Grant.person_id) == Person.id)
        .where(
            Person.active,
            col(Grant.role).in_(acting),
            or_(
                col(Grant.site_id).in_(seen),
                and_(col(Grant.site_id).is_(None), col(Grant.supplier_id).in_(theirs)),
                and_(col(Grant.site_id).is_(None), col(Grant.supplier_id).is_(None)),
            ),
        )
        .distinct()
        .order_by(Person.name)
    )
    return list(session.exec(query).all())


def suppliers_seen(session: Session, actor: Actor) -> list[Supplier]:
    """Of which the person may see a site, by name."""
    mine = select(Site.supplier_id).where(col(Site.id).in_(seen_sites(actor)))
    query = select(Supplier).where(col(Supplier.id).in_(mine)).order_by(Supplier.name)
    return list(session.exec(query))


def stood_before(session: Session, ids: Collection[UUID]) -> dict[UUID, FindingRevision]:
    """By finding, how it stood before its last change."""
    query = (
        select(FindingRevision)
        .join(Finding, col(Finding.id) == FindingRevision.finding_id)
        .where(col(Finding.id).in_(ids), col(FindingRevision.version) == Finding.version - 1)
    )
    return {one.finding_id: one for one in session.exec(query)}


def filters(session: Session, actor: Actor) -> list[SavedFilter]:
    """The person's own, and those shared at a supplier of which they may see a site; by name."""
    seen = select(Site.supplier_id).where(col(Site.id).in_(seen_sites(actor)))
    query = select(SavedFilter).where(
        or_(SavedFilter.person_id == actor.id, col(SavedFilter.supplier_id).in_(seen))
    )
    return list(session.exec(query.order_by(SavedFilter.name, col(SavedFilter.at))))


def filter_named(session: Session, actor: Actor, name: str) -> SavedFilter | None:
    query = select(SavedFilter).where(SavedFilter.person_id == actor.id, SavedFilter.name == name)
    return session.exec(query).one_or_none()


def saved_filter(session: Session, id: UUID) -> SavedFilter | None:
    return session.get(SavedFilter, id)


FAR = case({one.value: n for n, one in enumerate(Step)}, value=col(Finding.step))


def _order(sort: str, *, dated: bool) -> list[Any]:
    """`dated`: all have a due date, so that an index gives the order."""
    key = {
        "due": col(Finding.due_on),
        "ref": col(Finding.ref),
        "class": col(Finding.class_),  # the words of the classes are in the order of their weight
        "site": col(Site.code),
        "raised": col(Finding.raised_at),
        "step": FAR,
    }[sort.removeprefix("-")]
    first, due = key.desc() if sort.startswith("-") else key.asc(), col(Finding.due_on).asc()
    if not dated:
        first, due = first.nulls_last() if sort.endswith("due") else first, due.nulls_last()
    return [first, *([] if sort.endswith("due") else [due]), col(Finding.ref)]


def whole() -> Any:  # noqa: ANN401 - a select of finding, site, closure
    return (
        select(Finding, Site, Closure)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
    )
