"""Why it happened and why nobody noticed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from app.findings.models import (
    Cause,
    CauseCorrection,
    CauseFound,
)
from app.findings.rules import Branch, weak

# Every verb that can move a finding asks these: they are put together once, not each time.
CAUSES = (
    select(Cause)
    .where(
        col(Cause.finding_id) == bindparam("finding"),
        col(Cause.turn) == bindparam("turn"),
        col(Cause.struck_at).is_(None),
    )
    .order_by(col(Cause.at), col(Cause.id))
)
CORRECTED = (
    select(CauseCorrection)
    .where(
        col(CauseCorrection.finding_id) == bindparam("finding"),
        col(CauseCorrection.turn) == bindparam("turn"),
    )
    .order_by(col(CauseCorrection.at).desc(), col(CauseCorrection.id).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Why:
    """A cause with what lies behind it; `leaf`: nobody has asked further."""

    cause: Cause
    deeper: tuple["Why", ...]

    @property
    def leaf(self) -> bool:
        return not self.deeper

    @property
    def weak(self) -> bool:
        """Only where the asking ends: on the way down an error is a fair answer."""
        return self.leaf and weak(self.cause.text)


def causes_of(session: Session, finding_id: UUID, turn: int) -> list[Cause]:
    """Those that nobody has struck, in the order in which they were given."""
    return list(session.exec(CAUSES, params={"finding": finding_id, "turn": turn}))


def whys(causes: Sequence[Cause]) -> dict[Branch, tuple[Why, ...]]:
    """The trees of both branches."""

    def below(branch: Branch, id: UUID | None) -> tuple[Why, ...]:
        return tuple(
            Why(one, below(branch, one.id))
            for one in causes
            if one.branch == branch and one.parent_id == id
        )

    return {branch: below(branch, None) for branch in Branch}


def cause_found(session: Session, finding_id: UUID, turn: int) -> CauseFound | None:
    """As it was corrected last."""
    found = session.get(CauseFound, (finding_id, turn))
    of = {"finding": finding_id, "turn": turn}
    better = session.exec(CORRECTED, params=of).first() if found else None
    if found is None or better is None:
        return found
    said = {"tag": better.tag, "hidden_hazard": better.hidden_hazard}
    return CauseFound(**(found.model_dump() | said))


def causes_told() -> Any:  # noqa: ANN401 - a subquery of finding, turn, tag, hidden hazard
    """What each cause lies in, as it was corrected last: for other selects to join."""

    def last(column: Any, first: Any) -> Any:  # noqa: ANN401 - columns of any type
        better = (
            select(column)
            .where(
                CauseCorrection.finding_id == CauseFound.finding_id,
                CauseCorrection.turn == CauseFound.turn,
            )
            .order_by(col(CauseCorrection.at).desc(), col(CauseCorrection.id).desc())
            .limit(1)
            .correlate(CauseFound)
        )
        return func.coalesce(better.scalar_subquery(), first)

    return select(
        CauseFound.finding_id,
        CauseFound.turn,
        last(CauseCorrection.tag, CauseFound.tag).label("tag"),
        last(CauseCorrection.hidden_hazard, CauseFound.hidden_hazard).label("hidden_hazard"),
    ).subquery()
