"""What waits for one person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, exists, func, select

from app.findings.brief_queries import BRIEFLY, Brief, Where, briefly
from app.findings.cause_queries import causes_told
from app.findings.clock_rules import EFFECT
from app.findings.models import AcrossReply, Deadline, Finding
from app.findings.queries import by_day, unclosed
from app.findings.rules import Step
from app.mail.models import Snooze
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import at_seen

MOST_TASKS = 200


class ToTend(NamedTuple):
    """A finding that asks something of the person."""

    finding: Brief
    site: Where


BY_DUE = (col(Finding.due_on).asc().nulls_last(), col(Finding.ref).asc())


def owned(session: Session, actor: Actor) -> list[ToTend]:
    """The open findings that the person owns, due first."""
    return _tasks(session, actor, col(Finding.owner_id) == actor.id)


def effects_due(session: Session, actor: Actor, at: datetime) -> list[ToTend]:
    """What is verified and was to be looked at again by now, by the day at its site."""
    first = func.coalesce(col(Deadline.earliest_on), col(Deadline.due_on))
    reached = exists().where(
        col(Deadline.finding_id) == Finding.id,
        col(Deadline.step) == EFFECT,
        by_day(session, actor, at, lambda day: first <= day),
    )
    return _tasks(session, actor, col(Finding.step) == Step.VERIFIED, reached)


def to_look_elsewhere(session: Session, actor: Actor) -> list[ToTend]:
    """Open ones of the person whose cause may lie in wait elsewhere, where nobody has looked."""
    told = causes_told()
    hidden = select(told.c.finding_id).where(told.c.finding_id == Finding.id, told.c.hidden_hazard)
    looked = select(AcrossReply.finding_id)
    return _tasks(
        session,
        actor,
        col(Finding.owner_id) == actor.id,
        hidden.exists(),
        col(Finding.id).not_in(looked),
        order=[col(Finding.ref).asc()],
    )


def asleep(session: Session, actor: Actor) -> dict[UUID, date]:
    """By finding: until when the person has put it off."""
    query = select(Snooze).where(Snooze.person_id == actor.id)
    return {one.finding_id: one.until for one in session.exec(query)}


def _tasks(
    session: Session,
    actor: Actor,
    *which: ColumnElement[bool],
    order: Sequence[ColumnElement[Any]] = BY_DUE,
) -> list[ToTend]:
    ids = select(Finding.id).where(*which, *unclosed(), at_seen(actor, Finding.site_id))
    query = (
        sa.select(*BRIEFLY)
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(col(Finding.id).in_(ids.order_by(*order).limit(MOST_TASKS)))
        .order_by(*order)
    )
    return [ToTend(*briefly(row)) for row in session.execute(query)]
