from datetime import datetime

from sqlmodel import Session

from app.checklists.content import canonical
from app.checklists.models import EditionRow
from app.checklists.queries import as_published, edition_of_version
from app.checklists.rules import Edition, Published
from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.trail.changes import record
from app.trail.rules import Author


class VersionTaken(Conflict): ...


def publish(session: Session, edition: Edition, *, by: Author, at: datetime) -> Published:
    """Publishes `edition` for good. The same content again is the edition that stands already."""
    standing = edition_of_version(session, edition.checklist, edition.version)
    if standing and standing.sha256 == edition.sha256:
        return standing
    if standing:
        raise VersionTaken(
            _("Version {version} of {checklist} stands already. Give this content a new version."),
            version=edition.version,
            checklist=edition.checklist,
        )
    row = EditionRow(
        checklist=edition.checklist,
        version=edition.version,
        title=dict(edition.title),
        items=len(edition.items),
        sha256=edition.sha256,
        published_at=at,
        published_by_id=by.id,
        published_by=by.name,
        content=canonical(edition).decode(),
    )
    session.add(row)
    record(
        session,
        "edition.published",
        on=f"{edition.checklist} {edition.version}",
        by=by,
        at=at,
        sha256=edition.sha256,
        items=len(edition.items),
    )
    session.flush()
    return as_published(row)
