from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from app.confirmations.forms import AskConfirmation, ReplyToConfirmation
from app.confirmations.models import ConfirmationAsked, ConfirmationReply, SharedEvidence
from app.confirmations.queries import (
    Confirmation,
    held_or_closed,
    may_answer,
    of_turn,
    reply_to,
)
from app.evidence.queries import evidence_at
from app.findings.models import Finding
from app.findings.queries import hold, turn_of
from app.kit.errors import Conflict, Invalid, NotAllowed
from app.kit.words import mark as _
from app.people.rules import Actor
from app.trail.changes import record


class NotClosed(Conflict): ...


class NotYours(NotAllowed): ...


def ask_confirmation(
    session: Session,
    finding: Finding,
    form: AskConfirmation,
    *,
    guests: Sequence[Actor],
    buyers: Collection[str],
    by: Actor,
    at: datetime,
) -> ConfirmationAsked:
    """Once a turn, of a finding that is closed or waits for nothing else to be closed."""
    _refuse_unless_held(session, finding)
    turn = turn_of(session, finding.id)
    before = of_turn(session, finding.id, turn)
    if before:
        raise Conflict(_("{buyer} was asked already to confirm this."), buyer=before.buyer)
    guest = next((one for one in guests if one.id == form.guest), None)
    if guest is None:
        raise Invalid(_("Choose a guest of the buyer who has a role at this site."))
    if form.buyer not in buyers:
        raise Invalid(_("There is no buyer called {name}."), name=form.buyer)
    files = evidence_at(session, finding.site_id, form.evidence)
    if len(files) != len(set(form.evidence)):
        raise Invalid(_("A file that you share is not of this site. Choose another one."))
    row = ConfirmationAsked(
        finding_id=finding.id,
        turn=turn,
        guest_id=guest.id,
        buyer=form.buyer,
        done=form.done,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(SharedEvidence(asked_id=row.id, evidence_id=file.id) for file in files)
    record(
        session,
        "finding.confirmation_asked",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        to=guest.name,
        buyer=form.buyer,
        what=form.done,
        evidence=[file.sha256 for file in files],
    )
    return row


def reply_to_confirmation(
    session: Session, one: Confirmation, form: ReplyToConfirmation, *, by: Actor, at: datetime
) -> ConfirmationReply:
    """Once, by a guest of the buyer; what is sent back has a reason, and stays as it is."""
    finding, asked = one.finding, one.asked
    _refuse_unless_held(session, finding)
    if not may_answer(session, by, asked):
        raise NotYours(_("Somebody else was asked to confirm this."))
    if reply_to(session, asked.id) or asked.turn != turn_of(session, finding.id):
        raise Conflict(_("This was answered already, or is not asked any more."))
    if not form.confirmed and not form.reason:
        raise Invalid(_("Say why you send it back."))
    row = ConfirmationReply(
        asked_id=asked.id,
        confirmed=form.confirmed,
        reason=form.reason,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    record(
        session,
        "finding.confirmed_by_buyer" if form.confirmed else "finding.sent_back_by_buyer",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        why=form.reason or None,
        buyer=asked.buyer,
    )
    return row


def _refuse_unless_held(session: Session, finding: Finding) -> None:
    hold(session, finding)
    if not held_or_closed(session, finding):
        raise NotClosed(
            _("Finding {ref} is not closed. Only a closed one is confirmed."), ref=finding.ref
        )
