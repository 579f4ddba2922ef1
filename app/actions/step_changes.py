"""The step of a finding is kept for lists and SQL: whatever can move it ends with `keep_step`.

The verbs of the room below that can move it are called through here, by whoever calls them.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.actions.way import Way, way_of
from app.confirmations.queries import sent_back
from app.findings.cause_changes import add_cause, strike_cause
from app.findings.cause_queries import cause_found
from app.findings.changes import change_finding, reopen_finding
from app.findings.forms import AddCause, ChangeFinding
from app.findings.lapse_changes import lapse_closure
from app.findings.models import Cause, Finding
from app.findings.queries import closure_of, turn_of
from app.people.rules import Actor, Place
from app.programmes.rules import Pack
from app.trail.rules import Author


def keep_step(session: Session, row: Finding) -> Way:
    """The last step that it has reached on the way of its class; returns the way as it is now."""
    session.flush()
    way = way_of(session, row)
    if row.step is not way.reached[-1]:
        row.step = way.reached[-1]
        session.add(row)
    return way


def change(  # noqa: PLR0913 - see change_finding
    session: Session,
    row: Finding,
    form: ChangeFinding,
    *,
    place: Place,
    owner: Actor | None,
    packs: Sequence[Pack] = (),
    by: Author,
    at: datetime,
) -> None:
    """Another class has another way: what was reached on the old one may not count on the new."""
    change_finding(session, row, form, place=place, owner=owner, packs=packs, by=by, at=at)
    keep_step(session, row)


def open_again(
    session: Session,
    row: Finding,
    packs: Sequence[Pack],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """What was closed begins its way anew; of the days before it is still told as closed.

    So does what waited for its buyer alone, and was sent back.
    """
    if closure_of(session, row.id) is None and sent_back(session, row.id):
        turn = turn_of(session, row.id) + 1
        reopen_finding(session, row, packs, turn=turn, reason=reason, by=by, at=at)
    else:
        lapse_closure(session, row, packs, reason=reason, by=by, at=at)
    keep_step(session, row)


def answer_why(session: Session, row: Finding, form: AddCause, *, by: Actor, at: datetime) -> Cause:
    """A why more moves nothing until somebody has said that the cause is found."""
    cause = add_cause(session, row, form, by=by, at=at)
    if cause_found(session, row.id, cause.turn):
        keep_step(session, row)
    return cause


def strike_why(session: Session, row: Finding, id: UUID, *, by: Actor, at: datetime) -> None:
    """Without a why in one of its branches the cause is not found any more."""
    strike_cause(session, row, id, by=by, at=at)
    keep_step(session, row)
