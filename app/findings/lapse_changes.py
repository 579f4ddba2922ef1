"""The verb by which a closed finding is opened again."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.findings.changes import reopen_finding
from app.findings.models import Finding, LapsedClosure
from app.findings.queries import closure_of, hold, turn_of
from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.people.rules import Actor
from app.programmes.rules import Pack


def lapse_closure(
    session: Session,
    row: Finding,
    packs: Sequence[Pack],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """The closure is kept beside: of any day before it is told as closed."""
    hold(session, row)
    closure = closure_of(session, row.id)
    if closure is None or closure.rejected:
        raise Conflict(_("Finding {ref} is not closed: there is nothing to open."), ref=row.ref)
    turn = turn_of(session, row.id)
    kept = LapsedClosure(
        finding_id=row.id,
        turn=turn,
        by_id=closure.by_id,
        by_name=closure.by_name,
        at=closure.at,
        reason=closure.reason,
        lapsed_at=at,
    )
    session.add(kept)
    session.delete(closure)
    session.flush()
    reopen_finding(session, row, packs, turn=turn + 1, reason=reason, by=by, at=at)
