"""The finding or the failed answer that a request names, if the actor may know of it.

And if they may do there what the route does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Generic, NamedTuple, TypeVar
from uuid import UUID

from fastapi import Depends, File, Request, UploadFile
from pydantic import BaseModel

from app.answers.models import Answer
from app.answers.queries import answer
from app.audits.queries import audit_by_id, programmes_of
from app.checklists.queries import edition
from app.checklists.rules import Item
from app.evidence.changes import Stored, store
from app.evidence.doors import FileStore
from app.findings.queries import Tracked, finding
from app.kit.errors import NotFound, Refusal
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.rules import Actor
from app.programmes.queries import opened
from app.programmes.rules import Pack
from app.suppliers.models import Site
from app.web.deps import DatabaseOf, Db
from app.web.submitted import Submitted, submitted

T = TypeVar("T", bound=BaseModel)


class Failed(NamedTuple):
    """An answer with what a finding takes from around it."""

    answer: Answer
    item: Item
    packs: list[Pack]
    site: Site


@dataclass(frozen=True)
class WithFiles(Generic[T]):
    """What was typed, and the files that came with it, which are kept already."""

    form: Submitted[T]
    files: tuple[Stored, ...] = ()


def _visible(request: Request, ref: str, actor: SignedIn, session: Db) -> Tracked:
    found = finding(session, actor, ref)
    if found is None:
        raise NotFound(_("There is no such finding, or none that you may see."))
    authorise(request, actor, found.site)
    return found


def with_files(model: type[T]) -> Callable[..., WithFiles[T]]:
    """A door for a form about a finding, with `photos`."""

    def take(
        request: Request,
        ref: str,
        actor: SignedIn,
        database: DatabaseOf,
        files: FileStore,
        form: Annotated[Submitted[T], Depends(submitted(model))],
        photos: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - only read
    ) -> WithFiles[T]:
        """Keeps the files before anybody starts to write: a large photo takes a while."""
        with database.reading() as session:
            _visible(request, ref, actor, session)
        try:
            kept = [store(files, one.file.read(), one.filename) for one in photos if one.filename]
        except Refusal as no:
            return WithFiles(form.refused("photos", no.text, **no.parts))
        return WithFiles(form, tuple(kept))

    return take


def failed_answer(request: Request, actor: Actor, session: Db, id: UUID) -> Failed:
    one = answer(session, id)
    found = audit_by_id(session, actor, one.audit_id) if one and one.audit_id else None
    if one is None or found is None:
        raise NotFound(_("There is no such answer, or none that you may see."))
    audit, site = found
    authorise(request, actor, site)
    item = edition(session, audit.edition_id).item(one.item)
    return Failed(one, item, [opened(pack) for pack in programmes_of(session, audit.id)], site)


def _failed(request: Request, answer_id: UUID, actor: SignedIn, session: Db) -> Failed:
    return failed_answer(request, actor, session, answer_id)


VisibleFinding = Annotated[Tracked, Depends(_visible)]
FailedAnswer = Annotated[Failed, Depends(_failed)]
