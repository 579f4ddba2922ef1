"""The talk about a finding, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.comments.models import Comment, CommentRevision, CommentWithdrawal
from app.comments.queries import Remark, thread, visit_of
from app.comments.rules import Piece, may_amend, pieces
from app.evidence.shown import EvidenceOut
from app.findings.models import Finding
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.suppliers.models import Site


@dataclass(frozen=True, slots=True)
class Spoken:
    """A remark, and what its reader may do about it; `new`: it came since they last looked."""

    comment: Comment
    text: str
    pieces: Sequence[Piece]
    earlier: Sequence[CommentRevision]
    files: Sequence[EvidenceOut]
    withdrawal: CommentWithdrawal | None
    new: bool
    mine: bool
    may_amend: bool


@dataclass(frozen=True, slots=True)
class Talk:
    spoken: Sequence[Spoken]
    names: Sequence[str]
    may_say: bool

    @property
    def new(self) -> int:
        return sum(one.new for one in self.spoken)


def talk_of(session: Session, row: Finding, site: Site, *, by: Actor, at: datetime) -> Talk:
    said = thread(session, row.id)
    readers = actors_at(session, site, Ability.READ)
    visit = visit_of(session, row.id, by.id)
    names = {one.id: one.name for one in readers}
    return Talk(
        spoken=[_spoken(one, names, visit.at if visit else None, by, at) for one in said],
        names=[one.name for one in readers if one.id != by.id],
        may_say=by.may(Ability.READ, site),
    )


def _spoken(
    one: Remark, names: Mapping[UUID, str], seen: datetime | None, by: Actor, at: datetime
) -> Spoken:
    mine = one.comment.by_id == by.id and one.withdrawal is None
    return Spoken(
        comment=one.comment,
        text=one.text,
        pieces=pieces(one.text, [names[id] for id in one.mentioned if id in names]),
        earlier=one.revisions[:-1],
        files=[EvidenceOut.of(file) for file in one.files],
        withdrawal=one.withdrawal,
        new=one.comment.by_id != by.id and (seen is None or one.comment.at > seen),
        mine=mine,
        may_amend=mine and may_amend(one.comment.at, at),
    )
