from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, and_, col, func, or_, select, true
from sqlmodel.sql.expression import SelectOfScalar

from app.actions.models import Action
from app.actions.rules import ActionKind, ActionState
from app.findings.models import (
    Deadline,
    Extension,
    ExtensionReply,
    Finding,
    Reopening,
    Review,
)
from app.findings.queries import unclosed
from app.findings.rules import FindingClass, Step
from app.people.models import Grant, Person
from app.people.rules import Actor, Granted
from app.reminders.models import Notice, Shift
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites
from app.trail.models import TrailEntry

AT_ONCE = 500  # values in one list: SQLite and PostgreSQL both take more


Among = Collection[str] | SelectOfScalar[str] | None
"""References of the findings that are looked at; None: all."""


def of_hand(person_id: UUID) -> SelectOfScalar[str]:
    """Of the findings on which they have something to do themselves, not for others."""
    acts = select(Action.finding_id).where(Action.owner_id == person_id)
    looks = select(Review.finding_id).where(Review.partner_id == person_id)
    about = col(Finding.id)
    return select(Finding.ref).where(
        or_(col(Finding.owner_id) == person_id, about.in_(acts), about.in_(looks))
    )


class Known(NamedTuple):
    """Of a finding what a reminder asks: a whole row of each of thousands takes thrice as long."""

    id: UUID
    ref: str
    site_id: UUID
    class_: FindingClass
    step: Step
    owner_id: UUID | None
    statement: str
    raised_at: datetime

    @classmethod
    def of(cls, row: Finding) -> Self:
        return cls(*(getattr(row, name) for name in cls._fields))


class StepDue(NamedTuple):
    turn: int
    step: str
    due_on: date
    due_at: datetime | None
    finding: Known


class ActionDue(NamedTuple):
    id: UUID
    turn: int
    kind: ActionKind
    what: str
    due_on: date
    owner_id: UUID
    finding: Known


KNOWN = tuple(col(getattr(Finding, name)) for name in Known._fields)


def steps_due(session: Session, until: date, among: Among) -> list[StepDue]:
    """Of open findings, in the turn in which each is; where a clock runs in hours, of all."""
    named = true() if among is None else col(Finding.ref).in_(among)
    shown = [col(getattr(Deadline, name)) for name in StepDue._fields[:-1]]
    query = (
        sa.select(*shown, *KNOWN)
        .select_from(Deadline)
        .join(Finding, col(Finding.id) == Deadline.finding_id)
        .where(
            col(Deadline.due_on) <= until,
            or_(named, col(Deadline.due_at).is_not(None)),
            *unclosed(),
            col(Deadline.turn) == _turn(),
        )
        .order_by(col(Deadline.due_on), col(Finding.ref), col(Deadline.step))
    )
    return [
        StepDue(turn, step, due_on, due_at, Known(*known))
        for turn, step, due_on, due_at, *known in session.execute(query)
    ]


def actions_due(session: Session, until: date, among: Among) -> list[ActionDue]:
    """On open findings; not those that wait for a verification, nor what is verified."""
    shown = [col(getattr(Action, name)) for name in ActionDue._fields[:-1]]
    query = (
        sa.select(*shown, *KNOWN)
        .select_from(Action)
        .join(Finding, col(Finding.id) == Action.finding_id)
        .where(
            col(Action.due_on) <= until,
            true() if among is None else col(Finding.ref).in_(among),
            col(Action.state) == ActionState.OPEN,
            *unclosed(),
            col(Action.withdrawn_at).is_(None),
            col(Action.turn) == _turn(),
        )
        .order_by(col(Action.due_on), col(Finding.ref), col(Action.id))
    )
    return [
        ActionDue(id, turn, kind, what, due_on, owner_id, Known(*known))
        for id, turn, kind, what, due_on, owner_id, *known in session.execute(query)
    ]


def _turn() -> Any:  # noqa: ANN401 - the turn in which the finding of the outer query is
    again = select(func.count()).where(col(Reopening.finding_id) == Finding.id)
    return 1 + again.correlate(Finding).scalar_subquery()


def extensions_asked(session: Session) -> list[tuple[Extension, Finding, Site]]:
    """Of open findings, without an answer yet; the oldest first."""
    query = (
        select(Extension, Finding, Site)
        .join(Finding, col(Finding.id) == Extension.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(ExtensionReply, col(ExtensionReply.extension_id) == Extension.id)
        .where(col(ExtensionReply.extension_id).is_(None), *unclosed())
        .order_by(col(Extension.at), col(Extension.id))
    )
    return list(session.exec(query))


def partners(session: Session, finding_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who looks at a finding again for which no clock runs; the last word counts."""
    query = select(Review).where(col(Review.finding_id).in_(set(finding_ids)))
    return {one.finding_id: one.partner_id for one in session.exec(query.order_by(col(Review.at)))}


def everybody(session: Session) -> dict[UUID, Actor]:
    """Whoever is active and has a role somewhere, by name."""
    query = select(Person, Grant).join(Grant, col(Grant.person_id) == Person.id)
    held: dict[UUID, tuple[Person, list[Granted]]] = {}
    for who, grant in session.exec(query.where(Person.active).order_by(col(Person.name))):
        granted = Granted(grant.role, grant.supplier_id, grant.site_id)
        held.setdefault(who.id, (who, []))[1].append(granted)
    return {id: Actor(w.id, w.name, w.email, w.lang, tuple(g)) for id, (w, g) in held.items()}


def clock_zones(session: Session) -> list[str]:
    """The time zones in which there is a site."""
    return list(session.exec(select(Site.time_zone).distinct()))


def deeds_since(session: Session, size: int, most: int) -> list[tuple[str, str]]:
    """What stands on the trail after its first `size` entries: what was done, and on what."""
    query = select(TrailEntry.action, TrailEntry.subject).where(TrailEntry.seq > size)
    return list(session.exec(query.distinct().limit(most)))


def all_sites(session: Session) -> list[Site]:
    """By code, as a person's own list has them."""
    return list(session.exec(select(Site).order_by(col(Site.code))))


def told(session: Session, subjects: Collection[str]) -> dict[tuple[str, UUID], int]:
    """The highest rung at which somebody was told of something."""
    found: dict[tuple[str, UUID], int] = {}
    for part in _parts(sorted(subjects)):
        query = (
            select(Notice.subject, Notice.person_id, func.max(Notice.rung))
            .where(col(Notice.subject).in_(part))
            .group_by(col(Notice.subject), col(Notice.person_id))
        )
        found |= {(subject, id): rung for subject, id, rung in session.exec(query)}
    return found


def escalated(session: Session, subjects: Collection[str]) -> dict[str, int]:
    """The highest rung at which anybody but the owner was told of it."""
    found: dict[str, int] = defaultdict(lambda: -(10**6))
    for part in _parts(sorted(subjects)):
        query = select(Notice.subject, func.max(Notice.rung)).where(
            and_(col(Notice.subject).in_(part), col(Notice.escalation))
        )
        found.update(session.exec(query.group_by(col(Notice.subject))).all())
    return found


def shift(session: Session, name: str) -> Shift | None:
    """Held until the transaction ends."""
    return session.exec(select(Shift).where(Shift.name == name).with_for_update()).one_or_none()


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[n : n + AT_ONCE] for n in range(0, len(values), AT_ONCE))


class Spread(NamedTuple):
    """An item with its open findings, and at how many sites."""

    item: str
    findings: int
    sites: int


def widespread(session: Session, actor: Actor, most: int) -> list[Spread]:
    """What stands open at most sites that the person may see; then what most findings say."""
    n, places = func.count(), func.count(func.distinct(col(Finding.site_id)))
    query = (
        select(Finding.item, n, places)
        .where(
            *unclosed(),
            Finding.item != "",
            col(Finding.site_id).in_(seen_sites(actor)),
        )
        .group_by(col(Finding.item))
        .having(n > 1)
        .order_by(places.desc(), n.desc(), col(Finding.item))
        .limit(most)
    )
    return [Spread(*row) for row in session.exec(query)]
