"""What somebody has typed who raises a finding without an answer, and the page to go on with."""

from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Depends, File, Request, Response, UploadFile

from app.checklists.rules import said
from app.evidence.changes import Stored, store
from app.evidence.doors import FileStore
from app.evidence.queries import evidence_at
from app.evidence.shown import EvidenceOut
from app.findings.forms import RaiseOnPage
from app.findings.free import Ground, Outlook, ground_at
from app.findings.rules import CLASS_NAMES
from app.kit.errors import NotFound, Refusal
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.rules import Ability, Actor
from app.suppliers.models import Site
from app.suppliers.queries import site_by_id, sites
from app.web.deps import DatabaseOf, Db
from app.web.pages import language, page
from app.web.submitted import Submitted, submitted

CHOOSE = _("Choose one of the list.")
FreeTyped = Annotated[Submitted[RaiseOnPage], Depends(submitted(RaiseOnPage))]


@dataclass(frozen=True, slots=True)
class FreeDesk:
    """Where something may be raised; without a ground the site is asked first."""

    request: Request
    by: Actor
    session: Db
    ground: Ground | None

    def page(
        self,
        form: Submitted[RaiseOnPage],
        *,
        outlook: Outlook | None = None,
        files: tuple[UUID, ...] = (),
        status: int = 200,
    ) -> Response:
        lang, ground = language(self.request), self.ground
        mine = [one for one in sites(self.session, self.by) if _may(self.by, one)]
        told: dict[str, Any] = {"category_pairs": (), "item_pairs": (), "owner_pairs": ()}
        if ground:
            told = {
                "category_pairs": [(c.id, said(c.title, lang)) for c in ground.edition.categories],
                "item_pairs": [(i.id, i.said(lang).title) for i in ground.edition.items],
                "owner_pairs": [(one.id, one.name) for one in ground.owners],
                "zone_pairs": [(one.id, one.called(lang)) for one in ground.zones],
            }
        brought = evidence_at(self.session, ground.site.id, files) if ground else []
        return page(
            self.request,
            "findings/new.html",
            status=status,
            sites=[(one.code, one.called(lang)) for one in mine],
            site_ids=[(str(one.id), one.called(lang)) for one in mine],
            ground=ground,
            form=form,
            outlook=outlook,
            files=[EvidenceOut.of(one) for one in brought],
            class_names=CLASS_NAMES,
            path="/findings/new",
            **told,
        )


class Free(NamedTuple):
    """What was typed, and the files, which are kept already."""

    form: Submitted[RaiseOnPage]
    files: tuple[Stored, ...]


def _asked(request: Request, by: SignedIn, session: Db, site: str = "") -> FreeDesk:
    mine = [one for one in sites(session, by) if _may(by, one)]
    wanted = next((one for one in mine if one.code == site), None)
    if site and wanted is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    here = wanted or (mine[0] if len(mine) == 1 else None)
    return FreeDesk(request, by, session, ground_at(session, here) if here else None)


def _typed(request: Request, by: SignedIn, session: Db, form: FreeTyped) -> FreeDesk:
    here = _site(request, session, by, form)
    return FreeDesk(request, by, session, ground_at(session, here) if here else None)


def _free(
    request: Request,
    by: SignedIn,
    database: DatabaseOf,
    files: FileStore,
    form: FreeTyped,
    photos: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - only read
) -> Free:
    """Keeps the files before anybody starts to write: a large photo takes a while."""
    with database.reading() as session:
        here = _site(request, session, by, form)
    if here is None:
        return Free(form if form.problem("site") else form.refused("site", CHOOSE), ())
    try:
        kept = [store(files, one.file.read(), one.filename) for one in photos if one.filename]
    except Refusal as no:
        return Free(form.refused("photos", no.text, **no.parts), ())
    return Free(form, tuple(kept))


def _site(request: Request, session: Db, by: Actor, form: Submitted[RaiseOnPage]) -> Site | None:
    """The one that was chosen; None: it is asked for once more, beside all that was typed."""
    try:
        found = site_by_id(session, by, UUID(str(form.said("site"))))
    except ValueError:
        return None
    if found is not None:
        authorise(request, by, found)
    return found


def _may(by: Actor, one: Site) -> bool:
    return by.may(Ability.RAISE_FINDING, one)


AskedFree = Annotated[FreeDesk, Depends(_asked)]
TypedFree = Annotated[FreeDesk, Depends(_typed)]
NewFree = Annotated[Free, Depends(_free)]
