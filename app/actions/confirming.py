"""Where a programme says that its buyer confirms a mend before the finding is closed."""

from dataclasses import dataclass

from sqlmodel import Session

from app.actions.way import NotYet, Way
from app.confirmations.models import ConfirmationAsked, ConfirmationReply
from app.confirmations.queries import of_turn, reply_to
from app.findings.models import Finding
from app.findings.queries import packs_of
from app.findings.rules import Step
from app.kit.errors import Refusal
from app.kit.words import mark as _
from app.programmes.buyers import BuyerClass
from app.programmes.models import Buyer
from app.programmes.queries import buyers


@dataclass(frozen=True, slots=True)
class BuyersGate:
    """`asked` and `reply`: of the turn in which the finding is, if there are any yet."""

    buyer: Buyer
    asked: ConfirmationAsked | None
    reply: ConfirmationReply | None

    @property
    def passed(self) -> bool:
        return self.reply is not None and self.reply.confirmed

    @property
    def missing(self) -> Refusal:
        """What it waits for, in one sentence."""
        name = self.buyer.name
        if self.reply:
            return NotYet(_("{buyer} has sent it back. Open it again."), buyer=name)
        if self.asked:
            return NotYet(
                _("{buyer} is asked to confirm it; after that it can be closed."), buyer=name
            )
        return NotYet(_("By its programme {buyer} confirms it first. Ask its guest."), buyer=name)


def buyers_gate(session: Session, row: Finding, way: Way) -> BuyersGate | None:
    """Of several buyers who confirm such a finding, the one that matters most. None: of none."""
    wanting = {
        pack.id
        for pack in packs_of(session, row)
        if (class_ := pack.finding_class(row.class_)) and class_.confirmation
    }
    asking = [one for one in buyers(session) if one.pack in wanting] if wanting else []
    if not asking:
        return None
    buyer = min(asking, key=lambda one: (list(BuyerClass).index(one.class_), one.name))
    asked = of_turn(session, row.id, way.turn)
    return BuyersGate(buyer, asked, reply_to(session, asked.id) if asked else None)


def refuse_unconfirmed(session: Session, row: Finding, way: Way) -> None:
    gate = buyers_gate(session, row, way)
    if gate and not gate.passed:
        raise NotYet(gate.missing.text, **gate.missing.parts)


def awaits_buyer(way: Way, gate: BuyersGate | None) -> bool:
    """Nothing else is missing."""
    return way.next is Step.CLOSED and gate is not None and not gate.passed
