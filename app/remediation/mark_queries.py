"""What stands beside a date in a list: that it is provisional, or when the finding is reviewed."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from app.findings.brief_queries import BRIEFLY, Brief, Where, briefly
from app.findings.clock_rules import CLOSE, REVIEW
from app.findings.models import Deadline, Finding, Review
from app.findings.queries import unclosed
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import reach, within_reach


class Mark(NamedTuple):
    """`provisional`: its due date is counted from the raising, until the audit says its own day."""

    provisional: bool
    review_on: date | None


def marks(session: Session, refs: Collection[str]) -> dict[str, Mark]:
    """Of the turn in which each stands; who has neither is not named."""
    found: dict[str, Mark] = {}
    for ref, step, day in session.execute(_marks(), {"refs": list(refs)}):
        told = found.get(ref, Mark(provisional=False, review_on=None))
        if step == REVIEW:
            found[ref] = told._replace(review_on=day)
        else:
            found[ref] = told._replace(provisional=True)
    return found


@cache
def _marks() -> Any:  # noqa: ANN401 - a select of columns
    other = aliased(Deadline)
    newest = select(func.max(other.turn)).where(other.finding_id == Deadline.finding_id)
    shaky = and_(
        Deadline.step == CLOSE,
        col(Deadline.provisional),
        col(Deadline.due_on) == Finding.due_on,
    )
    return (
        select(col(Finding.ref), col(Deadline.step), col(Deadline.due_on))
        .join(Deadline, col(Deadline.finding_id) == Finding.id)
        .where(
            col(Finding.ref).in_(bindparam("refs", expanding=True)),
            or_(Deadline.step == REVIEW, shaky),
            col(Deadline.turn) == newest.scalar_subquery(),
        )
    )


def to_review(session: Session, actor: Actor) -> list[tuple[date, Brief, Where]]:
    """Open ones without a clock at which the person was asked last to look again, by the day."""
    rows = session.execute(_to_review(everywhere=actor.everywhere), reach(actor))
    return [(row[0], *briefly(row)) for row in rows]


@cache
def _to_review(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of columns
    later = aliased(Review)
    newer = select(later.id).where(
        col(later.finding_id) == col(Review.finding_id), col(later.at) > col(Review.at)
    )
    stands = select(Deadline.finding_id).where(
        Deadline.finding_id == Review.finding_id,
        Deadline.turn == Review.turn,
        Deadline.step == REVIEW,
    )
    return (
        sa.select(col(Review.review_on), *BRIEFLY)
        .select_from(Review)
        .join(Finding, col(Finding.id) == Review.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(
            col(Review.partner_id) == bindparam("reader"),
            stands.exists(),
            ~newer.exists(),
            *unclosed(),
            within_reach(Finding.site_id, everywhere=everywhere),
        )
        .order_by(col(Review.review_on), col(Finding.ref))
    )
