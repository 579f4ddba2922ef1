from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from app.comments.models import (
    Comment,
    CommentEvidence,
    CommentRevision,
    CommentWithdrawal,
    Mention,
    ThreadVisit,
)
from app.evidence.models import Evidence
from app.findings.models import Finding
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import reach, within_reach

MOST = 50
"""So many mentions of one person are told."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its words, oldest first, its files, and whom it addresses."""

    comment: Comment
    revisions: Sequence[CommentRevision]
    files: Sequence[Evidence] = ()
    mentioned: Collection[UUID] = ()
    withdrawal: CommentWithdrawal | None = None

    @property
    def text(self) -> str:
        return self.revisions[-1].text if self.revisions else ""


class Mentioned(NamedTuple):
    """A comment that addresses somebody; `new`: they have not looked at the finding since."""

    comment: Comment
    text: str
    finding: Finding
    site: Site
    new: bool


def thread(session: Session, finding_id: UUID) -> list[Remark]:
    """All that was said, oldest first: five queries for any number."""
    query = select(Comment).where(Comment.finding_id == finding_id)
    said = list(session.exec(query.order_by(col(Comment.at), col(Comment.id))))
    return _dressed(session, said)


def remark(session: Session, finding_id: UUID, id: UUID) -> Remark | None:
    found = session.get(Comment, id)
    return _dressed(session, [found])[0] if found and found.finding_id == finding_id else None


def with_id(session: Session, id: UUID) -> Comment | None:
    return session.get(Comment, id)


def visit_of(session: Session, finding_id: UUID, person_id: UUID) -> ThreadVisit | None:
    return session.get(ThreadVisit, (finding_id, person_id))


def mentions_of(session: Session, actor: Actor) -> list[Mentioned]:
    """What addresses the person and was not withdrawn, the newest first."""
    rows = session.exec(_mentions(everywhere=actor.everywhere), params=reach(actor)).all()
    seen = _visited(session, actor, {finding.id for _, _, finding, _ in rows}) if rows else {}
    return [
        Mentioned(comment, text, finding, site, new=_new(comment, actor, seen.get(finding.id)))
        for comment, text, finding, site in rows
    ]


@cache
def _mentions(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of comment, words, finding, site
    """Put together once: it is asked for at each look at the tasks."""
    later = aliased(CommentRevision)
    last = select(func.max(later.revision)).where(later.comment_id == CommentRevision.comment_id)
    return (
        select(Comment, CommentRevision.text, Finding, Site)
        .join(Mention, col(Mention.comment_id) == Comment.id)
        .join(CommentRevision, col(CommentRevision.comment_id) == Comment.id)
        .join(Finding, col(Finding.id) == Comment.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(CommentWithdrawal, col(CommentWithdrawal.comment_id) == Comment.id)
        .where(
            col(Mention.person_id) == bindparam("reader"),
            col(CommentRevision.revision) == last.scalar_subquery(),
            col(CommentWithdrawal.comment_id).is_(None),
            within_reach(Finding.site_id, everywhere=everywhere),
        )
        .order_by(col(Comment.at).desc())
        .limit(MOST)
    )


def _visited(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """By finding: when the person looked at what is said of it."""
    query = select(ThreadVisit.finding_id, ThreadVisit.at).where(
        ThreadVisit.person_id == actor.id, col(ThreadVisit.finding_id).in_(ids)
    )
    return dict(session.exec(query).all())


def _new(comment: Comment, actor: Actor, seen: datetime | None) -> bool:
    return comment.by_id != actor.id and (seen is None or comment.at > seen)


def _dressed(session: Session, said: Sequence[Comment]) -> list[Remark]:
    ids = [one.id for one in said]
    revisions: dict[UUID, list[CommentRevision]] = defaultdict(list)
    listed = select(CommentRevision).where(col(CommentRevision.comment_id).in_(ids))
    for one in session.exec(listed.order_by(col(CommentRevision.revision))):
        revisions[one.comment_id].append(one)
    files: dict[UUID, list[Evidence]] = defaultdict(list)
    brought = (
        select(CommentEvidence.comment_id, Evidence)
        .join(Evidence, col(Evidence.id) == CommentEvidence.evidence_id)
        .where(col(CommentEvidence.comment_id).in_(ids))
        .order_by(col(Evidence.at), col(Evidence.id))
    )
    for id, file in session.exec(brought):
        files[id].append(file)
    called: dict[UUID, set[UUID]] = defaultdict(set)
    for mention in session.exec(select(Mention).where(col(Mention.comment_id).in_(ids))):
        called[mention.comment_id].add(mention.person_id)
    gone = select(CommentWithdrawal).where(col(CommentWithdrawal.comment_id).in_(ids))
    withdrawn = {one.comment_id: one for one in session.exec(gone)}
    return [
        Remark(
            one,
            revisions[one.id],
            files[one.id],
            frozenset(called[one.id]),
            withdrawn.get(one.id),
        )
        for one in said
    ]
