from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.checklists.queries import edition, latest_edition, published
from app.checklists.rules import Category, Edition, Item, Published
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.web.deps import Db

NO_EDITION = _("There is no such edition of the checklist.")
NO_ITEM = _("This edition has no item {item}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition in hand: what is known of it, and the edition itself."""

    published: Published
    edition: Edition


def _shown(session: Db, id: UUID) -> Shown:
    known = published(session, id)
    if known is None:
        raise NotFound(NO_EDITION)
    return Shown(known, edition(session, id))


def _asked(session: Db, edition: UUID | None = None) -> Shown | None:
    """The edition that the address asks for, else the newest; none before the first."""
    if edition:
        return _shown(session, edition)
    latest = latest_edition(session)
    return _shown(session, latest.id) if latest else None


NamedEdition = Annotated[Shown, Depends(_shown)]
AskedEdition = Annotated[Shown | None, Depends(_asked)]


def _standing(shown: AskedEdition) -> Shown:
    if shown is None:
        raise NotFound(NO_EDITION)
    return shown


StandingEdition = Annotated[Shown, Depends(_standing)]


def item_of(shown: Shown, id: str) -> Item:
    item = shown.edition.find(id)
    if item is None:
        raise NotFound(NO_ITEM, item=id)
    return item


def category_of(shown: Shown, id: str) -> Category:
    try:
        return shown.edition.category(id)
    except KeyError:
        raise NotFound(_("This edition has no category {category}."), category=id) from None
