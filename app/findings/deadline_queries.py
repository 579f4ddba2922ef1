"""By when each step is due, and who asks for more time."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, func, select

from app.findings.models import (
    BuyerDate,
    Deadline,
    Extension,
    ExtensionReply,
    Finding,
    Review,
)
from app.findings.queries import unclosed
from app.people.rules import Ability, Actor
from app.suppliers.models import Site
from app.suppliers.queries import reach, within_reach


def deadlines_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Deadline]]:
    """Of the turn in which each finding is; what is due first comes first."""
    newest = (
        select(Deadline.finding_id, func.max(Deadline.turn).label("turn"))
        .where(col(Deadline.finding_id).in_(ids))
        .group_by(col(Deadline.finding_id))
        .subquery()
    )
    query = (
        select(Deadline)
        .join(
            newest,
            and_(
                col(Deadline.finding_id) == newest.c.finding_id,
                col(Deadline.turn) == newest.c.turn,
            ),
        )
        .order_by(col(Deadline.due_on), col(Deadline.due_at), col(Deadline.step))
    )
    found: dict[UUID, list[Deadline]] = {id: [] for id in ids}
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def deadlines_in(session: Session, finding_id: UUID, turn: int) -> dict[str, Deadline]:
    """By step."""
    query = select(Deadline).where(Deadline.finding_id == finding_id, Deadline.turn == turn)
    return {one.step: one for one in session.exec(query)}


def buyer_dates(session: Session, finding_id: UUID) -> list[BuyerDate]:
    """Oldest first."""
    query = select(BuyerDate).where(BuyerDate.finding_id == finding_id)
    return list(session.exec(query.order_by(col(BuyerDate.at), col(BuyerDate.id))))


MoreTime = tuple[Extension, ExtensionReply | None]


def extensions_of(session: Session, finding_id: UUID) -> list[MoreTime]:
    """Oldest first, each with what became of it."""
    query = (
        select(Extension, ExtensionReply)
        .outerjoin(ExtensionReply, col(ExtensionReply.extension_id) == Extension.id)
        .where(Extension.finding_id == finding_id)
        .order_by(col(Extension.at), col(Extension.id))
    )
    return list(session.exec(query))


def extensions_waiting(session: Session, actor: Actor) -> list[tuple[Extension, Finding, Site]]:
    """What others ask of open findings, where the actor may grant it; the nearest day first."""
    rows = session.exec(_waiting(everywhere=actor.everywhere), params=reach(actor)).all()
    return [row for row in rows if actor.may(Ability.MANAGE_FINDINGS, row[2])]


@cache
def _waiting(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of extension, finding, site
    return (
        select(Extension, Finding, Site)
        .join(Finding, col(Finding.id) == Extension.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(ExtensionReply, col(ExtensionReply.extension_id) == Extension.id)
        .where(
            col(ExtensionReply.extension_id).is_(None),
            *unclosed(),
            col(Extension.by_id) != bindparam("reader"),
            within_reach(Finding.site_id, everywhere=everywhere),
        )
        .order_by(col(Extension.due_on), col(Finding.ref))
    )


def review_of(session: Session, finding_id: UUID, turn: int) -> Review | None:
    """The last that was agreed in that turn."""
    query = select(Review).where(Review.finding_id == finding_id, Review.turn == turn)
    return session.exec(query.order_by(col(Review.at).desc(), col(Review.id).desc())).first()
