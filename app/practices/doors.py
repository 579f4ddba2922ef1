"""The entry of the register that a request names, and the site that a form names."""

from typing import Annotated, NamedTuple, TypeVar
from uuid import UUID

from fastapi import Depends, File, Request, UploadFile
from pydantic import BaseModel

from app.evidence.changes import Stored, store
from app.evidence.doors import FileStore
from app.kit.errors import NotFound, Refusal
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.rules import Actor
from app.practices.forms import TellPractice
from app.practices.queries import Entry, Takeover, practice
from app.suppliers.models import Site
from app.suppliers.queries import site_by_id
from app.web.deps import DatabaseOf, Db
from app.web.submitted import Submitted, submitted

T = TypeVar("T", bound=BaseModel)
CHOOSE = _("Choose one of the list.")
ToldTyped = Annotated[Submitted[TellPractice], Depends(submitted(TellPractice))]


class Told(NamedTuple):
    """What was typed, and the files, which are kept already."""

    form: Submitted[TellPractice]
    files: tuple[Stored, ...]


def site_there(request: Request, by: Actor, session: Db, id: UUID) -> Site:
    """Where something is to be told or done: known, and with the ability that the route asks."""
    found = site_by_id(session, by, id)
    if found is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, by, found)
    return found


def site_chosen(
    request: Request, by: Actor, session: Db, form: Submitted[T]
) -> tuple[Submitted[T], Site | None]:
    """The same of a form; where it names none that is known, the form says so at its field."""
    try:
        found = site_by_id(session, by, UUID(str(form.said("site"))))
    except ValueError:
        found = None
    if found is not None:
        authorise(request, by, found)
        return form, found
    return form if form.problem("site") else form.refused("site", CHOOSE), None


def _entry(practice_id: UUID, by: SignedIn, session: Db) -> Entry:
    found = practice(session, by, practice_id)
    if found is None:
        raise NotFound(_("There is no such entry, or none that you may see."))
    return found


EntryHere = Annotated[Entry, Depends(_entry)]


def _own(request: Request, one: EntryHere, by: SignedIn) -> Entry:
    authorise(request, by, one.site)
    return one


def _takeover(request: Request, one: EntryHere, takeover_id: UUID, by: SignedIn) -> Takeover:
    found = next((each for each in one.takeovers if each.row.id == takeover_id), None)
    if found is None:
        raise NotFound(_("There is no such entry, or none that you may see."))
    authorise(request, by, found.site)
    return found


def _told(
    request: Request,
    by: SignedIn,
    database: DatabaseOf,
    files: FileStore,
    form: ToldTyped,
    photos: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - only read
) -> Told:
    """Keeps the files before anybody starts to write: a large photo takes a while."""
    with database.reading() as session:
        form, site = site_chosen(request, by, session, form)
    if site is None:
        return Told(form, ())
    try:
        kept = [store(files, one.file.read(), one.filename) for one in photos if one.filename]
    except Refusal as no:
        return Told(form.refused("photos", no.text, **no.parts), ())
    return Told(form, tuple(kept))


OwnEntry = Annotated[Entry, Depends(_own)]
TakeoverHere = Annotated[Takeover, Depends(_takeover)]
NewEntry = Annotated[Told, Depends(_told)]
