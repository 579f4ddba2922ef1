from fastapi import APIRouter, Request, Response

from app.audits.doors import VisibleAuditById
from app.people.doors import SignedIn
from app.people.rules import Ability
from app.tablet.queries import package
from app.web.deps import Db
from app.web.pages import language

router = APIRouter(prefix="/api/v1/audits", tags=["answers"])


@router.get("/{audit_id}/sheet", response_class=Response)
def sheet(request: Request, found: VisibleAuditById, by: SignedIn, session: Db) -> Response:
    """Checklist, zones, answers, last round and progress of an audit: all that its sheet needs."""
    audit, site = found
    asked = request.query_params.get("lang") or language(request)
    may_answer = by.may(Ability.ANSWER, site)
    body = package(session, audit, site, asked, may_answer=may_answer)
    return Response(body, media_type="application/json")
