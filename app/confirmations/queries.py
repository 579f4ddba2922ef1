from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.confirmations.models import ConfirmationAsked, ConfirmationReply, SharedEvidence
from app.evidence.models import Evidence
from app.findings.models import Finding, Reopening
from app.findings.queries import closure_of, turn_of
from app.findings.rules import STEPS
from app.people.rules import Ability, Actor
from app.programmes.queries import represented_by
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a guest is asked, and what they said; `reply` None: nothing yet."""

    asked: ConfirmationAsked
    finding: Finding
    site: Site
    reply: ConfirmationReply | None

    @property
    def confirmed(self) -> bool:
        return self.reply is not None and self.reply.confirmed

    @property
    def sent_back(self) -> bool:
        return self.reply is not None and not self.reply.confirmed


def confirmation(session: Session, actor: Actor, id: UUID) -> Confirmation | None:
    """Of a site that the person may know of; the door asks whether it is theirs."""
    row = session.exec(_seen(actor).where(ConfirmationAsked.id == id)).one_or_none()
    return Confirmation(*row) if row else None


def asked_of(session: Session, actor: Actor) -> list[Confirmation]:
    """What the guest is or was asked, or another one of the same buyer.

    Unanswered first, then the newest.
    """
    buyers = represented_by(session, actor.email)
    mine = or_(ConfirmationAsked.guest_id == actor.id, col(ConfirmationAsked.buyer).in_(buyers))
    query = (
        _seen(actor)
        .where(mine)
        .order_by(col(ConfirmationReply.asked_id).is_not(None), col(ConfirmationAsked.at).desc())
    )
    return [Confirmation(*row) for row in session.exec(query.limit(200))]


def confirmations_of(session: Session, actor: Actor, finding_id: UUID) -> list[Confirmation]:
    """Oldest first: one a turn."""
    query = _seen(actor).where(ConfirmationAsked.finding_id == finding_id)
    return [Confirmation(*row) for row in session.exec(query.order_by(col(ConfirmationAsked.turn)))]


def asked_about(session: Session, finding_id: UUID) -> list[Confirmation]:
    """For the dossier of a finding that its reader may see: oldest first."""
    query = _all().where(ConfirmationAsked.finding_id == finding_id)
    return [Confirmation(*row) for row in session.exec(query.order_by(col(ConfirmationAsked.turn)))]


def may_answer(session: Session, actor: Actor, asked: ConfirmationAsked) -> bool:
    """The guest who was asked, or another one of the same buyer."""
    return asked.guest_id == actor.id or asked.buyer in represented_by(session, actor.email)


def held_or_closed(session: Session, finding: Finding) -> bool:
    """Every step before its closing is taken; a rejected one was none."""
    closure = closure_of(session, finding.id)
    return not closure.rejected if closure else finding.step is STEPS[finding.class_][-2]


def of_turn(session: Session, finding_id: UUID, turn: int) -> ConfirmationAsked | None:
    query = select(ConfirmationAsked).where(
        ConfirmationAsked.finding_id == finding_id, ConfirmationAsked.turn == turn
    )
    return session.exec(query).one_or_none()


def reply_to(session: Session, asked_id: UUID) -> ConfirmationReply | None:
    return session.get(ConfirmationReply, asked_id)


def sent_back(session: Session, finding_id: UUID) -> bool:
    """By the buyer, in the turn in which it is."""
    asked = of_turn(session, finding_id, turn_of(session, finding_id))
    reply = reply_to(session, asked.id) if asked else None
    return reply is not None and not reply.confirmed


def shared_with(session: Session, asked_id: UUID) -> list[Evidence]:
    query = (
        select(Evidence)
        .join(SharedEvidence, col(SharedEvidence.evidence_id) == Evidence.id)
        .where(SharedEvidence.asked_id == asked_id)
        .order_by(col(Evidence.at), col(Evidence.id))
    )
    return list(session.exec(query))


def sent_back_to(session: Session, actor: Actor) -> list[Confirmation]:
    """What a buyer sent back and nobody has opened again, for who may do so."""
    query = (
        _seen(actor)
        .outerjoin(
            Reopening,
            (col(Reopening.finding_id) == Finding.id)
            & (col(Reopening.turn) > ConfirmationAsked.turn),
        )
        .where(col(ConfirmationReply.confirmed).is_(False), col(Reopening.finding_id).is_(None))
        .order_by(col(ConfirmationReply.at))
    )
    found = [Confirmation(*row) for row in session.exec(query)]
    return [one for one in found if actor.may(Ability.MANAGE_FINDINGS, one.site)]


def _seen(actor: Actor) -> Any:  # noqa: ANN401 - a select of what was asked, finding, site, reply
    return _all().where(col(Finding.site_id).in_(seen_sites(actor)))


def _all() -> Any:  # noqa: ANN401 - the same of every site
    return (
        select(ConfirmationAsked, Finding, Site, ConfirmationReply)
        .join(Finding, col(Finding.id) == ConfirmationAsked.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(ConfirmationReply, col(ConfirmationReply.asked_id) == ConfirmationAsked.id)
    )
