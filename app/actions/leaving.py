"""What somebody leaves behind who is about to be deactivated, and who could take it over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.actions.queries import Task, my_actions
from app.findings.queries import Tracked, findings
from app.people.models import Person
from app.people.queries import actors_at
from app.people.rules import Ability, Actor, Granted, Role
from app.suppliers.models import Site

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Left:
    """What is open and theirs, at every site."""

    findings: Sequence[Tracked]
    actions: Sequence[Task]

    @property
    def sites(self) -> list[Site]:
        at = [*(one.site for one in self.findings), *(one.site for one in self.actions)]
        return list({site.id: site for site in at}.values())

    def __bool__(self) -> bool:
        return bool(self.findings or self.actions)


def left_by(session: Session, who: Person) -> Left:
    everywhere = Actor(who.id, who.name, who.email, who.lang, (Granted(Role.ADMIN),))
    mine = findings(session, everywhere, owner_id=who.id, open_only=True, limit=MOST)
    return Left(mine, my_actions(session, everywhere))


def takers(session: Session, left: Left, who: Person) -> list[Actor]:
    """Who may act at every site concerned, by name."""
    able = [actors_at(session, site, Ability.ACT) for site in left.sites]
    everywhere = set.intersection(*({one.id for one in each} for each in able)) if able else set()
    return [one for one in (able[0] if able else ()) if one.id in everywhere - {who.id}]
