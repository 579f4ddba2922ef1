"""What a request asks of the findings: its filter, with what the words of it stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from app.checklists.queries import edition, latest_edition
from app.checklists.rules import Category, Edition, Text
from app.findings.rules import CLASS_NAMES, SHOWN_NAMES, STEP_NAMES, TAG_NAMES
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.rules import Ability, Actor
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import demands
from app.remediation.filter_queries import Scope
from app.remediation.forms import Asked
from app.remediation.problem_queries import Bundle, problems
from app.remediation.queries import owners
from app.suppliers.queries import Spot, spots
from app.web.deps import Db, Now
from app.web.pages import language

WORDS: Mapping[str, Any] = {
    "class_names": CLASS_NAMES,
    "shown_names": SHOWN_NAMES,
    "step_names": STEP_NAMES,
    "tag_names": TAG_NAMES,
}


@dataclass(frozen=True, slots=True)
class Lookout:
    """The findings as somebody asks to see them."""

    request: Request
    scope: Scope
    by: Actor
    session: Db
    now: datetime
    sites: tuple[Spot, ...]
    edition: Edition | None
    demands: Sequence[tuple[Buyer, PackVersion]]

    @property
    def asked(self) -> Asked:
        return self.scope.asked

    @property
    def lang(self) -> str:
        return language(self.request)

    @property
    def categories(self) -> tuple[Category, ...]:
        """Of the newest edition."""
        return self.edition.categories if self.edition else ()

    @property
    def texts(self) -> Mapping[str, Text]:
        """The words of each item, of the newest edition."""
        return _texts(self.edition, self.lang) if self.edition else {}

    def choices(self) -> dict[str, Any]:
        """What the filter lets one choose from."""
        lang = self.lang
        packs = {row.pack: f"{buyer.called(lang)} · {row.pack}" for buyer, row in self.demands}
        return {
            "asked": self.asked,
            "site_pairs": [(one.code, one.called(lang)) for one in self.sites],
            "category_pairs": [
                (one.id, f"{one.number} {one.title.get(lang) or one.title['en']}")
                for one in self.categories
            ],
            "owner_pairs": [(str(id), name) for id, name in owners(self.session, self.by)],
            "programme_pairs": list(packs.items()),
            "now": self.now,
            **WORDS,
        }


class NoSuchSite(NotFound):
    """Says which, and leads back to the same page without it."""

    def __init__(self, asked: Asked, request: Request) -> None:
        super().__init__(_("There is no site {site}, or none that you may see."), site=asked.site)
        at = request.scope["path"] if request.method == "GET" else "/findings"
        self.back = asked.but(at, site=None)

    def details(self) -> Mapping[str, Any]:
        return {"instead": self.back}


def _lookout(
    request: Request, asked: Annotated[Asked, Query()], by: SignedIn, session: Db, now: Now
) -> Lookout:
    return lookout(request, asked, by, session, now)


def lookout(request: Request, asked: Asked, by: Actor, session: Db, now: datetime) -> Lookout:
    seen = tuple(spots(session, by))
    site = next((one for one in seen if one.code == asked.site), None)
    if asked.site and site is None:
        raise NoSuchSite(asked, request)
    latest = latest_edition(session)
    newest = edition(session, latest.id) if latest else None
    starts = {
        item.id.partition("-")[0] + "-"
        for one in (newest.categories if newest else ())
        if one.id == asked.category
        for item in one.items
    }
    scope = Scope(asked, site.id if site else None, tuple(sorted(starts)))
    return Lookout(request, scope, by, session, now, seen, newest, demands(session))


_said: dict[tuple[str, str], Mapping[str, Text]] = {}


def _texts(newest: Edition, lang: str) -> Mapping[str, Text]:
    """Put together once a process: an edition never changes."""
    key = (newest.sha256, lang)
    if key not in _said:
        _said[key] = {item.id: item.said(lang) for item in newest.items}
    return _said[key]


Looking = Annotated[Lookout, Depends(_lookout)]


@dataclass(frozen=True, slots=True)
class Named:
    """A problem that the person may know of; `may`: they manage findings where it is."""

    bundle: Bundle
    may: bool


def _problem(problem_id: UUID, by: SignedIn, session: Db) -> Named:
    found = next((x for x in problems(session, by) if x.problem.id == problem_id), None)
    if found is None:
        raise NotFound(_("There is no such problem, or none that you may see."))
    return Named(found, manages(session, by, found.problem.supplier_id))


def manages(session: Db, by: Actor, supplier_id: UUID) -> bool:
    places = [one for one in spots(session, by) if one.supplier_id == supplier_id]
    return any(by.may(Ability.MANAGE_FINDINGS, one) for one in places)


VisibleProblem = Annotated[Named, Depends(_problem)]
