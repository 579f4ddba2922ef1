from fastapi import APIRouter, Response

from app.actions.queries import actions_of
from app.comments.changes import amend_comment, note_visit, say_comment, withdraw_comment
from app.comments.doors import RemarkHere
from app.comments.forms import AmendComment, SayComment
from app.comments.letters import tell_mentioned
from app.comments.queries import mentions_of, remark, thread, with_id
from app.comments.shown import CommentOut, MentionOut
from app.findings.doors import VisibleFinding
from app.people.doors import SignedIn
from app.people.queries import actors_at, names
from app.people.rules import Ability
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1", tags=["comments"])


@router.get("/mentions")
def my_mentions(by: SignedIn, session: Db) -> list[MentionOut]:
    """What addresses you by name, the newest first."""
    return [MentionOut.of(one) for one in mentions_of(session, by)]


@router.get("/findings/{ref}/comments")
def index(found: VisibleFinding, session: Db) -> list[CommentOut]:
    """The whole talk, oldest first; what was withdrawn keeps its place without its words."""
    listed = thread(session, found.finding.id)
    people = names(session, {id for one in listed for id in one.mentioned})
    return [CommentOut.of(one, people) for one in listed]


@router.post("/findings/{ref}/comments", status_code=201)
def say(
    found: VisibleFinding,
    form: SayComment,
    response: Response,
    by: SignedIn,
    session: Db,
    now: Now,
) -> CommentOut:
    """`@Name` tells that person by mail; a name that nobody here bears is refused."""
    row = found.finding
    readers = actors_at(session, found.site, Ability.READ)
    actions = {one.action.id for one in actions_of(session, [row.id])[row.id]}
    response.status_code = 200 if form.id and with_id(session, form.id) else 201
    one = say_comment(session, row, form, readers=readers, actions=actions, by=by, at=now)
    tell_mentioned(session, row, one, readers, by=by)
    session.commit()
    return CommentOut.of(one, {who.id: who.name for who in readers})


@router.patch("/findings/{ref}/comments/{comment_id}")
def amend(
    found: VisibleFinding,
    one: RemarkHere,
    form: AmendComment,
    by: SignedIn,
    session: Db,
    now: Now,
) -> CommentOut:
    """Your own, for 15 minutes; the earlier words stay."""
    readers = actors_at(session, found.site, Ability.READ)
    amend_comment(session, found.finding, one, form, readers=readers, by=by, at=now)
    session.flush()
    stands = remark(session, found.finding.id, one.comment.id) or one
    tell_mentioned(session, found.finding, stands, readers, by=by)
    session.commit()
    return CommentOut.of(stands, {who.id: who.name for who in readers})


@router.delete("/findings/{ref}/comments/{comment_id}", status_code=204)
def withdraw(
    found: VisibleFinding, one: RemarkHere, by: SignedIn, session: Db, now: Now
) -> Response:
    """Your own; that something stood there stays visible."""
    withdraw_comment(session, found.finding, one, by=by, at=now)
    session.commit()
    return Response(status_code=204)


@router.put("/findings/{ref}/comments/visit", status_code=204)
def visit(found: VisibleFinding, by: SignedIn, session: Db, now: Now) -> Response:
    """You have read what was said until now."""
    note_visit(session, found.finding, by=by, at=now)
    session.commit()
    return Response(status_code=204)
