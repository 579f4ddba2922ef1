"""The verbs by which a finding goes from hand to hand: asked by one, accepted by the other."""

from datetime import datetime

from sqlmodel import Session

from app.findings.changes import move_on, refuse_if_closed
from app.findings.forms import AskToTakeOver, ReplyToHandOver
from app.findings.models import Finding, HandOver, HandOverReply
from app.findings.owner_queries import open_hand_over
from app.kit.errors import Conflict, Invalid, NotAllowed
from app.kit.words import mark as _
from app.people.rules import Ability, Actor, Place
from app.trail.changes import record


class NotYours(NotAllowed): ...


def ask_to_take_over(
    session: Session,
    row: Finding,
    form: AskToTakeOver,
    *,
    place: Place,
    to: Actor | None,
    by: Actor,
    at: datetime,
) -> HandOver:
    """It stays with its owner until the other accepts."""
    refuse_if_closed(session, row)
    if not may_hand_over(row, by, place):
        raise NotYours(_("Only its owner or the quality lead hands a finding over."))
    if to is None or not to.may(Ability.ACT, place):
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    if to.id == row.owner_id:
        raise Invalid(_("{name} owns this finding already."), name=to.name)
    if open_hand_over(session, row):
        raise Conflict(_("Somebody was asked already to take this over. Wait for the answer."))
    asked = HandOver(
        finding_id=row.id,
        from_id=row.owner_id,
        to_id=to.id,
        reason=form.reason,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(asked)
    record(
        session,
        "finding.hand_over_asked",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        why=form.reason,
        to=to.name,
    )
    return asked


def reply_to_hand_over(
    session: Session, row: Finding, form: ReplyToHandOver, *, by: Actor, at: datetime
) -> HandOverReply:
    """By the one who was asked alone; who declines says why."""
    refuse_if_closed(session, row)
    asked = open_hand_over(session, row)
    if asked is None:
        raise Conflict(_("Nobody is asked any more to take this finding over."))
    if asked.to_id != by.id:
        raise NotYours(_("Somebody else was asked to take this over; only they can answer."))
    if not form.accepted and not form.note:
        raise Invalid(_("Say why you do not take it over."))
    reply = HandOverReply(
        hand_over_id=asked.id,
        accepted=form.accepted,
        note=form.note,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(reply)
    if form.accepted:
        new = {"owner_id": by.id}
        move_on(session, row, new, "finding.taken_over", why=form.note or None, by=by, at=at)
    else:
        record(
            session,
            "finding.hand_over_declined",
            on=row.ref,
            by=by,
            at=at,
            site_id=row.site_id,
            why=form.note,
        )
    return reply


def may_hand_over(row: Finding, by: Actor, place: Place) -> bool:
    return row.owner_id == by.id or by.may(Ability.MANAGE_FINDINGS, place)
