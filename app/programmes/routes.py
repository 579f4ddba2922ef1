from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.checklists.rules import said
from app.people.doors import SignedIn
from app.people.rules import Ability
from app.programmes.buyers import STATUS_NAMES, BuyerClass
from app.programmes.changes import NameTaken, add_buyer, move_buyer
from app.programmes.doors import BuyersManager, ManagedBuyer
from app.programmes.forms import MoveBuyer, NewBuyer
from app.programmes.queries import buyers, newest, opened
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(prefix="/buyers", include_in_schema=False)
NewTyped = Annotated[Submitted[NewBuyer], Depends(submitted(NewBuyer))]
MoveTyped = Annotated[Submitted[MoveBuyer], Depends(submitted(MoveBuyer))]


@router.get("")
def index(request: Request, by: SignedIn, session: Db) -> Response:
    return _list(request, by, session)


@router.get("/new")
def ask_new(request: Request, _by: BuyersManager, session: Db) -> Response:
    return _ask(request, session, Submitted())


@router.post("")
def create(request: Request, form: NewTyped, by: BuyersManager, session: Db, now: Now) -> Response:
    if form.value is None:
        return _ask(request, session, form, status=422)
    try:
        add_buyer(session, **form.value.model_dump(), by=by, at=now)
    except NameTaken as refusal:
        again = form.refused("name", refusal.text, **refusal.parts)
        return _ask(request, session, again, status=409)
    session.commit()
    return see_other("/buyers")


@router.post("/{id}/status")
def move(
    request: Request,
    row: ManagedBuyer,
    form: MoveTyped,
    by: BuyersManager,
    session: Db,
    now: Now,
) -> Response:
    if form.value is None:
        return _list(request, by, session, status=422)
    move_buyer(session, row, form.value.status, version=form.value.version, by=by, at=now)
    session.commit()
    return see_other("/buyers")


def _list(request: Request, by: SignedIn, session: Db, *, status: int = 200) -> Response:
    programmes = newest(session)
    return page(
        request,
        "programmes/index.html",
        buyers=buyers(session),
        programmes={row.pack: (row, opened(row)) for row in programmes},
        status_names=STATUS_NAMES,
        may_manage=by.may_throughout(Ability.MANAGE_BUYERS),
        said=said,
        status=status,
    )


def _ask(
    request: Request, session: Db, form: Submitted[NewBuyer], *, status: int = 200
) -> Response:
    lang = language(request)
    return page(
        request,
        "programmes/new.html",
        programmes=[(row.pack, said(opened(row).title, lang)) for row in newest(session)],
        classes=[(one.value, one.value) for one in BuyerClass],
        status_names=STATUS_NAMES,
        form=form,
        status=status,
    )
