"""What stands beside a date in a list: that it is provisional, or when the finding is reviewed."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from app.findings.clock_rules import CLOSE, REVIEW
from app.findings.models import Deadline, Finding


class Mark(NamedTuple):
    """`provisional`: its due date is counted from the raising, until the audit says its own day."""

    provisional: bool
    review_on: date | None


def marks(session: Session, refs: Collection[str]) -> dict[str, Mark]:
    """Of the turn in which each stands; who has neither is not named."""
    other = aliased(Deadline)
    newest = select(func.max(other.turn)).where(other.finding_id == Deadline.finding_id)
    shaky = and_(
        Deadline.step == CLOSE,
        col(Deadline.provisional),
        col(Deadline.due_on) == Finding.due_on,
    )
    query = (
        select(col(Finding.ref), col(Deadline.step), col(Deadline.due_on))
        .join(Deadline, col(Deadline.finding_id) == Finding.id)
        .where(
            col(Finding.ref).in_(refs),
            or_(Deadline.step == REVIEW, shaky),
            col(Deadline.turn) == newest.scalar_subquery(),
        )
    )
    found: dict[str, Mark] = {}
    for ref, step, day in session.exec(query):
        told = found.get(ref, Mark(provisional=False, review_on=None))
        if step == REVIEW:
            found[ref] = told._replace(review_on=day)
        else:
            found[ref] = told._replace(provisional=True)
    return found
