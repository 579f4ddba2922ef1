"""What the buyer's guest sees of a finding: what was found, what was done, and two buttons."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from app.actions.doors import FindingDesk
from app.actions.step_changes import open_again
from app.confirmations.changes import ask_confirmation, reply_to_confirmation
from app.confirmations.doors import AskedHere, SharedHere
from app.confirmations.forms import AskConfirmation, OpenAgain, ReplyToConfirmation
from app.confirmations.gather import guests_at
from app.confirmations.letters import invite, tell_answer
from app.confirmations.queries import asked_of, may_answer, shared_with
from app.evidence.doors import FileStore
from app.evidence.rules import KEEP, PICTURES, SANDBOX
from app.findings.across import item_of
from app.findings.queries import closure_of, packs_of, turn_of
from app.findings.rules import CLASS_NAMES
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.programmes.queries import buyers
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
AskTyped = Annotated[Submitted[AskConfirmation], Depends(submitted(AskConfirmation))]
ReplyTyped = Annotated[Submitted[ReplyToConfirmation], Depends(submitted(ReplyToConfirmation))]
AgainTyped = Annotated[Submitted[OpenAgain], Depends(submitted(OpenAgain))]


@router.get("/confirmations")
def index(request: Request, by: SignedIn, session: Db) -> Response:
    listed = asked_of(session, by)
    return page(request, "confirmations/index.html", listed=listed, class_names=CLASS_NAMES)


@router.get("/confirmations/{asked_id}")
def show(request: Request, one: AskedHere, by: SignedIn, session: Db) -> Response:
    return _page(request, one, by, session, Submitted())


@router.post("/confirmations/{asked_id}")
def reply(
    request: Request, one: AskedHere, typed: ReplyTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: ReplyToConfirmation) -> None:
        said = reply_to_confirmation(session, one, form, by=by, at=now)
        tell_answer(session, one.finding, one.asked, said)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _page(request, one, by, session, typed, status=status)
    session.commit()
    return see_other(f"/confirmations/{one.asked.id}")


@router.get("/confirmations/{asked_id}/evidence/{evidence_id}/{shape}", response_class=Response)
def file(
    found: SharedHere, shape: Literal["file", "picture", "thumb"], files: FileStore
) -> Response:
    """What was chosen for sharing, and nothing else of the store."""
    if shape == "file":
        name = found.name
        return FileResponse(
            files.path(found.sha256),
            media_type=found.media_type,
            filename=name,
            headers=SANDBOX | KEEP,
        )
    copy = f"{found.sha256}.{shape}"
    if not files.has(copy):
        raise NotFound(_("This file has no picture to show."))
    return FileResponse(files.path(copy), media_type="image/jpeg", headers=SANDBOX | KEEP)


@router.post("/findings/{ref}/confirmation")
def ask(desk: FindingDesk, typed: AskTyped) -> Response:
    session = desk.session

    def deed(form: AskConfirmation) -> None:
        guests, known = guests_at(session, desk.site), {one.name for one in buyers(session)}
        row = ask_confirmation(
            session, desk.finding, form, guests=guests, buyers=known, by=desk.by, at=desk.now
        )
        invite(session, desk.finding, row)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return desk.page(status, confirmation=typed)
    session.commit()
    return see_other(f"/findings/{desk.finding.ref}#confirmation")


@router.post("/findings/{ref}/reopening")
def reopen(desk: FindingDesk, typed: AgainTyped) -> Response:
    def deed(form: OpenAgain) -> None:
        packs = packs_of(desk.session, desk.finding)
        open_again(desk.session, desk.finding, packs, reason=form.reason, by=desk.by, at=desk.now)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.page(status, reopening=typed)
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}")


def _page(
    request: Request,
    one: AskedHere,
    by: SignedIn,
    session: Db,
    form: Submitted[ReplyToConfirmation],
    *,
    status: int = 200,
) -> Response:
    item = item_of(session, one.finding)
    files = shared_with(session, one.asked.id)
    return page(
        request,
        "confirmations/show.html",
        status=status,
        one=one,
        item=item.said(language(request)) if item else None,
        closure=closure_of(session, one.finding.id),
        files=[(file, file.media_type in PICTURES) for file in files],
        class_names=CLASS_NAMES,
        mine=may_answer(session, by, one.asked),
        again=one.asked.turn != turn_of(session, one.finding.id),
        form=form,
        path=f"/confirmations/{one.asked.id}",
    )
