from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.evidence.files import Files
from app.evidence.models import Evidence
from app.evidence.pictures import copies, media_type
from app.evidence.queries import with_id
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.suppliers.models import Site
from app.trail.changes import record
from app.trail.rules import Author


class IdTaken(Conflict): ...


@dataclass(frozen=True, slots=True)
class Stored:
    sha256: str
    media_type: str
    size: int
    name: str


def store(files: Files, content: bytes, name: str) -> Stored:
    """Checks and keeps the bytes; needs no database, so nobody waits for a large photo."""
    if not content:
        raise Invalid(_("{name} is empty."), name=name)
    kind = media_type(content, name)
    made = copies(content, kind, name)
    digest = files.keep(content)
    for suffix, copy in made.items():
        files.keep_as(f"{digest}.{suffix}", copy)
    return Stored(digest, kind, len(content), name[:200])


def bring_evidence(
    session: Session, site: Site, stored: Stored, *, id: UUID, by: Author, at: datetime
) -> Evidence:
    """Sent twice it stands once; the same id for other bytes is refused."""
    known = with_id(session, id)
    if known:
        if known.sha256 != stored.sha256 or known.site_id != site.id:
            raise IdTaken(_("This id is already used for another file."))
        return known
    row = Evidence(
        id=id,
        sha256=stored.sha256,
        media_type=stored.media_type,
        size=stored.size,
        name=stored.name,
        site_id=site.id,
        by_id=by.id,
        at=at,
    )
    session.add(row)
    record(
        session,
        "evidence.brought",
        on=stored.name[:120],
        by=by,
        at=at,
        site_id=site.id,
        sha256=stored.sha256,
        size=stored.size,
    )
    return row
