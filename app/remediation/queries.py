from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, case, col, false, func, or_, select

from app.actions.queries import waiting
from app.audits.models import AuditProgramme
from app.findings.clock_rules import EFFECT
from app.findings.models import (
    AcrossReply,
    Cause,
    CauseFound,
    Closure,
    Deadline,
    Finding,
    FindingRevision,
    LapsedClosure,
)
from app.findings.queries import Tracked, causes_told
from app.findings.rules import Branch, CauseTag, FindingClass, Shown, Step
from app.kit.clock import local_day
from app.mail.models import Snooze
from app.people.models import Grant, Person
from app.people.rules import ABILITIES, Ability, Actor
from app.programmes.models import PackVersion
from app.remediation.forms import Asked
from app.remediation.models import Problem, ProblemFinding, ProblemNote, SavedFilter
from app.remediation.rules import AGES
from app.suppliers.models import Site, Supplier
from app.suppliers.queries import seen_sites

A_COLUMN = 30
UNDER_WAY = tuple(step for step in Step if step is not Step.CLOSED)
"""What is open stands at one of these: by their index most of what is closed is never read."""
CLOSED_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Scope:
    """A filter with what its words stand for: the site, and how items of its category begin."""

    asked: Asked
    site_id: UUID | None = None
    prefixes: tuple[str, ...] = ()


def listed(
    session: Session, actor: Actor, scope: Scope, at: datetime, *, limit: int, after: int = 0
) -> list[Tracked]:
    """In the order that was asked for; those without a due date last."""
    query = _whole().where(*conditions(session, actor, scope, at))
    query = query.order_by(*_order(scope.asked.sort)).limit(limit).offset(after)
    return [Tracked(*row) for row in session.exec(query)]


def counted(session: Session, actor: Actor, scope: Scope, at: datetime) -> int:
    """How many fit the filter."""
    n: int = session.exec(_count().where(*conditions(session, actor, scope, at))).one()
    return n


def with_refs(session: Session, actor: Actor, refs: Sequence[str]) -> list[Tracked]:
    """Of those that the person may see, by reference."""
    seen = col(Finding.site_id).in_(seen_sites(actor))
    query = _whole().where(col(Finding.ref).in_(refs), seen).order_by(col(Finding.ref))
    return [Tracked(*row) for row in session.exec(query)]


def column(
    session: Session, actor: Actor, scope: Scope, step: Step, at: datetime, *, limit: int = A_COLUMN
) -> list[Tracked]:
    """The findings at one step, due first; of the closed ones those of late, the last first."""
    query = _whole().where(*_at_step(session, actor, scope, step, at))
    closed = step is Step.CLOSED
    order = [col(Closure.at).desc()] if closed else [col(Finding.due_on).asc().nulls_last()]
    query = query.order_by(*order, col(Finding.ref)).limit(limit)
    return [Tracked(*row) for row in session.exec(query)]


def column_counts(session: Session, actor: Actor, scope: Scope, at: datetime) -> dict[Step, int]:
    """How many stand at each step; all of them, not only the cards that are drawn."""
    asked = list(_on_board(session, actor, scope, at))
    lately = select(func.count()).select_from(Finding).where(*asked, _lately(at))
    query = (
        select(Finding.step, func.count())
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(*asked, *_open())
        .group_by(col(Finding.step))
    )
    if _names_site(scope):
        query = query.join(Site, col(Site.id) == Finding.site_id)
        lately = lately.join(Site, col(Site.id) == Finding.site_id)
    found = {Step(step): n for step, n in session.exec(query)}
    none = scope.asked.shown is Shown.OVERDUE
    found[Step.CLOSED] = 0 if none else session.exec(lately).one()
    return {step: found.get(step, 0) for step in Step}


def owners(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Whoever owns a finding that the person may see."""
    owns = select(Finding.id).where(
        col(Finding.owner_id) == Person.id, col(Finding.site_id).in_(seen_sites(actor))
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


def conditions(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[ColumnElement[bool]]:
    return [*_filtered(session, actor, scope, at), *_shown(session, actor, scope.asked.shown, at)]


def late(session: Session, actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Past its due date by the day at its own site."""
    days = [(zone, local_day(at, zone)) for zone in time_zones(session, actor)]
    return or_(
        false(), *(and_(Site.time_zone == zone, col(Finding.due_on) < day) for zone, day in days)
    )


def time_zones(session: Session, actor: Actor) -> list[str]:
    query = select(Site.time_zone).where(col(Site.id).in_(seen_sites(actor))).distinct()
    return list(session.exec(query))


def _at_step(
    session: Session, actor: Actor, scope: Scope, step: Step, at: datetime
) -> Iterator[ColumnElement[bool]]:
    yield from _on_board(session, actor, scope, at)
    if step is Step.CLOSED:
        yield _lately(at)
    else:
        yield col(Finding.step) == step
        yield col(Closure.finding_id).is_(None)


def _on_board(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> Iterator[ColumnElement[bool]]:
    """Of the states only what is overdue can be asked for: the columns say the rest."""
    yield from _filtered(session, actor, scope, at)
    if scope.asked.shown is Shown.OVERDUE:
        yield late(session, actor, at)


def _open() -> tuple[ColumnElement[bool], ...]:
    return col(Finding.step).in_(UNDER_WAY), col(Closure.finding_id).is_(None)


def _lately(at: datetime) -> ColumnElement[bool]:
    """Closed within the last days: few, found by their day."""
    closed = select(Closure.finding_id).where(
        col(Closure.at) >= at - CLOSED_LATELY, col(Closure.rejected).is_(False)
    )
    return col(Finding.id).in_(closed)


def _names_site(scope: Scope) -> bool:
    """Whether the filter asks for the day at a site."""
    return scope.asked.shown is Shown.OVERDUE or scope.asked.age is not None


def _filtered(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> Iterator[ColumnElement[bool]]:
    """All of the filter but which state is shown."""
    asked = scope.asked
    yield col(Finding.site_id).in_(seen_sites(actor))
    wanted = {"site_id": scope.site_id, "class_": asked.class_, "step": asked.step}
    for name, value in (wanted | {"item": asked.item or None}).items():
        if value is not None:
            yield getattr(Finding, name) == value
    yield from _owned(actor, asked)
    if asked.category:
        starts = [col(Finding.item).startswith(one, autoescape=True) for one in scope.prefixes]
        yield or_(col(Finding.category) == asked.category, *starts)
    if asked.programme:
        yield col(Finding.audit_id).in_(_under(asked.programme))
    yield from _bundled(asked)
    if asked.age is not None:
        yield _aged(time_zones(session, actor), asked.age, at)
    if asked.q:
        yield or_(
            col(Finding.statement).icontains(asked.q, autoescape=True),
            col(Finding.ref).icontains(asked.q, autoescape=True),
        )


def _bundled(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.tag:
        told = causes_told()
        yield col(Finding.id).in_(select(told.c.finding_id).where(told.c.tag == asked.tag))
    if asked.problem:
        bundle = select(ProblemFinding.finding_id).where(ProblemFinding.problem_id == asked.problem)
        yield col(Finding.id).in_(bundle)


def _owned(actor: Actor, asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.mine:
        yield col(Finding.owner_id) == actor.id
    if asked.owner == "nobody":
        yield col(Finding.owner_id).is_(None)
    elif asked.owner:
        yield col(Finding.owner_id) == asked.owner


def _under(pack: str) -> Any:  # noqa: ANN401 - a select of ids
    """The audits that are scored under any version of a programme."""
    versions = select(PackVersion.id).where(PackVersion.pack == pack)
    return select(AuditProgramme.audit_id).where(col(AuditProgramme.pack_version_id).in_(versions))


def _shown(
    session: Session, actor: Actor, shown: Shown, at: datetime
) -> Iterator[ColumnElement[bool]]:
    if shown in {Shown.OPEN, Shown.OVERDUE, Shown.WAITING}:
        yield from _open()
    if shown is Shown.CLOSED:
        yield col(Closure.finding_id).is_not(None)
    if shown is Shown.OVERDUE:
        yield late(session, actor, at)
    if shown is Shown.WAITING:
        yield col(Finding.id).in_(waiting())


def _aged(zones: Sequence[str], age: int, at: datetime) -> ColumnElement[bool]:
    """Raised within the days of that age, by the day at each site."""
    return or_(
        false(),
        *(
            and_(Site.time_zone == zone, *_between(zone, age, local_day(at, zone)))
            for zone in zones
        ),
    )


def _between(zone: str, age: int, today: date) -> Iterator[ColumnElement[bool]]:
    if age > 0:
        yield col(Finding.raised_at) < midnight(today - timedelta(days=AGES[age - 1]), zone)
    if age < len(AGES):
        yield col(Finding.raised_at) >= midnight(today - timedelta(days=AGES[age]), zone)


def midnight(day: date, zone: str) -> datetime:
    """When that day begins there."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


GRAVE = case({one.value: n for n, one in enumerate(FindingClass)}, value=col(Finding.class_))
FAR = case({one.value: n for n, one in enumerate(Step)}, value=col(Finding.step))


def _order(sort: str) -> list[Any]:
    key = {
        "due": col(Finding.due_on),
        "ref": col(Finding.ref),
        "class": GRAVE,
        "site": col(Site.code),
        "raised": col(Finding.raised_at),
        "step": FAR,
    }[sort.removeprefix("-")]
    first = key.desc() if sort.startswith("-") else key.asc()
    rest = [col(Finding.due_on).asc().nulls_last(), col(Finding.ref)]
    return [first.nulls_last(), *rest]


def _whole() -> Any:  # noqa: ANN401 - a select of finding, site, closure
    return (
        select(Finding, Site, Closure)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
    )


def _count() -> Any:  # noqa: ANN401 - a select of a number
    return (
        select(func.count())
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
    )


class Run(NamedTuple):
    """What the figures ask of a finding."""

    class_: FindingClass
    item: str
    category: str
    owner_id: UUID | None
    zone: str
    raised_at: datetime
    due_on: date | None
    closed_at: datetime | None
    rejected: bool | None


def runs(session: Session, actor: Actor, scope: Scope, at: datetime) -> list[Run]:
    """Of every finding of the filter, whatever its state; only columns, since there are many."""
    query = _lean(
        Finding.class_,
        Finding.item,
        Finding.category,
        Finding.owner_id,
        Site.time_zone,
        Finding.raised_at,
        Finding.due_on,
        Closure.at,
        Closure.rejected,
    )
    query = query.where(*_filtered(session, actor, scope, at))
    return [Run(*row) for row in session.execute(query)]


def lapsed(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[tuple[datetime, datetime]]:
    """Closures that did not last: when each was made, and when it was opened again."""
    query = _lean(LapsedClosure.at, LapsedClosure.lapsed_at).join(
        LapsedClosure, col(LapsedClosure.finding_id) == Finding.id
    )
    query = query.where(*_filtered(session, actor, scope, at))
    return [(closed, back) for closed, back in session.execute(query)]


def tags(session: Session, actor: Actor, scope: Scope, at: datetime) -> dict[CauseTag, int]:
    """How often a cause lay in each."""
    told = causes_told()
    query = _lean(told.c.tag, func.count()).join(told, told.c.finding_id == Finding.id)
    query = query.where(*_filtered(session, actor, scope, at)).group_by(told.c.tag)
    found = {CauseTag(tag): n for tag, n in session.execute(query)}
    return {tag: found.get(tag, 0) for tag in CauseTag}


def roots(session: Session, actor: Actor, scope: Scope, at: datetime) -> list[str]:
    """Where the whys of found causes end: why it happened, not why nobody noticed."""
    deeper = select(Cause.parent_id).where(
        col(Cause.parent_id).is_not(None), col(Cause.struck_at).is_(None)
    )
    query = (
        _lean(Cause.text)
        .join(Cause, col(Cause.finding_id) == Finding.id)
        .join(
            CauseFound,
            and_(
                col(CauseFound.finding_id) == Cause.finding_id,
                col(CauseFound.turn) == Cause.turn,
            ),
        )
        .where(
            *_filtered(session, actor, scope, at),
            Cause.branch == Branch.OCCURRENCE,
            col(Cause.struck_at).is_(None),
            col(Cause.id).not_in(deeper),
        )
        .order_by(col(Cause.at), col(Cause.id))
    )
    return list(session.scalars(query))


def _lean(*columns: Any) -> Any:  # noqa: ANN401 - a select of columns
    return (
        sa.select(*columns)
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
    )


class Bundle(NamedTuple):
    """A problem with its owner's name, and how many of its findings are closed."""

    problem: Problem
    owner: str
    n: int
    closed: int
    sites: int


def problems(session: Session, actor: Actor) -> list[Bundle]:
    """At suppliers of which the person may see a site: what goes on first, by target day."""
    mine = select(Site.supplier_id).where(col(Site.id).in_(seen_sites(actor)))
    query = (
        sa.select(
            Problem,
            col(Person.name),
            func.count(),
            func.count(col(Closure.finding_id)),
            func.count(col(Finding.site_id).distinct()),
        )
        .join(Person, col(Person.id) == Problem.owner_id)
        .join(ProblemFinding, col(ProblemFinding.problem_id) == Problem.id)
        .join(Finding, col(Finding.id) == ProblemFinding.finding_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Problem.supplier_id).in_(mine))
        .group_by(col(Problem.id), col(Person.name))
        .order_by(col(Problem.ended_at).is_not(None), col(Problem.target_on), col(Problem.title))
    )
    return [Bundle(*row) for row in session.execute(query)]


def problem_notes(session: Session, ids: Collection[UUID]) -> dict[UUID, list[ProblemNote]]:
    """The last one first."""
    query = select(ProblemNote).where(col(ProblemNote.problem_id).in_(ids))
    found: dict[UUID, list[ProblemNote]] = {id: [] for id in ids}
    for note in session.exec(query.order_by(col(ProblemNote.at).desc(), col(ProblemNote.id))):
        found[note.problem_id].append(note)
    return found


class Candidate(NamedTuple):
    """An item that fails at several places, and no problem bundles it yet."""

    item: str
    n: int
    sites: int


def candidates(session: Session, actor: Actor, most: int = 5) -> list[Candidate]:
    """What fails at most sites, then most often."""
    known = select(Problem.item).where(col(Problem.ended_at).is_(None))
    places = func.count(col(Finding.site_id).distinct())
    query = (
        select(Finding.item, func.count(), places)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            *_open(),
            col(Finding.site_id).in_(seen_sites(actor)),
            Finding.item != "",
            col(Finding.item).not_in(known),
        )
        .group_by(col(Finding.item))
        .having(func.count() > 1)
        .order_by(places.desc(), func.count().desc(), col(Finding.item))
        .limit(most)
    )
    return [Candidate(*row) for row in session.exec(query)]


def open_of_item(session: Session, actor: Actor, item: str) -> list[Tracked]:
    """At every site that the person may see, by reference."""
    query = _whole().where(
        Finding.item == item,
        col(Closure.finding_id).is_(None),
        col(Finding.site_id).in_(seen_sites(actor)),
    )
    return [Tracked(*row) for row in session.exec(query.order_by(col(Finding.ref)))]


MOST_TASKS = 200


def owned(session: Session, actor: Actor) -> list[Tracked]:
    """The open findings that the person owns, due first."""
    query = _whole().where(
        col(Finding.owner_id) == actor.id,
        col(Closure.finding_id).is_(None),
        col(Finding.site_id).in_(seen_sites(actor)),
    )
    order = (col(Finding.due_on).asc().nulls_last(), col(Finding.ref))
    return [Tracked(*row) for row in session.exec(query.order_by(*order).limit(MOST_TASKS))]


def effects_due(session: Session, actor: Actor, at: datetime) -> list[Tracked]:
    """What is verified and was to be looked at again by now, by the day at its site."""
    days = [(zone, local_day(at, zone)) for zone in time_zones(session, actor)]
    first = func.coalesce(col(Deadline.earliest_on), col(Deadline.due_on))
    reached = or_(false(), *(and_(Site.time_zone == zone, first <= day) for zone, day in days))
    query = (
        _whole()
        .join(Deadline, and_(col(Deadline.finding_id) == Finding.id, Deadline.step == EFFECT))
        .where(
            col(Finding.step) == Step.VERIFIED,
            col(Closure.finding_id).is_(None),
            col(Finding.site_id).in_(seen_sites(actor)),
            reached,
        )
        .distinct()
    )
    order = (col(Finding.due_on).asc().nulls_last(), col(Finding.ref))
    return [Tracked(*row) for row in session.exec(query.order_by(*order).limit(MOST_TASKS))]


def to_look_elsewhere(session: Session, actor: Actor) -> list[Tracked]:
    """Open ones of the person whose cause may lie in wait elsewhere, where nobody has looked."""
    told = causes_told()
    hidden = select(told.c.finding_id).where(told.c.hidden_hazard)
    looked = select(AcrossReply.finding_id)
    query = _whole().where(
        col(Finding.owner_id) == actor.id,
        col(Closure.finding_id).is_(None),
        col(Finding.site_id).in_(seen_sites(actor)),
        col(Finding.id).in_(hidden),
        col(Finding.id).not_in(looked),
    )
    return [Tracked(*row) for row in session.exec(query.order_by(Finding.ref).limit(MOST_TASKS))]


def asleep(session: Session, actor: Actor) -> dict[UUID, date]:
    """By finding: until when the person has put it off."""
    query = select(Snooze).where(Snooze.person_id == actor.id)
    return {one.finding_id: one.until for one in session.exec(query)}
