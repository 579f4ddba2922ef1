"""What the page of a finding shows of its confirmations, and what its reader may do about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.confirmations.queries import Confirmation, confirmations_of
from app.findings.queries import Tracked
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.programmes.queries import buyers, represented_by
from app.suppliers.models import Site


@dataclass(frozen=True, slots=True)
class Confirmations:
    """`last`: that of this turn, if the buyer was asked in it."""

    listed: Sequence[Confirmation]
    last: Confirmation | None
    guests: Sequence[Actor]
    buyers: Sequence[str]
    may_ask: bool
    may_open_again: bool

    @property
    def buyer_pairs(self) -> list[tuple[str, str]]:
        return [(one, one) for one in self.buyers]

    @property
    def guest_pairs(self) -> list[tuple[str, str]]:
        return [(str(one.id), one.name) for one in self.guests]


def confirmations_at(
    session: Session, found: Tracked, turn: int, by: Actor, *, awaited: bool = False
) -> Confirmations:
    """`awaited`: it is not closed before a buyer has confirmed it."""
    listed = confirmations_of(session, by, found.finding.id)
    last = next((one for one in listed if one.asked.turn == turn), None)
    closed = found.closure is not None and not found.closure.rejected
    leads = by.may(Ability.MANAGE_FINDINGS, found.site)
    may_ask = leads and (closed or awaited) and last is None
    return Confirmations(
        listed=listed,
        last=last,
        guests=guests_at(session, found.site) if may_ask else (),
        buyers=[one.name for one in buyers(session)] if may_ask else (),
        may_ask=may_ask,
        may_open_again=leads and (closed or (awaited and bool(last and last.sent_back))),
    )


def guests_of(session: Session, site: Site, buyer: str) -> list[Actor]:
    """Those of them whom the buyer lists among its contacts."""
    return [one for one in guests_at(session, site) if buyer in represented_by(session, one.email)]


def guests_at(session: Session, site: Site) -> list[Actor]:
    """Who may confirm there and is none of ours."""
    found = actors_at(session, site, Ability.CONFIRM)
    return [one for one in found if not one.may(Ability.READ, site)]
