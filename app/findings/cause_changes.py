"""The verbs of the tree of whys."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.findings.cause_queries import cause_found, causes_of
from app.findings.changes import refuse_if_closed
from app.findings.forms import AddCause, CorrectCause
from app.findings.models import Cause, CauseCorrection, Finding
from app.findings.queries import turn_of
from app.findings.rules import DEEPEST
from app.kit.errors import Conflict, Invalid, NotFound
from app.kit.words import mark as _
from app.people.rules import Actor
from app.trail.changes import record


def add_cause(session: Session, row: Finding, form: AddCause, *, by: Actor, at: datetime) -> Cause:
    """A weak answer is kept like any other: the page says that it is worth asking once more."""
    refuse_if_closed(session, row)
    turn = turn_of(session, row.id)
    above = _line(causes_of(session, row.id, turn), form.parent)
    if len(above) >= DEEPEST:
        raise Invalid(_("{n} whys lie above this one: that is deep enough."), n=len(above))
    if any(_same(form.text, one.text) for one in above):
        raise Invalid(
            _("This is said further up already: the whys go in a circle. Say what lies behind it.")
        )
    cause = Cause(
        finding_id=row.id,
        turn=turn,
        branch=above[0].branch if above else form.branch,
        parent_id=form.parent,
        text=form.text,
        by_name=by.name,
        at=at,
    )
    session.add(cause)
    record(
        session,
        "finding.cause_added",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        branch=cause.branch,
        behind=above[0].text if above else None,
        what=form.text,
    )
    return cause


def strike_cause(session: Session, row: Finding, id: UUID, *, by: Actor, at: datetime) -> None:
    """With all that lies behind it."""
    refuse_if_closed(session, row)
    causes = causes_of(session, row.id, turn_of(session, row.id))
    struck = [one for one in causes if id in {each.id for each in _line(causes, one.id)}]
    if not struck:
        raise NotFound(_("This why was struck already, or was never asked here."))
    for one in struck:
        one.struck_at = at
        session.add(one)
    record(
        session,
        "finding.cause_struck",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        texts=[one.text for one in struck],
    )


def correct_cause(
    session: Session, row: Finding, form: CorrectCause, *, by: Actor, at: datetime
) -> CauseCorrection | None:
    """Also after others have built on it; what was said first stays as it was said."""
    refuse_if_closed(session, row)
    turn = turn_of(session, row.id)
    stands = cause_found(session, row.id, turn)
    if stands is None:
        raise Conflict(_("Nobody has said yet that the cause is found."))
    if (stands.tag, stands.hidden_hazard) == (form.tag, form.hidden_hazard):
        return None
    better = CauseCorrection(
        finding_id=row.id,
        turn=turn,
        tag=form.tag,
        hidden_hazard=form.hidden_hazard,
        reason=form.reason,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(better)
    record(
        session,
        "finding.cause_corrected",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        why=form.reason,
        before={"tag": stands.tag, "hidden_hazard": stands.hidden_hazard},
        after={"tag": form.tag, "hidden_hazard": form.hidden_hazard},
    )
    return better


def _line(causes: Sequence[Cause], id: UUID | None) -> list[Cause]:
    """The cause itself and those above it, up to the first of the branch."""
    by_id = {one.id: one for one in causes}
    line: list[Cause] = []
    while id is not None:
        if id not in by_id:
            raise NotFound(_("This why was struck already, or was never asked here."))
        line.append(by_id[id])
        id = by_id[id].parent_id
    return line


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
