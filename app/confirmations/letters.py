"""The invitation to the guest, and the answer to who asked, each in their own language."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session

from app.confirmations.gather import guests_of
from app.confirmations.models import ConfirmationAsked, ConfirmationReply
from app.confirmations.queries import of_turn, reply_to
from app.findings.models import Finding
from app.findings.queries import turn_of
from app.kit.words import mark as _
from app.mail.changes import post
from app.mail.rules import MailKind
from app.people.queries import person
from app.suppliers.models import Site
from app.web.words import said

ASKED = _("{name} asks you to confirm that finding {ref} is mended")
ASKED_TEXT = _(
    "{name} asks you, for {buyer}, to see whether finding {ref} is mended and may stay closed.\n\n"
    "What was found, what was done and the proof stand on one page:"
)
CONFIRMED = _("{buyer} has confirmed that finding {ref} is mended")
SENT_BACK = _("{buyer} has sent finding {ref} back")
ANSWER_TEXT = _("{name} says: {reason}")


def invite(
    session: Session, finding: Finding, asked: ConfirmationAsked, also: Collection[UUID] = ()
) -> None:
    """The guest who is asked, and `also` others of the same buyer."""
    _invite(session, finding, asked, asked.guest_id, f"confirmation:{asked.id}")
    for id in set(also) - {asked.guest_id}:
        _invite(session, finding, asked, id, f"confirmation:{asked.id}:{id}")


def invite_guests(session: Session, finding: Finding, site: Site) -> None:
    """Whoever was asked by itself in this turn, and the others of the same buyer; once."""
    asked = of_turn(session, finding.id, turn_of(session, finding.id))
    if asked and reply_to(session, asked.id) is None:
        also = guests_of(session, site, asked.buyer)
        invite(session, finding, asked, also=[one.id for one in also])


def _invite(
    session: Session, finding: Finding, asked: ConfirmationAsked, to: UUID, key: str
) -> None:
    who = person(session, to)
    if who is None:
        return
    parts = {"name": asked.by_name, "ref": finding.ref, "buyer": asked.buyer}
    post(
        session,
        who,
        kind=MailKind.CONFIRMATION,
        key=key,
        subject=said(who.lang, ASKED, **parts),
        text=f"{said(who.lang, ASKED_TEXT, **parts)}\n\n/confirmations/{asked.id}",
        at=asked.at,
    )


def tell_answer(
    session: Session, finding: Finding, asked: ConfirmationAsked, reply: ConfirmationReply
) -> None:
    who = person(session, asked.by_id)
    if who is None:
        return
    subject = CONFIRMED if reply.confirmed else SENT_BACK
    words = said(who.lang, ANSWER_TEXT, name=reply.by_name, reason=reply.reason or "–")
    post(
        session,
        who,
        kind=MailKind.CONFIRMATION,
        key=f"confirmation-answer:{asked.id}",
        subject=said(who.lang, subject, buyer=asked.buyer, ref=finding.ref),
        text=f"{words}\n\n/findings/{finding.ref}",
        at=reply.at,
    )
