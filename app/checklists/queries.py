from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.checklists.models import EditionRow
from app.checklists.opening import kept, opened_once
from app.checklists.rules import Edition, Item, Published
from app.kit.errors import NotFound
from app.kit.words import mark as _


def editions(session: Session) -> list[Published]:
    """Newest first."""
    return [as_published(row) for row in session.exec(_rows())]


def latest_edition(session: Session) -> Published | None:
    row = session.exec(_rows().limit(1)).first()
    return as_published(row) if row else None


def published(session: Session, id: UUID) -> Published | None:
    row = session.exec(_rows().where(EditionRow.id == id)).one_or_none()
    return as_published(row) if row else None


def edition_of_version(session: Session, checklist: str, version: str) -> Published | None:
    named = _rows().where(EditionRow.checklist == checklist, EditionRow.version == version)
    row = session.exec(named).one_or_none()
    return as_published(row) if row else None


def edition(session: Session, id: UUID) -> Edition:
    """The edition itself; opened once per process, since it never changes."""
    found = editions_by_ids(session, {id})
    if id not in found:
        raise NotFound(_("There is no such edition of the checklist."))
    return found[id]


def editions_by_ids(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Edition]:
    found = {id: edition for id in ids if (edition := kept(id))}
    if missing := set(ids) - found.keys():
        hashes = select(EditionRow.id, EditionRow.sha256).where(col(EditionRow.id).in_(missing))
        for id, sha256 in session.exec(hashes):
            found[id] = opened_once(id, sha256, partial(_content, session, id))
    return found


def history(session: Session, item: Item) -> list[tuple[Published, bool]]:
    """The editions that hold an item of this id, newest first, and whether it reads the same."""
    known = editions(session)
    opened = editions_by_ids(session, {one.id for one in known})
    held = ((one, opened[one.id].find(item.id)) for one in known)
    return [(one, other == item) for one, other in held if other]


def _content(session: Session, id: UUID) -> str:
    return session.exec(select(EditionRow.content).where(EditionRow.id == id)).one()


def _rows() -> SelectOfScalar[EditionRow]:
    """Newest first, without their content, which is large."""
    return (
        select(EditionRow)
        .options(defer(EditionRow.content, raiseload=True))  # type: ignore[arg-type] # a column
        .order_by(col(EditionRow.published_at).desc(), col(EditionRow.id).desc())
    )


def as_published(row: EditionRow) -> Published:
    return Published(
        id=row.id,
        checklist=row.checklist,
        version=row.version,
        title=row.title,
        items=row.items,
        sha256=row.sha256,
        published_at=row.published_at,
        published_by=row.published_by,
    )
