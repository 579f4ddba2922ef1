"""The cards of the board, narrow as they are: only what each shows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.findings.models import Closure, Finding
from app.findings.queries import late, unclosed
from app.findings.rules import FindingClass, Shown, Step
from app.people.models import Person
from app.people.rules import Actor
from app.remediation.filter_queries import Scope, filtered
from app.suppliers.models import Site

A_COLUMN = 20
CLOSED_LATELY = timedelta(days=30)


class Row(NamedTuple):
    """What a card asks of a finding."""

    ref: str
    item: str
    statement: str
    class_: FindingClass
    step: Step
    due_on: date | None
    owner: str | None
    site: str
    site_zh: str | None
    time_zone: str
    closed_at: datetime | None


def columns(
    session: Session, actor: Actor, scope: Scope, at: datetime, most: Mapping[Step, int]
) -> dict[Step, list[Row]]:
    """`most` cards of each step, due first; of the closed ones those of late, the last first."""
    about = list(_on_board(session, actor, scope, at))
    still = _cards(_open(about), (col(Finding.due_on).asc().nulls_last(), col(Finding.ref)))
    closed = _cards(_closed(about, at), (col(Closure.at).desc(), col(Finding.ref)))
    found = {}
    for step, n in most.items():
        query = closed if step is Step.CLOSED else still
        asked = {"most": n} if step is Step.CLOSED else {"most": n, "at_step": step}
        found[step] = [Row(*row) for row in session.execute(query, asked)]
    return found


def _open(about: Sequence[ColumnElement[bool]]) -> SelectOfScalar[UUID]:
    at_step = col(Finding.step) == sa.bindparam("at_step")
    return select(Finding.id).where(*about, *unclosed(), at_step)


def _closed(about: Sequence[ColumnElement[bool]], at: datetime) -> SelectOfScalar[UUID]:
    ids = select(Finding.id).join(Closure, col(Closure.finding_id) == Finding.id)
    return ids.where(*about, *_lately(at))


def _cards(ids: SelectOfScalar[UUID], order: Sequence[Any]) -> Any:  # noqa: ANN401 - a select of columns
    """Made once for all columns: to make it takes as long as to ask it."""
    return (
        sa.select(
            col(Finding.ref),
            col(Finding.item),
            col(Finding.statement),
            col(Finding.class_),
            col(Finding.step),
            col(Finding.due_on),
            col(Person.name),
            col(Site.name),
            col(Site.name_zh),
            col(Site.time_zone),
            col(Closure.at),
        )
        .select_from(Finding)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Person, col(Person.id) == Finding.owner_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.id).in_(ids.order_by(*order).limit(sa.bindparam("most"))))
        .order_by(*order)
    )


def column_counts(session: Session, actor: Actor, scope: Scope, at: datetime) -> dict[Step, int]:
    """How many stand at each step; all of them, not only the cards that are drawn."""
    asked = list(_on_board(session, actor, scope, at))
    query = (
        select(Finding.step, func.count()).where(*asked, *unclosed()).group_by(col(Finding.step))
    )
    found = {Step(step): n for step, n in session.exec(query)}
    if scope.asked.shown is not Shown.OVERDUE:
        lately = _with_closure(select(func.count())).where(*asked, *_lately(at))
        found[Step.CLOSED] = session.exec(lately).one()
    return {step: found.get(step, 0) for step in Step}


def _on_board(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> Iterator[ColumnElement[bool]]:
    """Of the states only what is overdue can be asked for: the columns say the rest."""
    yield from filtered(session, actor, scope, at)
    if scope.asked.shown is Shown.OVERDUE:
        yield late(session, actor, at)


def _lately(at: datetime) -> Iterator[ColumnElement[bool]]:
    """Closed within the last days: few, found by their day."""
    yield col(Closure.at) >= at - CLOSED_LATELY
    yield col(Closure.rejected).is_(False)


def _with_closure(query: Any) -> Any:  # noqa: ANN401 - a select of columns
    return query.select_from(Closure).join(Finding, col(Finding.id) == Closure.finding_id)
