"""The register of good practices and good news."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from app.checklists.queries import edition, latest_edition
from app.evidence.changes import bring_evidence
from app.evidence.shown import EvidenceOut
from app.kit.errors import NotFound
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.rules import Ability, Actor
from app.practices.changes import say_done, take_over, tell_practice, withdraw_practice
from app.practices.doors import EntryHere, NewEntry, OwnEntry, TakeoverHere, site_chosen
from app.practices.forms import Asked, SayDone, TakeOver, TellPractice, WithdrawPractice
from app.practices.queries import Entry, practices
from app.practices.rules import KIND_NAMES
from app.suppliers.queries import sites
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
TakeTyped = Annotated[Submitted[TakeOver], Depends(submitted(TakeOver))]
DoneTyped = Annotated[Submitted[SayDone], Depends(submitted(SayDone))]
WithdrawTyped = Annotated[Submitted[WithdrawPractice], Depends(submitted(WithdrawPractice))]
F = TypeVar("F", bound=BaseModel)
A_PAGE = 50


@router.get("/practices")
def index(
    request: Request, asked: Annotated[Asked, Query()], by: SignedIn, session: Db
) -> Response:
    lang = language(request)
    seen = {site.code: site for site in sites(session, by)}
    site = seen.get(asked.site)
    if asked.site and site is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    listed = practices(
        session,
        by,
        kind=asked.kind,
        site_id=site.id if site else None,
        said=asked.q,
        limit=A_PAGE + 1,
        after=(asked.page - 1) * A_PAGE,
    )
    return page(
        request,
        "practices/index.html",
        listed=listed[:A_PAGE],
        more=len(listed) > A_PAGE,
        first=(asked.page - 1) * A_PAGE + 1,
        asked=asked,
        site_pairs=[(one.code, one.called(lang)) for one in seen.values()],
        kind_names=KIND_NAMES,
        may_tell=by.may_somewhere(Ability.ACT) or by.may_somewhere(Ability.RAISE_FINDING),
    )


@router.get("/practices/new")
def ask_new(
    request: Request, by: SignedIn, session: Db, kind: str = "practice", site: str = ""
) -> Response:
    return _ask(request, by, session, Submitted(typed={"kind": kind, "site": site}))


@router.post("/practices")
def tell(request: Request, told: NewEntry, by: SignedIn, session: Db, now: Now) -> Response:
    """The words are taken in first: the files are kept before anybody starts to write."""
    form, site = site_chosen(request, by, session, told.form)
    latest = latest_edition(session)
    known = edition(session, latest.id) if latest else None
    made: list[str] = []

    def deed(form: TellPractice) -> None:
        assert site is not None  # noqa: S101 - else the form has no value
        brought = [
            bring_evidence(session, site, file, id=new_id(), by=by, at=now).id
            for file in told.files
        ]
        whole = form.model_copy(update={"evidence": (*form.evidence, *brought)})
        made.append(str(tell_practice(session, site, known, whole, by=by, at=now).id))

    form, status = tried(form, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _ask(request, by, session, form, status=status)
    session.commit()
    return see_other(f"/practices/{made[0]}")


@router.get("/practices/{practice_id}")
def show(request: Request, one: EntryHere, by: SignedIn, session: Db) -> Response:
    return _page(request, one, by, session)


@router.post("/practices/{practice_id}/takeovers")
def take(
    request: Request, one: EntryHere, typed: TakeTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    typed, site = site_chosen(request, by, session, typed)

    def deed(form: TakeOver) -> None:
        assert site is not None  # noqa: S101 - else the form has no value
        take_over(session, one, site, form, by=by, at=now)

    return _settled(request, one, by, session, "take", typed, deed)


@router.post("/practices/{practice_id}/takeovers/{takeover_id}/done")
def done(
    request: Request,
    one: EntryHere,
    taken: TakeoverHere,
    typed: DoneTyped,
    by: SignedIn,
    session: Db,
    now: Now,
) -> Response:
    def deed(form: SayDone) -> None:
        say_done(session, one, taken, form, by=by, at=now)

    return _settled(request, one, by, session, f"done-{taken.row.id}", typed, deed)


@router.post("/practices/{practice_id}/withdrawal")
def withdraw(
    request: Request, one: OwnEntry, typed: WithdrawTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: WithdrawPractice) -> None:
        withdraw_practice(session, one, form, by=by, at=now)

    return _settled(request, one, by, session, "withdraw", typed, deed)


def _settled(
    request: Request,
    one: Entry,
    by: Actor,
    session: Db,
    name: str,
    typed: Submitted[F],
    deed: Callable[[F], None],
) -> Response:
    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _page(request, one, by, session, status=status, **{name: typed})
    session.commit()
    return see_other(f"/practices/{one.practice.id}")


def _ask(
    request: Request,
    by: Actor,
    session: Db,
    form: Submitted[TellPractice],
    *,
    status: int = 200,
) -> Response:
    lang, latest = language(request), latest_edition(session)
    items = edition(session, latest.id).items if latest else ()
    mine = [one for one in sites(session, by) if by.may(Ability.BRING_EVIDENCE, one)]
    return page(
        request,
        "practices/new.html",
        status=status,
        form=form,
        site_pairs=[(str(one.id), one.called(lang)) for one in mine],
        item_pairs=[(one.id, one.said(lang).title) for one in items],
        kind_names=KIND_NAMES,
        path="/practices/new",
    )


def _page(
    request: Request,
    one: Entry,
    by: Actor,
    session: Db,
    *,
    status: int = 200,
    **forms: Submitted[F],
) -> Response:
    lang = language(request)
    taken = {one.practice.site_id, *(each.site.id for each in one.takeovers)}
    free = [s for s in sites(session, by) if s.id not in taken and by.may(Ability.ACT, s)]
    return page(
        request,
        "practices/show.html",
        status=status,
        one=one,
        files=[EvidenceOut.of(file) for file in one.files],
        forms=forms,
        free_pairs=[(str(s.id), s.called(lang)) for s in free],
        mine={each.row.id for each in one.takeovers if by.may(Ability.ACT, each.site)},
        may_withdraw=by.may(Ability.MANAGE_FINDINGS, one.site) and one.withdrawal is None,
        kind_names=KIND_NAMES,
        path=f"/practices/{one.practice.id}",
    )
