from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CompoundSelect, Uuid, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select, union_all

from app.answers.models import Answer, AnswerEvidence, NaApproval
from app.answers.rules import Level, Spot
from app.evidence.models import Evidence


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer with what hangs on it."""

    answer: Answer
    evidence: tuple[Evidence, ...] = ()
    na_approved: bool = False

    @property
    def spot(self) -> Spot:
        return self.answer.item, self.answer.zone_id

    @property
    def counts(self) -> bool:
        """Whether its item is answered by it: a level, or an approved N/A."""
        level = self.answer.level
        return self.na_approved if level is Level.NOT_APPLICABLE else level is not None


_CURRENT = (  # made once: each save of an answer asks for it
    select(Answer)
    .where(
        Answer.audit_id == bindparam("audit"),
        Answer.item == bindparam("item"),
        col(Answer.zone_id).is_not_distinct_from(bindparam("zone", type_=Uuid())),
    )
    .order_by(col(Answer.revision).desc())
    .limit(1)
)


def current(session: Session, audit_id: UUID, item: str, zone_id: UUID | None) -> Answer | None:
    """The last revision at a spot of an audit."""
    asked = {"audit": audit_id, "item": item, "zone": zone_id}
    return session.exec(_CURRENT, params=asked).first()


def answer(session: Session, id: UUID) -> Answer | None:
    return session.get(Answer, id)


def revisions(session: Session, one: Answer) -> list[Answer]:
    """All revisions at the spot of `one` in its audit, newest first."""
    query = (
        select(Answer)
        .where(Answer.audit_id == one.audit_id, Answer.item == one.item)
        .order_by(col(Answer.revision).desc())
    )
    return [a for a in session.exec(query) if a.zone_id == one.zone_id]


def answers_at(session: Session, audit_id: UUID) -> dict[Spot, Answer]:
    """The last revision at each spot."""
    query = select(Answer).where(Answer.audit_id == audit_id).order_by(col(Answer.revision))
    return {(one.item, one.zone_id): one for one in session.exec(query)}


def answers_of_audit(session: Session, audit_id: UUID) -> dict[Spot, Recorded]:
    """The last revision at each spot, with what hangs on it."""
    return dressed(session, answers_at(session, audit_id))


class Mark(NamedTuple):
    """An answer as far as the fold and the score need it: plain, for there are thousands."""

    id: UUID
    site_id: UUID
    audit_id: UUID | None
    item: str
    zone_id: UUID | None
    revision: int
    level: Level | None
    elapsed_seconds: int | None
    observed_at: datetime
    recorded_at: datetime


def marks_of_sites(session: Session, sites: Collection[UUID]) -> dict[UUID, list[Mark]]:
    """Every revision that was ever recorded at each site, for the fold (rules.standing)."""
    found: dict[UUID, list[Mark]] = {id: [] for id in sites}
    columns = [getattr(Answer, name) for name in Mark._fields]
    for row in session.exec(select(*columns).where(col(Answer.site_id).in_(sites))):
        found[row[1]].append(Mark._make(row))
    return found


def answers_by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, Answer]:
    found: dict[UUID, Answer] = {}
    for some in _batches(ids):
        query = select(Answer).where(col(Answer.id).in_(some))
        found |= {one.id: one for one in session.exec(query)}
    return found


def dressed(session: Session, answers: dict[Spot, Answer]) -> dict[Spot, Recorded]:
    """With their files and approvals: two more queries, however many answers there are."""
    files = evidence_of(session, [a.id for a in answers.values()])
    approved = approvals(session, answers.values())
    return {
        spot: Recorded(one, tuple(files.get(one.id, ())), one.id in approved)
        for spot, one in answers.items()
    }


def evidence_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Evidence]]:
    found: dict[UUID, list[Evidence]] = defaultdict(list)
    for some in _batches(ids):
        query = (
            select(AnswerEvidence.answer_id, Evidence)
            .join(Evidence, col(Evidence.id) == AnswerEvidence.evidence_id)
            .where(col(AnswerEvidence.answer_id).in_(some))
            .order_by(col(Evidence.at), col(Evidence.id))
        )
        for answer_id, file in session.exec(query):
            found[answer_id].append(file)
    return found


def approvals(session: Session, answers: Iterable[Answer | Mark]) -> dict[UUID, NaApproval]:
    ids = [a.id for a in answers if a.level is Level.NOT_APPLICABLE]
    found: dict[UUID, NaApproval] = {}
    for some in _batches(ids):
        query = select(NaApproval).where(col(NaApproval.answer_id).in_(some))
        found |= {one.answer_id: one for one in session.exec(query)}
    return found


def _batches(ids: Collection[UUID], size: int = 5_000) -> Iterable[list[UUID]]:
    """Databases take a bounded number of values in one statement."""
    listed = list(ids)
    return (listed[at : at + size] for at in range(0, len(listed), size))


def answered_counts(session: Session, audit_ids: Collection[UUID]) -> dict[UUID, int]:
    """At how many spots each audit has an answer that counts: one query for any number of them."""
    spots = _counting(audit_ids).subquery()
    query = select(spots.c.audit_id, func.count()).group_by(spots.c.audit_id)
    found: dict[UUID, int] = dict.fromkeys(audit_ids, 0)
    return found | dict(session.exec(query).all())


def counting_spots(session: Session, audit_id: UUID) -> list[Spot]:
    """Where the audit has an answer that counts."""
    spots = _counting([audit_id]).subquery()
    return list(session.exec(select(spots.c.item, spots.c.zone_id)))


def _counting(audit_ids: Collection[UUID]) -> CompoundSelect[Any]:
    """As `Recorded.counts`, in two halves: the indexes that hold the spots are two as well."""
    newer = aliased(Answer)
    halves = (
        (col(Answer.zone_id).is_(None), col(newer.zone_id).is_(None)),
        (col(Answer.zone_id).is_not(None), col(newer.zone_id) == Answer.zone_id),
    )
    approved = select(NaApproval.answer_id).where(NaApproval.answer_id == Answer.id).exists()
    return union_all(
        *(
            select(Answer.audit_id, Answer.item, Answer.zone_id).where(
                col(Answer.audit_id).in_(audit_ids),
                mine,
                col(Answer.level).is_not(None),
                or_(Answer.level != Level.NOT_APPLICABLE, approved),
                ~select(newer.id)
                .where(
                    newer.audit_id == Answer.audit_id,
                    newer.item == Answer.item,
                    newer.revision == Answer.revision + 1,
                    theirs,
                )
                .exists(),
            )
            for mine, theirs in halves
        )
    )
