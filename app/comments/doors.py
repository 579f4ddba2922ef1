"""The comment that a request names, and the files that come with a new one."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Depends, File, Request, UploadFile

from app.comments.forms import SayComment
from app.comments.queries import Remark, remark
from app.evidence.changes import Stored, store
from app.evidence.doors import FileStore
from app.findings.doors import VisibleFinding
from app.findings.queries import finding
from app.kit.errors import NotFound, Refusal
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.web.deps import DatabaseOf, Db
from app.web.submitted import Submitted, submitted

SaidTyped = Annotated[Submitted[SayComment], Depends(submitted(SayComment))]


class Said(NamedTuple):
    """What was typed, and the files, which are kept already."""

    form: Submitted[SayComment]
    files: tuple[Stored, ...]


def _said(
    request: Request,
    ref: str,
    actor: SignedIn,
    database: DatabaseOf,
    files: FileStore,
    form: SaidTyped,
    photos: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - only read
) -> Said:
    """Keeps the files before anybody starts to write: a large photo takes a while."""
    with database.reading() as session:
        found = finding(session, actor, ref)
    if found is None:
        raise NotFound(_("There is no such finding, or none that you may see."))
    authorise(request, actor, found.site)
    try:
        kept = [store(files, one.file.read(), one.filename) for one in photos if one.filename]
    except Refusal as no:
        return Said(form.refused("photos", no.text, **no.parts), ())
    return Said(form, tuple(kept))


def _remark(found: VisibleFinding, comment_id: UUID, session: Db) -> Remark:
    one = remark(session, found.finding.id, comment_id)
    if one is None:
        raise NotFound(_("There is no such comment on this finding."))
    return one


NewComment = Annotated[Said, Depends(_said)]
RemarkHere = Annotated[Remark, Depends(_remark)]
