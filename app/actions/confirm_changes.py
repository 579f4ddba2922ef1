"""The buyer is asked by itself once a mend was seen to hold, where a programme says so."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.actions.confirming import buyers_gate
from app.actions.way import Way
from app.confirmations.changes import ask_confirmation
from app.confirmations.forms import AskConfirmation
from app.confirmations.gather import guests_of
from app.findings.models import Finding
from app.findings.rules import Step
from app.people.rules import Actor
from app.suppliers.queries import site_of


def ask_when_held(session: Session, row: Finding, way: Way, *, by: Actor, at: datetime) -> None:
    """The guests of the buyer see what was reported as done, with its proof.

    Without one of them here, the finding says that somebody has to be asked.
    """
    gate = buyers_gate(session, row, way) if way.next is Step.CLOSED else None
    if gate is None or gate.asked:
        return
    guests = guests_of(session, site_of(session, row.site_id), gate.buyer.name)
    if not guests:
        return
    form = AskConfirmation(
        guest=guests[0].id, buyer=gate.buyer.name, done=_done(way), evidence=_proof(way)
    )
    ask_confirmation(session, row, form, guests=guests, buyers={gate.buyer.name}, by=by, at=at)


def _done(way: Way) -> str:
    told = [f"{one.action.what}\n{one.last.implementation.note}" for one in way.actions if one.last]
    return "\n\n".join(told)[:5_000]


def _proof(way: Way) -> tuple[UUID, ...]:
    files = [file.id for one in way.actions if one.last for file in one.last.evidence]
    return tuple(dict.fromkeys(files))
