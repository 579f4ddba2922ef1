"""What a guest is asked to confirm; nobody else's, but for who may ask."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.confirmations.queries import Confirmation, confirmation, may_answer, shared_with
from app.evidence.models import Evidence
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.rules import Ability
from app.web.deps import Db

NOT_HERE = _("There is nothing to confirm here, or not by you.")


def _asked(asked_id: UUID, by: SignedIn, session: Db) -> Confirmation:
    one = confirmation(session, by, asked_id)
    if one is None:
        raise NotFound(NOT_HERE)
    mine = by.may(Ability.CONFIRM, one.site) and may_answer(session, by, one.asked)
    if not mine and not by.may(Ability.MANAGE_FINDINGS, one.site):
        raise NotFound(NOT_HERE)
    return one


AskedHere = Annotated[Confirmation, Depends(_asked)]


def _shared(one: AskedHere, evidence_id: UUID, session: Db) -> Evidence:
    found = [file for file in shared_with(session, one.asked.id) if file.id == evidence_id]
    if not found:
        raise NotFound(_("There is no such file, or none that you may see."))
    return found[0]


SharedHere = Annotated[Evidence, Depends(_shared)]
