"""The pages of those who track findings: the board, the table, the figures, the problems."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.actions.doors import WORDS as ACTION_WORDS
from app.actions.doors import FindingDesk
from app.actions.gather import Whole
from app.actions.queries import count_waiting
from app.findings.queries import Tracked, repeats_among, tally
from app.findings.rules import Step
from app.kit.errors import Refusal
from app.people.doors import SignedIn
from app.people.queries import names
from app.people.rules import Ability
from app.remediation.board import board as columns_of
from app.remediation.changes import Outcome, change_many, drop_filter, save_filter, take_back
from app.remediation.doors import WORDS, Looking, lookout
from app.remediation.forms import Asked, BulkChange, Gate, SaveFilter
from app.remediation.gate import Opening, opening, refuse_unless_next
from app.remediation.queries import (
    A_COLUMN,
    counted,
    filters,
    hands,
    listed,
    saved_filter,
    suppliers_seen,
    with_refs,
)
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.errors import status_of
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
BulkTyped = Annotated[Submitted[BulkChange], Depends(submitted(BulkChange))]
FilterTyped = Annotated[Submitted[SaveFilter], Depends(submitted(SaveFilter))]
A_PAGE = 100
AT_ONCE = 200


@router.get("/findings")
def table(looking: Looking) -> Response:
    return _table(looking)


@router.post("/findings/filters")
def keep_filter(
    request: Request, typed: FilterTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    asked = Asked.parsed(str(typed.said("asked")))

    def deed(form: SaveFilter) -> None:
        mine = {one.id for one in suppliers_seen(session, by)}
        supplier = form.supplier if form.supplier in mine else None
        save_filter(session, form, supplier=supplier, by=by, at=now)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        looking = lookout(request, asked, by, session, now)
        return _table(looking, status=status, saving=typed)
    session.commit()
    return see_other(asked.but())


@router.post("/findings/filters/{filter_id}/removal")
def forget_filter(filter_id: UUID, by: SignedIn, session: Db, now: Now) -> Response:
    drop_filter(session, saved_filter(session, filter_id), by=by, at=now)
    session.commit()
    return see_other("/findings")


@router.post("/findings/changes/preview")
def preview(request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now) -> Response:
    """What would become of each: done, told and taken back. Nothing is kept."""
    return _changed(request, typed, by, session, now, keep=False)


@router.post("/findings/changes")
def change_all(request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now) -> Response:
    return _changed(request, typed, by, session, now, keep=True)


@router.post("/findings/changes/reversal")
def undo(request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now) -> Response:
    form = typed.value or BulkChange()
    found = with_refs(session, by, form.refs)
    seen = dict(zip(form.refs, form.versions, strict=False))
    told = take_back(session, found, seen, by=by, at=now)
    session.commit()
    return _told(request, told, form, session, stage="undone")


@router.get("/board")
def board(looking: Looking, whole: Annotated[Step | None, Query()] = None) -> Response:
    """`whole`: the column of which more than its first cards are wanted."""
    at = looking.now
    columns = columns_of(looking.session, looking.by, looking.scope, at, looking.texts, whole=whole)
    return page(
        looking.request,
        "remediation/board.html",
        columns=columns,
        a_column=A_COLUMN,
        **looking.choices(),
    )


@router.get("/findings/{ref}/gate")
def gate(desk: FindingDesk, asked: Annotated[Gate, Query()]) -> Response:
    """The form by which the next step is earned; why not, if it cannot be now."""
    whole = desk.whole()
    no = _refusal(whole, asked)
    opens = opening(whole) if whole.way.next else None
    if opens and opens.action and no is None:
        return see_other(opens.address(desk.finding.ref))
    return page(
        desk.request,
        "remediation/gate.html",
        status=status_of(no) if no else HTTPStatus.OK,
        whole=whole,
        opens=opens,
        no=no,
        forms=_opened(whole, opens),
        **ACTION_WORDS,
    )


def _refusal(whole: Whole, asked: Gate) -> Refusal | None:
    try:
        refuse_unless_next(whole, asked)
    except Refusal as no:
        return no
    return None


def _opened(whole: Whole, opens: Opening | None) -> dict[str, Submitted[Gate]]:
    """An empty form stands open on its page, where the reader may fill it in."""
    may = {
        "plan": whole.may_plan,
        "found": whole.may_find_cause,
        "agree": whole.may_agree,
        "effect": whole.may_check,
        "close": whole.may_close,
    }
    return {opens.form: Submitted()} if opens and may.get(opens.form) else {}


def _table(
    looking: Looking, *, status: int = HTTPStatus.OK, saving: Submitted[SaveFilter] | None = None
) -> Response:
    session, by, asked, at = looking.session, looking.by, looking.asked, looking.now
    first = (asked.page - 1) * A_PAGE
    found = listed(session, by, looking.scope, at, limit=A_PAGE, after=first)
    return page(
        looking.request,
        "remediation/table.html",
        status=status,
        listed=found,
        n=counted(session, by, looking.scope, at),
        first=first + 1,
        a_page=A_PAGE,
        at_once=AT_ONCE,
        owners=names(session, {t.finding.owner_id for t in found if t.finding.owner_id}),
        tally=tally(session, by, at),
        waiting=count_waiting(session, by),
        repeats=repeats_among(session, [one.finding.id for one in found]),
        saved=filters(session, by),
        pairs_of_suppliers=[(str(one.id), one.name) for one in suppliers_seen(session, by)],
        may_change=any(by.may(Ability.MANAGE_FINDINGS, one.site) for one in found),
        people=[(str(id), name) for id, name in hands(session, by)],
        texts=looking.texts,
        saving=saving,
        path="/findings",
        **looking.choices(),
    )


def _changed(
    request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now, *, keep: bool
) -> Response:
    form = typed.value
    told: list[Outcome] = []

    def deed(form: BulkChange) -> None:
        told.extend(change_many(session, _chosen(request, form, by, session, now), form,
                                by=by, at=now))  # fmt: skip

    typed, status = tried(typed, deed)
    if form is None or status != HTTPStatus.OK:
        session.rollback()
        return _told(request, [], form or BulkChange(), session, typed=typed, status=status)
    if keep:
        session.commit()
    else:
        session.rollback()
    return _told(request, told, form, session, stage="done" if keep else "preview")


def _chosen(
    request: Request, form: BulkChange, by: SignedIn, session: Db, now: Now
) -> list[Tracked]:
    if not form.all:
        return with_refs(session, by, form.refs[:AT_ONCE])
    looking = lookout(request, Asked.parsed(form.back), by, session, now)
    return listed(session, by, looking.scope, now, limit=AT_ONCE)


def _told(
    request: Request,
    told: list[Outcome],
    form: BulkChange,
    session: Db,
    *,
    stage: str = "preview",
    typed: Submitted[BulkChange] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    ids = {id for one in told for id in one.owners}
    return page(
        request,
        "remediation/changes.html",
        status=status,
        told=told,
        form=form,
        typed=typed,
        stage=stage,
        back=Asked.parsed(form.back).but(),
        people=names(session, ids),
        path="/findings",
        **WORDS,
    )
