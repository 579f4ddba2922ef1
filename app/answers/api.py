from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.answers.changes import approve_na, save_answer
from app.answers.doors import AnswerInAudit
from app.answers.forms import SaveAnswer
from app.answers.queries import answer as answer_by_id
from app.answers.queries import approvals, evidence_of, revisions
from app.answers.shown import AnswerOut
from app.audits.doors import GONE
from app.audits.queries import audit_by_id, zones_of
from app.checklists.queries import edition
from app.kit.errors import NotFound
from app.people.doors import SignedIn, authorise
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/answers", tags=["answers"])
CLASHES: dict[int | str, dict[str, Any]] = {
    409: {"description": "Somebody saved first: `yours` and `theirs` stand side by side"}
}


@router.put("/{answer_id}", responses=CLASHES)
def save(
    request: Request,
    answer_id: UUID,
    form: SaveAnswer,
    response: Response,
    by: SignedIn,
    session: Db,
    now: Now,
) -> AnswerOut:
    """Add a revision under an id of your own; sent again it answers with what stands (200)."""
    found = audit_by_id(session, by, form.audit)
    if found is None:
        raise NotFound(GONE)
    audit, site = found
    authorise(request, by, site)
    known = answer_by_id(session, answer_id) is not None
    zones = zones_of(session, [audit.id])[audit.id] if form.zone else []
    pinned = edition(session, audit.edition_id)
    row = save_answer(session, audit, pinned, zones, form, id=answer_id, by=by, at=now)
    files = evidence_of(session, [row.id])[row.id] if form.evidence else []
    session.commit()
    response.status_code = 200 if known else 201
    return AnswerOut.of(row, files, na_approved=False)


@router.put("/{answer_id}/na-approval", status_code=204)
def approve(found: AnswerInAudit, by: SignedIn, session: Db, now: Now) -> Response:
    """Agree, as a second person, that the item does not apply."""
    one, audit = found
    approve_na(session, audit, one, by=by, at=now)
    session.commit()
    return Response(status_code=204)


@router.get("/{answer_id}/revisions")
def history(found: AnswerInAudit, session: Db) -> list[AnswerOut]:
    """Every revision at the same item and zone of the audit, newest first."""
    listed = revisions(session, found[0])
    files = evidence_of(session, [one.id for one in listed])
    approved = approvals(session, listed)
    return [AnswerOut.of(a, files.get(a.id, []), na_approved=a.id in approved) for a in listed]
