"""What waits for one person."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select

from app.findings.brief_queries import BRIEFLY, Brief, Where, briefly
from app.findings.cause_queries import causes_told
from app.findings.clock_rules import EFFECT
from app.findings.models import AcrossReply, Deadline, Finding
from app.findings.queries import unclosed
from app.findings.rules import LOOKED_AT, Step
from app.kit.clock import local_day
from app.mail.models import Snooze
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import reach, within_reach

MOST_TASKS = 200
EAST = timedelta(hours=14)
"""Nowhere is it later than there."""


class ToTend(NamedTuple):
    """A finding that asks something of the person."""

    finding: Brief
    site: Where


BY_DUE = (col(Finding.due_on).asc().nulls_last(), col(Finding.ref).asc())


def owned(session: Session, actor: Actor) -> list[ToTend]:
    """The open findings that the person owns, due first."""
    return _told(session, _owned(everywhere=actor.everywhere), actor)


@cache
def _owned(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of columns
    return _tasks(col(Finding.owner_id) == bindparam("reader"), everywhere=everywhere)


def effects_due(session: Session, actor: Actor, at: datetime) -> list[ToTend]:
    """What is verified and was to be looked at again by now, by the day at its site."""
    asked = reach(actor) | {"latest": (at + EAST).date()}
    rows = session.execute(_effects(everywhere=actor.everywhere), asked)
    found = [(row[0], ToTend(*briefly(row))) for row in rows]
    return [one for first, one in found if first <= local_day(at, one.site.time_zone)]


@cache
def _effects(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of columns
    """Due by the latest day that it is anywhere; of an earlier turn nothing is asked any more."""
    first, later = func.coalesce(col(Deadline.earliest_on), col(Deadline.due_on)), aliased(Deadline)
    newest = select(func.max(later.turn)).where(later.finding_id == Deadline.finding_id)
    return (
        sa.select(first, *BRIEFLY)
        .select_from(Finding)
        .join(Deadline, col(Deadline.finding_id) == Finding.id)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(
            col(Finding.step) == Step.VERIFIED,
            col(Finding.class_).in_(LOOKED_AT),
            *unclosed(),
            within_reach(Finding.site_id, everywhere=everywhere),
            col(Deadline.step) == EFFECT,
            first <= bindparam("latest"),
            col(Deadline.turn) == newest.scalar_subquery(),
        )
        .order_by(*BY_DUE)
        .limit(MOST_TASKS)
    )


def to_look_elsewhere(session: Session, actor: Actor) -> list[ToTend]:
    """Open ones of the person whose cause may lie in wait elsewhere, where nobody has looked."""
    return _told(session, _unlooked(everywhere=actor.everywhere), actor)


@cache
def _unlooked(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of columns
    told = causes_told()
    hidden = select(told.c.finding_id).where(told.c.finding_id == Finding.id, told.c.hidden_hazard)
    looked = select(AcrossReply.finding_id)
    return _tasks(
        col(Finding.owner_id) == bindparam("reader"),
        hidden.exists(),
        col(Finding.id).not_in(looked),
        everywhere=everywhere,
        order=[col(Finding.ref).asc()],
    )


def asleep(session: Session, actor: Actor) -> dict[UUID, date]:
    """By finding: until when the person has put it off."""
    query = select(Snooze).where(Snooze.person_id == actor.id)
    return {one.finding_id: one.until for one in session.exec(query)}


def _tasks(
    *which: ColumnElement[bool],
    everywhere: bool,
    order: Sequence[ColumnElement[Any]] = BY_DUE,
) -> Any:  # noqa: ANN401 - a select of columns
    ids = select(Finding.id).where(
        *which, *unclosed(), within_reach(Finding.site_id, everywhere=everywhere)
    )
    return (
        sa.select(*BRIEFLY)
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(col(Finding.id).in_(ids.order_by(*order).limit(MOST_TASKS)))
        .order_by(*order)
    )


def _told(session: Session, query: Any, actor: Actor) -> list[ToTend]:  # noqa: ANN401 - as above
    return [ToTend(*briefly(row)) for row in session.execute(query, reach(actor))]
