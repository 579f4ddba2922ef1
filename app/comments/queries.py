from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

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
from app.suppliers.queries import seen_sites


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


def mentions_of(session: Session, actor: Actor, limit: int = 50) -> list[Mentioned]:
    """What addresses the person and was not withdrawn, the newest first."""
    last = (
        select(col(CommentRevision.comment_id), func.max(CommentRevision.revision).label("n"))
        .group_by(col(CommentRevision.comment_id))
        .subquery()
    )
    query = (
        select(Comment, CommentRevision.text, Finding, Site)
        .join(Mention, col(Mention.comment_id) == Comment.id)
        .join(last, last.c.comment_id == Comment.id)
        .join(
            CommentRevision,
            and_(
                col(CommentRevision.comment_id) == Comment.id,
                col(CommentRevision.revision) == last.c.n,
            ),
        )
        .join(Finding, col(Finding.id) == Comment.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(CommentWithdrawal, col(CommentWithdrawal.comment_id) == Comment.id)
        .where(
            Mention.person_id == actor.id,
            col(CommentWithdrawal.comment_id).is_(None),
            col(Finding.site_id).in_(seen_sites(actor)),
        )
        .order_by(col(Comment.at).desc())
        .limit(limit)
    )
    rows = session.exec(query).all()
    visits = select(ThreadVisit.finding_id, ThreadVisit.at).where(ThreadVisit.person_id == actor.id)
    mine = visits.where(col(ThreadVisit.finding_id).in_({finding.id for _, _, finding, _ in rows}))
    seen = dict(session.exec(mine).all())
    return [
        Mentioned(comment, text, finding, site, new=_new(comment, actor, seen.get(finding.id)))
        for comment, text, finding, site in rows
    ]


def said_since(session: Session, findings: Collection[UUID], actor: Actor) -> dict[UUID, int]:
    """By finding: how many comments of others came since the person last looked."""
    query = (
        select(Comment.finding_id, func.count())
        .outerjoin(
            ThreadVisit,
            and_(
                col(ThreadVisit.finding_id) == Comment.finding_id,
                col(ThreadVisit.person_id) == actor.id,
            ),
        )
        .where(
            col(Comment.finding_id).in_(findings),
            Comment.by_id != actor.id,
            or_(col(ThreadVisit.at).is_(None), Comment.at > col(ThreadVisit.at)),
        )
        .group_by(col(Comment.finding_id))
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
