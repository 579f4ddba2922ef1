from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.comments.forms import AmendComment, SayComment
from app.comments.models import (
    Comment,
    CommentEvidence,
    CommentRevision,
    CommentWithdrawal,
    Mention,
    ThreadVisit,
)
from app.comments.queries import Remark, remark, visit_of, with_id
from app.comments.rules import may_amend, named
from app.evidence.queries import evidence_at
from app.findings.models import Finding
from app.findings.queries import hold
from app.kit.errors import Conflict, Invalid, NotAllowed
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.rules import Actor
from app.trail.changes import record


class IdTaken(Conflict): ...


class TooLate(Conflict): ...


class NotYours(NotAllowed): ...


def say_comment(
    session: Session,
    finding: Finding,
    form: SayComment,
    *,
    readers: Sequence[Actor],
    actions: Collection[UUID],
    by: Actor,
    at: datetime,
) -> Remark:
    """Also on a closed finding: talking alters nothing of it. Sent twice it stands once."""
    known = with_id(session, form.id) if form.id else None
    if known:
        return _same(session, known, finding, by)
    if form.action and form.action not in actions:
        raise Invalid(_("This finding has no such action."))
    called = _called(form.text, readers)
    files = evidence_at(session, finding.site_id, form.evidence)
    if len(files) != len(set(form.evidence)):
        raise Invalid(_("A file of this comment has not arrived yet. Send it first."))
    row = Comment(
        id=form.id or new_id(),
        finding_id=finding.id,
        action_id=form.action,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    session.flush()
    words = CommentRevision(comment_id=row.id, revision=1, text=form.text, at=at)
    session.add(words)
    session.add_all(CommentEvidence(comment_id=row.id, evidence_id=file.id) for file in files)
    session.add_all(Mention(comment_id=row.id, person_id=one.id) for one in called)
    note_visit(session, finding, by=by, at=at)
    record(
        session,
        "comment.said",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        comment=row.id,
        action=form.action,
        note=form.text,
        mentioned=[one.name for one in called],
        evidence=[file.sha256 for file in files],
    )
    return Remark(row, [words], files, frozenset(one.id for one in called))


def amend_comment(
    session: Session,
    finding: Finding,
    one: Remark,
    form: AmendComment,
    *,
    readers: Sequence[Actor],
    by: Actor,
    at: datetime,
) -> list[Actor]:
    """The earlier words stay. Returns whom the new ones address and the old ones did not."""
    one = _mine(session, finding, one, by)
    if not may_amend(one.comment.at, at):
        raise TooLate(_("A comment can be edited for 15 minutes. Write another one."))
    if form.text == one.text:
        return []
    called = [who for who in _called(form.text, readers) if who.id not in one.mentioned]
    revision = len(one.revisions) + 1
    said = CommentRevision(comment_id=one.comment.id, revision=revision, text=form.text, at=at)
    session.add(said)
    session.add_all(Mention(comment_id=one.comment.id, person_id=who.id) for who in called)
    record(
        session,
        "comment.amended",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        comment=one.comment.id,
        before=one.text,
        note=form.text,
    )
    return called


def withdraw_comment(
    session: Session, finding: Finding, one: Remark, *, by: Actor, at: datetime
) -> CommentWithdrawal:
    """A gravestone stays where it stood; its words stay on the trail."""
    one = _mine(session, finding, one, by)
    row = CommentWithdrawal(comment_id=one.comment.id, by_id=by.id, by_name=by.name, at=at)
    session.add(row)
    record(
        session,
        "comment.withdrawn",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        comment=one.comment.id,
        text=one.text,
    )
    return row


def note_visit(session: Session, finding: Finding, *, by: Actor, at: datetime) -> None:
    """What was said until now is no longer new to the person."""
    row = visit_of(session, finding.id, by.id) or ThreadVisit(
        finding_id=finding.id, person_id=by.id, at=at
    )
    row.at = max(row.at, at)
    session.add(row)


def _called(text: str, readers: Sequence[Actor]) -> list[Actor]:
    found = named(text, [one.name for one in readers])
    unknown = next((one.said for one in found if one.who is None), None)
    if unknown:
        raise Invalid(
            _(
                "Nobody called {name} may see this finding. "
                "Choose a name of the list, or leave out the @."
            ),
            name=unknown,
        )
    return list({one.who: readers[one.who] for one in found if one.who is not None}.values())


def _mine(session: Session, finding: Finding, one: Remark, by: Actor) -> Remark:
    """As it stands now, if it is the person's own and was not taken back."""
    hold(session, finding)
    now = remark(session, finding.id, one.comment.id) or one
    if now.comment.by_id != by.id:
        raise NotYours(_("Somebody else wrote this. Answer with a comment of your own."))
    if now.withdrawal:
        raise Conflict(_("This comment was withdrawn already."))
    return now


def _same(session: Session, known: Comment, finding: Finding, by: Actor) -> Remark:
    stands = remark(session, finding.id, known.id)
    if stands is None or known.by_id != by.id:
        raise IdTaken(_("This id is already used for another comment."))
    return stands
