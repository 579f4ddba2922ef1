"""Problems that go from end to end, and what may be one."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.findings.models import Closure, Finding
from app.findings.queries import Tracked, unclosed
from app.people.models import Person
from app.people.rules import Actor
from app.remediation.models import Problem, ProblemFinding, ProblemNote
from app.remediation.queries import tracked
from app.suppliers.models import Site
from app.suppliers.queries import at_seen, seen_sites


class Bundle(NamedTuple):
    """A problem with its owner's name, and how many of its findings are closed."""

    problem: Problem
    owner: str
    n: int
    closed: int
    sites: int


def problems(session: Session, actor: Actor) -> list[Bundle]:
    """At suppliers of which the person may see a site: what goes on first, by target day."""
    mine = select(Site.supplier_id).where(col(Site.id).in_(seen_sites(actor)))
    query = (
        sa.select(
            Problem,
            col(Person.name),
            func.count(),
            func.count(col(Closure.finding_id)),
            func.count(col(Finding.site_id).distinct()),
        )
        .join(Person, col(Person.id) == Problem.owner_id)
        .join(ProblemFinding, col(ProblemFinding.problem_id) == Problem.id)
        .join(Finding, col(Finding.id) == ProblemFinding.finding_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Problem.supplier_id).in_(mine))
        .group_by(col(Problem.id), col(Person.name))
        .order_by(col(Problem.ended_at).is_not(None), col(Problem.target_on), col(Problem.title))
    )
    return [Bundle(*row) for row in session.execute(query)]


def problem_notes(session: Session, ids: Collection[UUID]) -> dict[UUID, list[ProblemNote]]:
    """The last one first."""
    query = select(ProblemNote).where(col(ProblemNote.problem_id).in_(ids))
    found: dict[UUID, list[ProblemNote]] = {id: [] for id in ids}
    for note in session.exec(query.order_by(col(ProblemNote.at).desc(), col(ProblemNote.id))):
        found[note.problem_id].append(note)
    return found


class Candidate(NamedTuple):
    """An item that fails at several places, and no problem bundles it yet."""

    item: str
    n: int
    sites: int


def candidates(session: Session, actor: Actor, most: int = 5) -> list[Candidate]:
    """What fails at most sites, then most often."""
    known = select(Problem.item).where(col(Problem.ended_at).is_(None))
    places = func.count(col(Finding.site_id).distinct())
    query = (
        select(Finding.item, func.count(), places)
        .where(
            *unclosed(),
            at_seen(actor, Finding.site_id),
            Finding.item != "",
            col(Finding.item).not_in(known),
        )
        .group_by(col(Finding.item))
        .having(func.count() > 1)
        .order_by(places.desc(), func.count().desc(), col(Finding.item))
        .limit(most)
    )
    return [Candidate(*row) for row in session.exec(query)]


def open_of_item(session: Session, actor: Actor, item: str) -> list[Tracked]:
    """At every site that the person may see, by reference."""
    ids = select(Finding.id).where(
        Finding.item == item, *unclosed(), at_seen(actor, Finding.site_id)
    )
    return tracked(session, ids, [col(Finding.ref)])
