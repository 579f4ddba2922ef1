"""Buyers belong to the house, not to a site: who changes them manages them everywhere."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.kit.errors import NotAllowed, NotFound
from app.kit.words import mark as _
from app.people.doors import NOT_YOURS, SignedIn
from app.people.rules import Ability, Actor
from app.programmes.models import Buyer, Contact
from app.programmes.queries import buyer, contact
from app.web.deps import Db

NO_BUYER = _("There is no such buyer.")


def _manager(actor: SignedIn) -> Actor:
    if not actor.may_throughout(Ability.MANAGE_BUYERS):
        raise NotAllowed(NOT_YOURS)
    return actor


BuyersManager = Annotated[Actor, Depends(_manager)]


def _managed(id: UUID, _by: BuyersManager, session: Db) -> Buyer:
    return _known(id, session)


ManagedBuyer = Annotated[Buyer, Depends(_managed)]


def _known(id: UUID, session: Db) -> Buyer:
    found = buyer(session, id)
    if found is None:
        raise NotFound(NO_BUYER)
    return found


KnownBuyer = Annotated[Buyer, Depends(_known)]


def _contact(contact_id: UUID, row: ManagedBuyer, session: Db) -> Contact:
    found = contact(session, contact_id)
    if found is None or found.buyer_id != row.id:
        raise NotFound(_("There is no such contact."))
    return found


ManagedContact = Annotated[Contact, Depends(_contact)]
