"""Files go up as raw bytes under an id of the client.

They come down with headers that keep them from being run: as they came only as a download, on the
page only as a re-encoded copy.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import FileResponse

from app.evidence.changes import bring_evidence, store
from app.evidence.doors import FileStore, VisibleEvidence
from app.evidence.rules import KEEP, SANDBOX
from app.evidence.shown import EvidenceOut
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.suppliers.queries import site_by_id
from app.web.deps import DatabaseOf, Now

router = APIRouter(prefix="/api/v1/evidence", tags=["evidence"])


@router.put("/{evidence_id}", status_code=201)
def bring(  # noqa: PLR0913, PLR0917 - the file, where it belongs, who and when
    request: Request,
    evidence_id: UUID,
    site: Annotated[UUID, Query(description="the site at which it was taken")],
    name: Annotated[str, Query(min_length=1, max_length=200)],
    content: Annotated[bytes, Body(media_type="application/octet-stream")],
    by: SignedIn,
    database: DatabaseOf,
    files: FileStore,
    now: Now,
) -> EvidenceOut:
    """Bring a photo or document (JPEG, PNG, WebP, HEIC, PDF, XLSX). Sent twice it stands once."""
    with database.reading() as session:
        place = site_by_id(session, by, site)
    if place is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, by, place)
    stored = store(files, content, name)  # outside any transaction: it takes a while
    with database.writing() as session:
        row = bring_evidence(session, place, stored, id=evidence_id, by=by, at=now)
        session.commit()
    return EvidenceOut.of(row)


@router.get("/{evidence_id}/file", response_class=Response)
def file(found: VisibleEvidence, files: FileStore) -> Response:
    """The file exactly as it came, always as a download."""
    return FileResponse(
        files.path(found.sha256),
        media_type=found.media_type,
        filename=found.name,
        headers=SANDBOX | KEEP,
    )


@router.get("/{evidence_id}/picture", response_class=Response)
def picture(found: VisibleEvidence, files: FileStore) -> Response:
    """A copy for the screen, without what the camera wrote into it."""
    return _copy(files, f"{found.sha256}.picture")


@router.get("/{evidence_id}/thumb", response_class=Response)
def thumb(found: VisibleEvidence, files: FileStore) -> Response:
    """A small copy."""
    return _copy(files, f"{found.sha256}.thumb")


def _copy(files: FileStore, name: str) -> Response:
    if not files.has(name):
        raise NotFound(_("This file has no picture to show."))
    return FileResponse(files.path(name), media_type="image/jpeg", headers=SANDBOX | KEEP)
