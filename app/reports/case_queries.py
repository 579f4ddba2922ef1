"""What a past day of a finding is told from: its clocks of every turn, and what it repeats."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.actions.models import AgreedAction, PlanAgreed
from app.findings.deadline_queries import MoreTime
from app.findings.models import (
    BuyerDate,
    CauseCorrection,
    Closure,
    Deadline,
    Extension,
    ExtensionReply,
    Finding,
    Repeat,
)

InTurn = tuple[UUID, int]


def clocks_by_turn(session: Session, ids: Collection[UUID]) -> dict[InTurn, list[Deadline]]:
    """As they stand; what is due first comes first."""
    query = (
        select(Deadline)
        .where(col(Deadline.finding_id).in_(set(ids)))
        .order_by(col(Deadline.due_on), col(Deadline.due_at), col(Deadline.step))
    )
    found: dict[InTurn, list[Deadline]] = defaultdict(list)
    for one in session.exec(query):
        found[one.finding_id, one.turn].append(one)
    return found


def asked_for(session: Session, ids: Collection[UUID]) -> dict[UUID, list[MoreTime]]:
    """By finding, oldest first: who asked for more time, and what became of it."""
    query = (
        select(Extension, ExtensionReply)
        .outerjoin(ExtensionReply, col(ExtensionReply.extension_id) == Extension.id)
        .where(col(Extension.finding_id).in_(set(ids)))
        .order_by(col(Extension.at), col(Extension.id))
    )
    found: dict[UUID, list[MoreTime]] = defaultdict(list)
    for asked, reply in session.exec(query):
        found[asked.finding_id].append((asked, reply))
    return found


def letters_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[BuyerDate]]:
    """By finding, oldest first: the days that buyers have set."""
    query = (
        select(BuyerDate)
        .where(col(BuyerDate.finding_id).in_(set(ids)))
        .order_by(col(BuyerDate.at), col(BuyerDate.id))
    )
    found: dict[UUID, list[BuyerDate]] = defaultdict(list)
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def agreed_by(
    session: Session, ids: Collection[UUID], by: datetime
) -> dict[InTurn, frozenset[UUID]]:
    """The actions to which somebody had agreed by then."""
    query = (
        select(PlanAgreed.finding_id, PlanAgreed.turn, AgreedAction.action_id)
        .join(PlanAgreed, col(PlanAgreed.id) == AgreedAction.plan_id)
        .where(col(PlanAgreed.finding_id).in_(set(ids)), col(PlanAgreed.at) <= by)
    )
    found: dict[InTurn, frozenset[UUID]] = defaultdict(frozenset)
    for finding_id, turn, action_id in session.exec(query):
        found[finding_id, turn] |= {action_id}
    return found


def corrections_by(
    session: Session, ids: Collection[UUID], by: datetime
) -> dict[InTurn, CauseCorrection]:
    """What was said last by then of that in which a cause lies."""
    query = (
        select(CauseCorrection)
        .where(col(CauseCorrection.finding_id).in_(set(ids)), col(CauseCorrection.at) <= by)
        .order_by(col(CauseCorrection.at), col(CauseCorrection.id))
    )
    return {(one.finding_id, one.turn): one for one in session.exec(query)}


@dataclass(frozen=True, slots=True)
class Before:
    """The finding of an earlier round at the same item and place."""

    finding: Finding
    closure: Closure | None
    upgraded: bool


def repeated(session: Session, ids: Collection[UUID]) -> dict[UUID, Before]:
    """By the finding that repeats it."""
    query = (
        select(Repeat, Finding, Closure)
        .join(Finding, col(Finding.id) == Repeat.earlier_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Repeat.finding_id).in_(set(ids)))
    )
    return {
        repeat.finding_id: Before(finding, closure, repeat.upgraded)
        for repeat, finding, closure in session.exec(query)
    }


def repeated_since(session: Session, ids: Collection[UUID], by: datetime) -> dict[UUID, Finding]:
    """By the earlier finding: the last that had come again by then."""
    query = (
        select(Repeat.earlier_id, Finding)
        .join(Finding, col(Finding.id) == Repeat.finding_id)
        .where(col(Repeat.earlier_id).in_(set(ids)), col(Finding.raised_at) <= by)
        .order_by(col(Finding.raised_at), col(Finding.ref))
    )
    return dict(session.exec(query).all())
