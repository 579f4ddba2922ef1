"""The verbs by which a deadline is extended: asked for in time, granted by another person."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.findings.changes import clocks_moved, refuse_if_closed
from app.findings.clock_rules import MOST_EXTENSIONS, NEVER_EXTENDED
from app.findings.deadline_changes import set_clocks
from app.findings.deadline_queries import MoreTime, deadlines_in, extensions_of
from app.findings.forms import AskForTime, ReplyToAsking
from app.findings.models import Deadline, Extension, ExtensionReply, Finding
from app.findings.owner_changes import NotYours
from app.findings.queries import packs_of, turn_of
from app.findings.rules import DueSource, Outcome
from app.kit.errors import Conflict, Invalid, NotFound, Refusal
from app.kit.words import mark as _
from app.people.rules import Actor
from app.suppliers.queries import day_at
from app.trail.changes import record


class TooLate(Conflict): ...


class NeverExtended(Conflict): ...


def ask_for_time(
    session: Session, row: Finding, form: AskForTime, *, by: Actor, at: datetime
) -> Extension:
    """By the owner, before the day, within what programme and buyer allow."""
    refuse_if_closed(session, row)
    if row.owner_id != by.id:
        raise NotYours(_("Only the owner of a finding asks for more time."))
    turn = turn_of(session, row.id)
    due = deadlines_in(session, row.id, turn).get(form.step)
    if due is None:
        raise Invalid(_("No clock runs for this step. Choose one of the finding's own."))
    no = _never(due) or _passed(session, row, due, at) or _beyond(due, form)
    if no:
        raise no
    earlier = [one for one in extensions_of(session, row.id) if _of_step(one, turn, form.step)]
    _refuse_too_many(earlier)
    asked = Extension(
        finding_id=row.id,
        turn=turn,
        step=form.step,
        class_=row.class_,
        due_on=due.due_on,
        until=form.until,
        reason=form.reason,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(asked)
    record(
        session,
        "finding.extension_asked",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        why=form.reason,
        step=form.step,
        due_on=due.due_on,
        until=form.until,
    )
    return asked


def reply_to_asking(
    session: Session,
    row: Finding,
    extension_id: UUID,
    form: ReplyToAsking,
    *,
    by: Actor,
    at: datetime,
) -> ExtensionReply:
    """By another person who manages findings; whoever refuses says why."""
    refuse_if_closed(session, row)
    asked = _waiting(session, row, extension_id)
    if asked.by_id == by.id:
        raise NotYours(_("You asked for this yourself. Another person grants or refuses it."))
    if not form.granted and not form.note:
        raise Invalid(_("Say why you refuse it."))
    if form.granted:
        _refuse_unless_possible(session, row, asked, at)
    outcome = Outcome.GRANTED if form.granted else Outcome.REFUSED
    return _settled(session, row, asked, outcome, note=form.note, by=by, at=at)


def withdraw_asking(
    session: Session, row: Finding, extension_id: UUID, *, by: Actor, at: datetime
) -> ExtensionReply:
    refuse_if_closed(session, row)
    asked = _waiting(session, row, extension_id)
    if asked.by_id != by.id:
        raise NotYours(_("Only who asked for more time withdraws it."))
    return _settled(session, row, asked, Outcome.WITHDRAWN, note="", by=by, at=at)


def _never(due: Deadline) -> Refusal | None:
    if due.step in NEVER_EXTENDED:
        return NeverExtended(
            _("This step is never extended: it stays due on {day}. Act now."), day=due.due_on
        )
    if due.source is DueSource.BUYER:
        return NeverExtended(
            _("The buyer set {day} in a letter. Ask the buyer for another one."), day=due.due_on
        )
    if due.limit_on and due.due_on >= due.limit_on:
        return NeverExtended(
            _("The programme extends this step for nobody: it stays due on {day}."),
            day=due.due_on,
        )
    return None


def _passed(session: Session, row: Finding, due: Deadline, at: datetime) -> Refusal | None:
    late = at > due.due_at if due.due_at else day_at(session, row.site_id, at) > due.due_on
    if not late:
        return None
    return TooLate(
        _("It was due on {day}: more time is asked for before. Say when it will be done instead."),
        day=due.due_on,
    )


def _beyond(due: Deadline, form: AskForTime) -> Refusal | None:
    if form.until <= due.due_on:
        return Invalid(_("It is due on {day} anyway. Ask for a later day."), day=due.due_on)
    if due.limit_on and form.until > due.limit_on:
        return Invalid(_("A programme extends this step no further than {day}."), day=due.limit_on)
    return None


def _of_step(one: MoreTime, turn: int, step: str) -> bool:
    return (one[0].turn, one[0].step) == (turn, step)


def _refuse_too_many(earlier: list[MoreTime]) -> None:
    if any(reply is None for _one, reply in earlier):
        raise Conflict(_("You have asked for more time already. Wait for the answer."))
    granted = [reply for _one, reply in earlier if reply and reply.outcome is Outcome.GRANTED]
    if len(granted) >= MOST_EXTENSIONS:
        raise NeverExtended(
            _("This step was extended {n} times already, and is not any more."), n=len(granted)
        )


def _waiting(session: Session, row: Finding, id: UUID) -> Extension:
    for asked, reply in extensions_of(session, row.id):
        if asked.id == id and reply:
            raise Conflict(_("{name} has answered this already."), name=reply.by_name)
        if asked.id == id:
            return asked
    raise NotFound(_("Nobody has asked for that. Load the page again."))


def _refuse_unless_possible(session: Session, row: Finding, asked: Extension, at: datetime) -> None:
    """Since it was asked, a letter may have come, the class changed, or the new day passed."""
    turn = turn_of(session, row.id)
    due = deadlines_in(session, row.id, turn).get(asked.step)
    if due is None or (asked.turn, asked.class_) != (turn, row.class_):
        raise Conflict(_("It was asked for before {ref} was changed. Refuse it."), ref=row.ref)
    no = _never(due)
    if no:
        raise no
    if due.limit_on and asked.until > due.limit_on:
        raise Conflict(_("A programme extends this step no further than {day}."), day=due.limit_on)
    if asked.until < day_at(session, row.site_id, at):
        raise Conflict(_("{day}, for which it was asked, has passed. Refuse it."), day=asked.until)


def _settled(
    session: Session,
    row: Finding,
    asked: Extension,
    outcome: Outcome,
    *,
    note: str,
    by: Actor,
    at: datetime,
) -> ExtensionReply:
    reply = ExtensionReply(
        extension_id=asked.id, outcome=outcome, note=note, by_id=by.id, by_name=by.name, at=at
    )
    session.add(reply)
    session.flush()
    record(
        session,
        f"finding.extension_{outcome}",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        why=note or None,
        step=asked.step,
        until=asked.until,
    )
    if outcome is Outcome.GRANTED:
        moved = set_clocks(session, row, packs_of(session, row))
        clocks_moved(session, row, moved, by=by, at=at)
    return reply
