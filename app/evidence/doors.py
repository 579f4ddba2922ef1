"""The file that a request names, if the actor may know of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.evidence.files import Files
from app.evidence.models import Evidence
from app.evidence.queries import evidence
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.suppliers.queries import site_by_id
from app.web.deps import Db


def _visible(request: Request, evidence_id: UUID, actor: SignedIn, session: Db) -> Evidence:
    found = evidence(session, actor, evidence_id)
    site = site_by_id(session, actor, found.site_id) if found else None
    if found is None or site is None:
        raise NotFound(_("There is no such file, or none that you may see."))
    authorise(request, actor, site)
    return found


async def _files(request: Request) -> Files:
    files: Files = request.app.state.files
    return files


VisibleEvidence = Annotated[Evidence, Depends(_visible)]
FileStore = Annotated[Files, Depends(_files)]
