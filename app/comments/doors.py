"""The comment that a request names, and the files that come with a new one."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.comments.forms import SayComment
from app.comments.queries import Remark, remark
from app.findings.doors import VisibleFinding, WithFiles, with_files
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.web.deps import Db


def _remark(found: VisibleFinding, comment_id: UUID, session: Db) -> Remark:
    one = remark(session, found.finding.id, comment_id)
    if one is None:
        raise NotFound(_("There is no such comment on this finding."))
    return one


NewComment = Annotated[WithFiles[SayComment], Depends(with_files(SayComment))]
RemarkHere = Annotated[Remark, Depends(_remark)]
