"""What people say to each other on the page of a finding."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.actions.doors import FindingDesk
from app.actions.queries import actions_of
from app.comments.changes import amend_comment, note_visit, say_comment, withdraw_comment
from app.comments.doors import NewComment, RemarkHere
from app.comments.forms import AmendComment, SayComment
from app.comments.letters import tell_mentioned
from app.comments.queries import remark
from app.evidence.changes import bring_evidence
from app.kit.ids import new_id
from app.people.queries import actors_at
from app.people.rules import Ability
from app.web.deeds import tried
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
AmendTyped = Annotated[Submitted[AmendComment], Depends(submitted(AmendComment))]


@router.post("/findings/{ref}/comments")
def say(said: NewComment, desk: FindingDesk) -> Response:
    """The words are taken in first: the files are kept before anybody starts to write."""
    session, row = desk.session, desk.finding
    readers = actors_at(session, desk.site, Ability.READ)
    actions = {one.action.id for one in actions_of(session, [row.id])[row.id]}

    def deed(form: SayComment) -> None:
        brought = [
            bring_evidence(session, desk.site, file, id=new_id(), by=desk.by, at=desk.now).id
            for file in said.files
        ]
        told = form.model_copy(update={"evidence": (*form.evidence, *brought)})
        one = say_comment(
            session, row, told, readers=readers, actions=actions, by=desk.by, at=desk.now
        )
        tell_mentioned(session, row, one, readers, by=desk.by)

    typed, status = tried(said.form, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return desk.page(status, comment=typed)
    session.commit()
    return see_other(f"/findings/{row.ref}#talk")


@router.post("/findings/{ref}/comments/visit")
def visit(desk: FindingDesk) -> Response:
    note_visit(desk.session, desk.finding, by=desk.by, at=desk.now)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}#talk")


@router.post("/findings/{ref}/comments/{comment_id}")
def amend(desk: FindingDesk, one: RemarkHere, typed: AmendTyped) -> Response:
    session, row = desk.session, desk.finding
    readers = actors_at(session, desk.site, Ability.READ)

    def deed(form: AmendComment) -> None:
        amend_comment(session, row, one, form, readers=readers, by=desk.by, at=desk.now)
        session.flush()
        stands = remark(session, row.id, one.comment.id) or one
        tell_mentioned(session, row, stands, readers, by=desk.by)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return desk.page(status, **{f"comment-{one.comment.id}": typed})
    session.commit()
    return see_other(f"/findings/{row.ref}#comment-{one.comment.id}")


@router.post("/findings/{ref}/comments/{comment_id}/removal")
def withdraw(desk: FindingDesk, one: RemarkHere) -> Response:
    withdraw_comment(desk.session, desk.finding, one, by=desk.by, at=desk.now)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}#talk")
