"""What is done about a finding, and the tasks of the person who is signed in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.doors import ActionHere, Desk, FindingDesk, ReportDone
from app.actions.edit_changes import change_action, withdraw_action
from app.actions.forms import (
    AgreePlan,
    CheckEffect,
    EditAction,
    Implement,
    PlanAction,
    Verify,
    WithdrawAction,
)
from app.actions.step_changes import answer_why, strike_why
from app.actions.way_changes import agree_plan, check_effect, find_cause
from app.confirmations.letters import invite_guests
from app.evidence.changes import bring_evidence
from app.findings.cause_changes import correct_cause
from app.findings.changes import reject_finding
from app.findings.forms import AddCause, CloseFinding, CorrectCause, FindCause, RejectFinding
from app.findings.queries import packs_of
from app.kit.ids import new_id
from app.web.deeds import tried
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
PlanTyped = Annotated[Submitted[PlanAction], Depends(submitted(PlanAction))]
VerdictTyped = Annotated[Submitted[Verify], Depends(submitted(Verify))]
CloseTyped = Annotated[Submitted[CloseFinding], Depends(submitted(CloseFinding))]
RejectTyped = Annotated[Submitted[RejectFinding], Depends(submitted(RejectFinding))]
CauseTyped = Annotated[Submitted[AddCause], Depends(submitted(AddCause))]
FoundTyped = Annotated[Submitted[FindCause], Depends(submitted(FindCause))]
AgreeTyped = Annotated[Submitted[AgreePlan], Depends(submitted(AgreePlan))]
EffectTyped = Annotated[Submitted[CheckEffect], Depends(submitted(CheckEffect))]
ChangeTyped = Annotated[Submitted[EditAction], Depends(submitted(EditAction))]
WithdrawTyped = Annotated[Submitted[WithdrawAction], Depends(submitted(WithdrawAction))]
CorrectTyped = Annotated[Submitted[CorrectCause], Depends(submitted(CorrectCause))]
F = TypeVar("F", bound=BaseModel)


@router.get("/findings/{ref}/actions/{action_id}")
def task(desk: FindingDesk, one: ActionHere) -> Response:
    """One page, one deed: what a link in a mail opens."""
    return desk.task(one.action.id)


@router.post("/findings/{ref}/actions")
def plan(desk: FindingDesk, typed: PlanTyped) -> Response:
    def deed(form: PlanAction) -> None:
        owner, place = desk.owner(form.owner), desk.site
        plan_action(
            desk.session, desk.finding, form, place=place, owner=owner, by=desk.by, at=desk.now
        )

    return _settled(desk, "plan", typed, deed, to="#actions")


@router.post("/findings/{ref}/actions/{action_id}")
def change(desk: FindingDesk, one: ActionHere, typed: ChangeTyped) -> Response:
    def deed(form: EditAction) -> None:
        owner, place = desk.owner(form.owner), desk.site
        change_action(
            desk.session,
            desk.finding,
            one,
            form.whole(),
            place=place,
            owner=owner,
            by=desk.by,
            at=desk.now,
        )

    return _settled(desk, f"action-{one.action.id}", typed, deed, to=f"#action-{one.action.id}")


@router.post("/findings/{ref}/actions/{action_id}/withdrawal")
def withdraw(desk: FindingDesk, one: ActionHere, typed: WithdrawTyped) -> Response:
    def deed(form: WithdrawAction) -> None:
        withdraw_action(desk.session, desk.finding, one, form, by=desk.by, at=desk.now)

    return _settled(desk, f"withdraw-{one.action.id}", typed, deed, to="#actions")


@router.post("/findings/{ref}/cause/correction")
def correct(desk: FindingDesk, typed: CorrectTyped) -> Response:
    def deed(form: CorrectCause) -> None:
        correct_cause(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "correct", typed, deed, to="#cause")


@router.post("/findings/{ref}/actions/{action_id}/implementation")
def report_done(report: ReportDone, desk: FindingDesk, one: ActionHere) -> Response:
    """The report is taken in first: its files are kept before anybody starts to write."""

    def deed(form: Implement) -> None:
        proof = [
            bring_evidence(desk.session, desk.site, file, id=new_id(), by=desk.by, at=desk.now).id
            for file in report.files
        ]
        told = form.model_copy(update={"evidence": (*form.evidence, *proof)})
        implement(desk.session, desk.finding, one, told, by=desk.by, at=desk.now)

    typed, status = tried(report.form, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.task(one.action.id, typed, status=status)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}#actions")


@router.post("/findings/{ref}/actions/{action_id}/verification")
def give_verdict(desk: FindingDesk, one: ActionHere, typed: VerdictTyped) -> Response:
    def deed(form: Verify) -> None:
        verify(desk.session, desk.finding, one, form, by=desk.by, at=desk.now)
        invite_guests(desk.session, desk.finding, desk.site)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.task(one.action.id, typed, status=status)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}#actions")


@router.post("/findings/{ref}/closure")
def close(desk: FindingDesk, typed: CloseTyped) -> Response:
    def deed(form: CloseFinding) -> None:
        close_verified(desk.session, desk.finding, reason=form.reason, by=desk.by, at=desk.now)

    return _settled(desk, "close", typed, deed)


@router.post("/findings/{ref}/rejection")
def reject(desk: FindingDesk, typed: RejectTyped) -> Response:
    def deed(form: RejectFinding) -> None:
        reject_finding(desk.session, desk.finding, reason=form.reason, by=desk.by, at=desk.now)

    return _settled(desk, "reject", typed, deed)


@router.post("/findings/{ref}/causes")
def ask_why(desk: FindingDesk, typed: CauseTyped) -> Response:
    def deed(form: AddCause) -> None:
        answer_why(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "cause", typed, deed, to="#cause")


@router.post("/findings/{ref}/causes/{cause_id}/removal")
def strike(desk: FindingDesk, cause_id: UUID) -> Response:
    strike_why(desk.session, desk.finding, cause_id, by=desk.by, at=desk.now)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}#cause")


@router.post("/findings/{ref}/cause")
def say_cause_found(desk: FindingDesk, typed: FoundTyped) -> Response:
    def deed(form: FindCause) -> None:
        find_cause(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "found", typed, deed, to="#cause")


@router.post("/findings/{ref}/plan")
def agree(desk: FindingDesk, typed: AgreeTyped) -> Response:
    def deed(form: AgreePlan) -> None:
        agree_plan(desk.session, desk.finding, form, by=desk.by, at=desk.now)

    return _settled(desk, "agree", typed, deed, to="#actions")


@router.post("/findings/{ref}/effect")
def look_at_effect(desk: FindingDesk, typed: EffectTyped) -> Response:
    def deed(form: CheckEffect) -> None:
        packs = packs_of(desk.session, desk.finding)
        check_effect(desk.session, desk.finding, form, packs, by=desk.by, at=desk.now)
        invite_guests(desk.session, desk.finding, desk.site)

    return _settled(desk, "effect", typed, deed)


def _settled(
    desk: Desk, name: str, typed: Submitted[F], deed: Callable[[F], None], *, to: str = ""
) -> Response:
    """Done and back on the page of the finding; else that page, with the form as it was typed."""
    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.page(status, **{name: typed})
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}{to}")
