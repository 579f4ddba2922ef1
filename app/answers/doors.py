"""The answer that a request names, with its audit, if the actor may know of both."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.answers.models import Answer
from app.answers.queries import answer
from app.audits.models import Audit
from app.audits.queries import audit_by_id
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.web.deps import Db


def _visible(
    request: Request, answer_id: UUID, actor: SignedIn, session: Db
) -> tuple[Answer, Audit]:
    one = answer(session, answer_id)
    found = audit_by_id(session, actor, one.audit_id) if one and one.audit_id else None
    if one is None or found is None:
        raise NotFound(_("There is no such answer, or none that you may see."))
    authorise(request, actor, found[1])
    return one, found[0]


AnswerInAudit = Annotated[tuple[Answer, Audit], Depends(_visible)]
