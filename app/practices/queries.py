from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.evidence.models import Evidence
from app.people.rules import Actor
from app.practices.models import (
    Practice,
    PracticeDone,
    PracticeEvidence,
    PracticeTakeover,
    PracticeWithdrawal,
)
from app.practices.rules import PracticeKind
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites


@dataclass(frozen=True, slots=True)
class Takeover:
    """Another site that does it too; `done` None: planned."""

    row: PracticeTakeover
    site: Site
    done: PracticeDone | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the register, with its files and who took it over."""

    practice: Practice
    site: Site
    files: Sequence[Evidence] = field(default=())
    takeovers: Sequence[Takeover] = field(default=())
    withdrawal: PracticeWithdrawal | None = None


class Planned(NamedTuple):
    """A practice that a site is to take over, and the promise to do so."""

    takeover: PracticeTakeover
    practice: Practice
    site: Site


def practices(
    session: Session,
    actor: Actor,
    *,
    kind: PracticeKind | None = None,
    site_id: UUID | None = None,
    said: str = "",
    limit: int = 50,
    after: int = 0,
) -> list[Entry]:
    """The newest first; what was withdrawn is left out. Four queries for any number."""
    query = _visible(actor).where(col(PracticeWithdrawal.practice_id).is_(None))
    if kind:
        query = query.where(Practice.kind == kind)
    if site_id:
        query = query.where(Practice.site_id == site_id)
    if said:
        texts = (Practice.title, Practice.what, Practice.item)
        query = query.where(or_(*(col(text).icontains(said, autoescape=True) for text in texts)))
    query = query.order_by(col(Practice.at).desc(), col(Practice.id)).limit(limit).offset(after)
    return _dressed(session, actor, session.exec(query).all())


def practice(session: Session, actor: Actor, id: UUID) -> Entry | None:
    """Also one that was withdrawn."""
    found = _dressed(session, actor, session.exec(_visible(actor).where(Practice.id == id)).all())
    return found[0] if found else None


def practices_of(session: Session, sites: Collection[UUID]) -> dict[UUID, list[Practice]]:
    """By site, the newest first, for its page and for reports: what was withdrawn is left out."""
    query = (
        select(Practice)
        .outerjoin(PracticeWithdrawal, col(PracticeWithdrawal.practice_id) == Practice.id)
        .where(col(Practice.site_id).in_(sites), col(PracticeWithdrawal.practice_id).is_(None))
        .order_by(col(Practice.at).desc(), col(Practice.id))
    )
    found: dict[UUID, list[Practice]] = {id: [] for id in sites}
    for one in session.exec(query):
        found[one.site_id].append(one)
    return found


def planned_by(session: Session, actor: Actor) -> list[Planned]:
    """What the person has planned to take over and nobody has done yet, due first."""
    query = (
        select(PracticeTakeover, Practice, Site)
        .join(Practice, col(Practice.id) == PracticeTakeover.practice_id)
        .join(Site, col(Site.id) == PracticeTakeover.site_id)
        .outerjoin(PracticeDone, col(PracticeDone.takeover_id) == PracticeTakeover.id)
        .outerjoin(PracticeWithdrawal, col(PracticeWithdrawal.practice_id) == Practice.id)
        .where(
            PracticeTakeover.by_id == actor.id,
            col(PracticeDone.takeover_id).is_(None),
            col(PracticeWithdrawal.practice_id).is_(None),
            col(PracticeTakeover.site_id).in_(seen_sites(actor)),
            col(Practice.site_id).in_(seen_sites(actor)),
        )
        .order_by(col(PracticeTakeover.due_on), col(Practice.title))
    )
    return [Planned(*row) for row in session.exec(query)]


def with_id(session: Session, id: UUID) -> Practice | None:
    return session.get(Practice, id)


def takeover_at(session: Session, practice_id: UUID, site_id: UUID) -> PracticeTakeover | None:
    query = select(PracticeTakeover).where(
        PracticeTakeover.practice_id == practice_id, PracticeTakeover.site_id == site_id
    )
    return session.exec(query).one_or_none()


def done_of(session: Session, takeover_id: UUID) -> PracticeDone | None:
    return session.get(PracticeDone, takeover_id)


def withdrawal_of(session: Session, practice_id: UUID) -> PracticeWithdrawal | None:
    return session.get(PracticeWithdrawal, practice_id)


def _visible(actor: Actor) -> Any:  # noqa: ANN401 - a select of practice, site, withdrawal
    return (
        select(Practice, Site, PracticeWithdrawal)
        .join(Site, col(Site.id) == Practice.site_id)
        .outerjoin(PracticeWithdrawal, col(PracticeWithdrawal.practice_id) == Practice.id)
        .where(col(Practice.site_id).in_(seen_sites(actor)))
    )


def _dressed(
    session: Session,
    actor: Actor,
    rows: Sequence[tuple[Practice, Site, PracticeWithdrawal | None]],
) -> list[Entry]:
    ids = [one.id for one, _site, _gone in rows]
    files: dict[UUID, list[Evidence]] = defaultdict(list)
    brought = (
        select(PracticeEvidence.practice_id, Evidence)
        .join(Evidence, col(Evidence.id) == PracticeEvidence.evidence_id)
        .where(col(PracticeEvidence.practice_id).in_(ids))
        .order_by(col(Evidence.at), col(Evidence.id))
    )
    for id, file in session.exec(brought):
        files[id].append(file)
    others: dict[UUID, list[Takeover]] = defaultdict(list)
    taken = (
        select(PracticeTakeover, Site, PracticeDone)
        .join(Site, col(Site.id) == PracticeTakeover.site_id)
        .outerjoin(PracticeDone, col(PracticeDone.takeover_id) == PracticeTakeover.id)
        .where(
            col(PracticeTakeover.practice_id).in_(ids),
            col(PracticeTakeover.site_id).in_(seen_sites(actor)),
        )
        .order_by(col(PracticeTakeover.at))
    )
    for one, site, done in session.exec(taken):
        others[one.practice_id].append(Takeover(one, site, done))
    return [Entry(one, site, files[one.id], others[one.id], gone) for one, site, gone in rows]
