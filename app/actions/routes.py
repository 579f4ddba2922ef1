"""What is done about a finding, and the tasks of the person who is signed in."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.doors import ActionHere, FindingDesk, ReportDone
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import my_actions, to_verify
from app.evidence.changes import bring_evidence
from app.findings.forms import CloseFinding
from app.findings.queries import findings
from app.findings.rules import CLASS_NAMES, Shown
from app.kit.ids import new_id
from app.people.doors import SignedIn
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
PlanTyped = Annotated[Submitted[PlanAction], Depends(submitted(PlanAction))]
VerdictTyped = Annotated[Submitted[Verify], Depends(submitted(Verify))]
CloseTyped = Annotated[Submitted[CloseFinding], Depends(submitted(CloseFinding))]


@router.get("/tasks")
def tasks(request: Request, by: SignedIn, session: Db, now: Now) -> Response:
    return page(
        request,
        "actions/tasks.html",
        mine=my_actions(session, by),
        waiting=to_verify(session, by),
        owned=findings(session, by, owner_id=by.id, shown=Shown.OPEN),
        class_names=CLASS_NAMES,
        now=now,
    )


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

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.page(status, plan=typed)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}#actions")


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

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.page(status, close=typed)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}")
