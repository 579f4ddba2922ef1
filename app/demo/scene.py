"""What every part of the story works with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from sqlmodel import Session

from app.answers.rules import Level
from app.checklists.rules import Edition
from app.demo.agenda import Agenda
from app.demo.story import Place
from app.evidence.files import Files
from app.people.rules import Actor
from app.programmes.models import PackVersion
from app.programmes.rules import Pack
from app.suppliers.models import Site, Zone


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the story's places, as it stands in the database."""

    place: Place
    site: Site
    zones: Sequence[Zone]


@dataclass(slots=True)
class Scene:
    """`held`: since when a spot was seen to be mended; `raised`: where something was found once.

    `rated`: what the last round gave a spot.
    """

    session: Session
    files: Files
    now: datetime
    edition_id: UUID
    edition: Edition
    rows: Sequence[PackVersion] = ()
    packs: Sequence[Pack] = ()
    cast: dict[str, Actor] = field(default_factory=dict)
    grounds: dict[str, Ground] = field(default_factory=dict)
    agenda: Agenda = field(default_factory=Agenda)
    held: dict[tuple[str, str, UUID | None], datetime] = field(default_factory=dict)
    raised: set[tuple[str, str, UUID | None]] = field(default_factory=set)
    rated: dict[tuple[str, str, UUID | None], Level] = field(default_factory=dict)

    def person(self, id: UUID | None) -> Actor:
        return next(one for one in self.cast.values() if one.id == id)

    def ground_of(self, site_id: UUID) -> Ground:
        return next(one for one in self.grounds.values() if one.site.id == site_id)


def chance_of(*of: object) -> Random:
    """The same for the same words, whatever else the story tells."""
    return Random(" ".join(map(str, of)))  # noqa: S311 - a story
