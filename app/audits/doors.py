"""The audit that a request names, if the actor may know of it and do what the route does."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.audits.models import Audit
from app.audits.queries import audit as audit_by_ref
from app.audits.queries import audit_by_id
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.suppliers.models import Site
from app.web.deps import Db

GONE = _("There is no such audit, or none that you may see.")


def _visible(request: Request, ref: str, actor: SignedIn, session: Db) -> tuple[Audit, Site]:
    """`ref` as people say it, or the id as programs know it."""
    try:
        found = audit_by_id(session, actor, UUID(ref))
    except ValueError:
        found = audit_by_ref(session, actor, ref)
    return _let_in(request, actor, found)


def _visible_by_id(
    request: Request, audit_id: UUID, actor: SignedIn, session: Db
) -> tuple[Audit, Site]:
    found = audit_by_id(session, actor, audit_id)
    return _let_in(request, actor, found)


def _let_in(
    request: Request, actor: SignedIn, found: tuple[Audit, Site] | None
) -> tuple[Audit, Site]:
    if found is None:
        raise NotFound(GONE)
    authorise(request, actor, found[1])
    return found


VisibleAudit = Annotated[tuple[Audit, Site], Depends(_visible)]
VisibleAuditById = Annotated[tuple[Audit, Site], Depends(_visible_by_id)]
