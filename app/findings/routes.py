"""The list of findings, and one finding with everything about it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from app.actions import step_changes
from app.actions.doors import Desk, FindingDesk
from app.actions.queries import count_waiting, waiting
from app.findings.across import elsewhere
from app.findings.across_changes import say_of_elsewhere
from app.findings.changes import raise_finding
from app.findings.doors import FailedAnswer
from app.findings.forms import (
    Asked,
    AskToTakeOver,
    ChangeFinding,
    RaiseFinding,
    ReplyToHandOver,
    SayOfElsewhere,
)
from app.findings.owner_changes import ask_to_take_over, reply_to_hand_over
from app.findings.queries import findings, of_spot, packs_of, repeats_among, tally
from app.findings.rules import CLASS_NAMES, SHOWN_NAMES, Shown
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.queries import names
from app.suppliers.queries import sites
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
ChangeTyped = Annotated[Submitted[ChangeFinding], Depends(submitted(ChangeFinding))]
AskTyped = Annotated[Submitted[AskToTakeOver], Depends(submitted(AskToTakeOver))]
ReplyTyped = Annotated[Submitted[ReplyToHandOver], Depends(submitted(ReplyToHandOver))]
ElsewhereTyped = Annotated[Submitted[SayOfElsewhere], Depends(submitted(SayOfElsewhere))]
F = TypeVar("F", bound=BaseModel)
A_PAGE = 100


@router.get("/findings")
def index(
    request: Request, asked: Annotated[Asked, Query()], by: SignedIn, session: Db, now: Now
) -> Response:
    lang = language(request)
    seen = {site.code: site for site in sites(session, by)}
    site = seen.get(asked.site)
    if asked.site and site is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    listed = findings(
        session,
        by,
        site_id=site.id if site else None,
        owner_id=by.id if asked.mine else None,
        class_=asked.class_,
        shown=asked.shown,
        at=now,
        among=waiting() if asked.shown is Shown.WAITING else None,
        limit=A_PAGE + 1,
        after=(asked.page - 1) * A_PAGE,
    )
    return page(
        request,
        "findings/index.html",
        listed=listed[:A_PAGE],
        more=len(listed) > A_PAGE,
        first=(asked.page - 1) * A_PAGE + 1,
        asked=asked,
        site_pairs=[(one.code, one.called(lang)) for one in seen.values()],
        owners=names(session, {t.finding.owner_id for t in listed if t.finding.owner_id}),
        tally=tally(session, by, now),
        waiting=count_waiting(session, by),
        repeats=repeats_among(session, [one.finding.id for one in listed]),
        class_names=CLASS_NAMES,
        shown_names=SHOWN_NAMES,
        now=now,
    )


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


def _settled(desk: Desk, name: str, typed: Submitted[F], deed: Callable[[F], None]) -> Response:
    """Done and back on the page of the finding; else that page, with the form as it was typed."""
    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        desk.session.rollback()
        return desk.page(status, **{name: typed})
    desk.session.commit()
    return see_other(f"/findings/{desk.finding.ref}")
