"""The list of findings, and one finding with everything about it."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from app.actions import step_changes
from app.actions.doors import Desk, FindingDesk
from app.comments.changes import say_comment
from app.comments.forms import SayComment
from app.evidence.changes import bring_evidence
from app.findings.across import elsewhere
from app.findings.across_changes import say_of_elsewhere
from app.findings.changes import owner_or_none, refuse_unexplained
from app.findings.clock_changes import (
    agree_review,
    confirm_finding,
    set_buyer_date,
)
from app.findings.doors import FailedAnswer
from app.findings.extension_changes import (
    ask_for_time,
    reply_to_asking,
    withdraw_asking,
)
from app.findings.forms import (
    AgreeReview,
    AskForTime,
    AskToTakeOver,
    ChangeFinding,
    ConfirmFinding,
    RaiseFinding,
    RaiseFree,
    RaiseOnPage,
    ReplyToAsking,
    ReplyToHandOver,
    SayOfElsewhere,
    SetBuyerDate,
)
from app.findings.free import Ground, outlook
from app.findings.free_changes import raise_free
from app.findings.free_doors import AskedFree, NewFree, TypedFree
from app.findings.owner_changes import ask_to_take_over, reply_to_hand_over
from app.findings.queries import finding, packs_of
from app.findings.raise_changes import raise_finding
from app.findings.raise_queries import of_spot
from app.kit.errors import NotFound, Refusal
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.queries import (
    actors_at,
)
from app.people.rules import (
    Ability,
    Actor,
)
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.errors import status_of
from app.web.pages import language
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
ChangeTyped = Annotated[Submitted[ChangeFinding], Depends(submitted(ChangeFinding))]
AskTyped = Annotated[Submitted[AskToTakeOver], Depends(submitted(AskToTakeOver))]
ReplyTyped = Annotated[Submitted[ReplyToHandOver], Depends(submitted(ReplyToHandOver))]
ElsewhereTyped = Annotated[Submitted[SayOfElsewhere], Depends(submitted(SayOfElsewhere))]
MoreTimeTyped = Annotated[Submitted[AskForTime], Depends(submitted(AskForTime))]
TimeReplyTyped = Annotated[Submitted[ReplyToAsking], Depends(submitted(ReplyToAsking))]
LetterTyped = Annotated[Submitted[SetBuyerDate], Depends(submitted(SetBuyerDate))]
ReviewTyped = Annotated[Submitted[AgreeReview], Depends(submitted(AgreeReview))]
ConfirmTyped = Annotated[Submitted[ConfirmFinding], Depends(submitted(ConfirmFinding))]
F = TypeVar("F", bound=BaseModel)


@router.get("/findings/new")
def ask_new(desk: AskedFree) -> Response:
    return desk.page(Submitted())


@router.post("/findings/new")
def raise_free_one(free: NewFree, desk: TypedFree, now: Now) -> Response:
    """First what it looks like and what is proposed; once that was seen, it is raised."""
    session, ground, form = desk.session, desk.ground, free.form
    if ground is None:
        return desk.page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    brought = [
        bring_evidence(session, ground.site, file, id=new_id(), by=desk.by, at=now).id
        for file in free.files
    ]
    kept = (*_ids(form), *brought)
    session.commit()
    told: list[str] = []

    def deed(typed: RaiseOnPage) -> None:
        asked = typed.plain().model_copy(update={"evidence": kept})
        if typed.same_as:
            told.append(say_it_there(session, desk.by, ground, typed.same_as, asked, at=now))
        elif typed.seen:
            row = raise_free(
                session,
                ground.site,
                ground.edition,
                ground.packs,
                asked,
                owner=ground.owner(asked),
                by=desk.by,
                at=now,
            )
            told.append(row.ref)

    form, status = tried(form, deed)
    if status == HTTPStatus.OK and told:
        session.commit()
        return see_other(f"/findings/{told[0]}")
    session.rollback()
    try:
        ahead = outlook(session, ground, form.value.plain()) if form.value else None
    except Refusal as no:
        form, ahead, status = form.refused("form", no.text, **no.parts), None, status_of(no)
    return desk.page(form, outlook=ahead, files=kept, status=status)


def say_it_there(
    session: Db, by: Actor, ground: Ground, ref: str, form: RaiseFree, *, at: datetime
) -> str:
    """It is known already: what was seen becomes a comment on that finding."""
    found = finding(session, by, ref)
    if found is None or found.finding.site_id != ground.site.id:
        raise NotFound(_("There is no such finding, or none that you may see."))
    said = SayComment(text=form.statement, evidence=form.evidence)
    readers = actors_at(session, found.site, Ability.READ)
    say_comment(session, found.finding, said, readers=readers, actions=(), by=by, at=at)
    return f"{ref}#talk"


def _ids(form: Submitted[RaiseOnPage]) -> tuple[UUID, ...]:
    """The files of the step before; what is no id was not sent by our page."""
    if form.value:
        return form.value.evidence
    return tuple(UUID(id) for id in form.said("evidence", ()) if _is_id(id))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@router.get("/findings/{ref}")
def show(desk: FindingDesk) -> Response:
    return desk.page()


@router.post("/answers/{answer_id}/finding")
def raise_one(
    request: Request, failed: FailedAnswer, by: SignedIn, session: Db, now: Now
) -> Response:
    """One tap; a second one leads to the finding that the first has raised."""
    answer = failed.answer
    known = of_spot(session, answer.audit_id, answer.item, answer.zone_id)
    form, lang = RaiseFinding(answer=answer.id), language(request)
    row = known or raise_finding(
        session, answer, failed.item, failed.packs, form, lang=lang, by=by, at=now
    )
    session.commit()
    return see_other(f"/findings/{row.ref}")


@router.post("/findings/{ref}")
def change(desk: FindingDesk, typed: ChangeTyped) -> Response:
    def deed(form: ChangeFinding) -> None:
        refuse_unexplained(desk.finding, form)
        step_changes.change(
            desk.session,
            desk.finding,
            form,
            place=desk.site,
            owner=desk.owner(form.owner),
            packs=packs_of(desk.session, desk.finding),
            by=desk.by,
            at=desk.now,
        )

    return _settled(desk, "change", typed, deed)


@router.post("/findings/{ref}/hand-over")
def hand_over(desk: FindingDesk, typed: AskTyped) -> Response:
    def deed(form: AskToTakeOver) -> None:
        to, place = desk.owner(form.to), desk.site
        ask_to_take_over(
            desk.session, desk.finding, form, place=place, to=to, by=desk.by, at=desk.now
        )

    return _settled(desk, "hand_over", typed, deed)


@router.post("/findings/{ref}/hand-over/reply")
def reply(desk: FindingDesk, typed: ReplyTyped) -> Response:
    def deed(form: ReplyToHandOver) -> None:
        reply_to_hand_over(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "reply", typed, deed)


@router.post("/findings/{ref}/elsewhere")
def look_elsewhere(desk: FindingDesk, typed: ElsewhereTyped) -> Response:
    def deed(form: SayOfElsewhere) -> None:
        places = elsewhere(desk.session, desk.finding, desk.site, desk.by)
        packs = packs_of(desk.session, desk.finding)
        say_of_elsewhere(desk.session, desk.finding, form, places, packs, by=desk.by, at=desk.now)

    return _settled(desk, "elsewhere", typed, deed)


@router.post("/findings/{ref}/extensions")
def more_time(desk: FindingDesk, typed: MoreTimeTyped) -> Response:
    def deed(form: AskForTime) -> None:
        ask_for_time(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "more_time", typed, deed)


@router.post("/findings/{ref}/extensions/{extension_id}/reply")
def answer_asking(desk: FindingDesk, extension_id: UUID, typed: TimeReplyTyped) -> Response:
    def deed(form: ReplyToAsking) -> None:
        reply_to_asking(desk.session, desk.finding, extension_id, form, by=desk.by, at=desk.now)

    return _settled(desk, "answer_time", typed, deed)


@router.post("/findings/{ref}/extensions/{extension_id}/withdrawal")
def withdraw(desk: FindingDesk, extension_id: UUID) -> Response:
    withdraw_asking(desk.session, desk.finding, extension_id, by=desk.by, at=desk.now)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}")


@router.post("/findings/{ref}/buyer-date")
def enter_letter(desk: FindingDesk, typed: LetterTyped) -> Response:
    def deed(form: SetBuyerDate) -> None:
        set_buyer_date(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "letter", typed, deed)


@router.post("/findings/{ref}/review")
def plan_review(desk: FindingDesk, typed: ReviewTyped) -> Response:
    def deed(form: AgreeReview) -> None:
        partner = owner_or_none(actors_at(desk.session, desk.site, Ability.READ), form.partner)
        agree_review(
            desk.session,
            desk.finding,
            form,
            site=desk.site,
            partner=partner,
            by=desk.by,
            at=desk.now,
        )

    return _settled(desk, "review", typed, deed)


@router.post("/findings/{ref}/confirmed-on")
def confirm(desk: FindingDesk, typed: ConfirmTyped) -> Response:
    def deed(form: ConfirmFinding) -> None:
        confirm_finding(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "confirm", typed, deed)


def _settled(desk: Desk, name: str, typed: Submitted[F], deed: Callable[[F], None]) -> Response:
    """Done and back on the page of the finding; else that page, with the form as it was typed."""
    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.page(status, **{name: typed})
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}")
