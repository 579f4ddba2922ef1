"""Filters that are kept, and many findings changed at once: shown first, done, taken back."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.findings.queries import Tracked
from app.people.doors import SignedIn
from app.people.queries import names
from app.remediation.changes import Outcome, change_many, drop_filter, save_filter, take_back
from app.remediation.doors import WORDS, lookout
from app.remediation.forms import Asked, BulkChange, SaveFilter
from app.remediation.gather import AT_ONCE, table_of
from app.remediation.queries import listed, saved_filter, suppliers_seen, with_refs
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
BulkTyped = Annotated[Submitted[BulkChange], Depends(submitted(BulkChange))]
FilterTyped = Annotated[Submitted[SaveFilter], Depends(submitted(SaveFilter))]


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
        told = table_of(looking, saving=typed)
        return page(request, "remediation/table.html", status=status, path="/findings", **told)
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


def _changed(
    request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now, *, keep: bool
) -> Response:
    form = typed.value
    told: list[Outcome] = []

    def deed(form: BulkChange) -> None:
        told.extend(change_many(session, _chosen(request, form, by, session, now), form,
                                by=by, at=now))  # fmt: skip
        if not keep:
            _refuse_as_one(told)

    typed, status = tried(typed, deed)
    if form is None or status != HTTPStatus.OK:
        session.rollback()
        asked = Asked.parsed(str(typed.said("back")))
        table = table_of(lookout(request, asked, by, session, now), bulk=typed)
        return page(request, "remediation/table.html", status=status, path="/findings", **table)
    if keep:
        session.commit()
    else:
        session.rollback()
    return _told(request, told, form, session, stage="done" if keep else "preview")


def _refuse_as_one(told: list[Outcome]) -> None:
    """The same stands in the way of each: said once, beside all that was chosen and typed."""
    no = told[0].no
    if no and all(one.no and (one.no.text, one.no.parts) == (no.text, no.parts) for one in told):
        raise no


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
    stage: str,
) -> Response:
    ids = {id for one in told for id in one.owners}
    return page(
        request,
        "remediation/changes.html",
        told=told,
        form=form,
        stage=stage,
        back=Asked.parsed(form.back).but(),
        people=names(session, ids),
        path="/findings",
        **WORDS,
    )
