from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.checklists.queries import edition, latest_edition
from app.checklists.rules import Category, Edition, said
from app.people.doors import SignedIn
from app.people.rules import Ability, Actor
from app.programmes.buyer_forms import ContactForm, EditBuyer, RemoveContact, SetMilestone
from app.programmes.buyers import STATUS_NAMES, STEP_NAMES, BuyerClass, Step
from app.programmes.changes import (
    NameTaken,
    NotLoaded,
    NotYet,
    add_buyer,
    add_contact,
    edit_buyer,
    edit_contact,
    move_buyer,
    remove_contact,
    set_milestone,
)
from app.programmes.coverage import Coverage, coverage
from app.programmes.doors import BuyersManager, KnownBuyer, ManagedBuyer, ManagedContact
from app.programmes.forms import MoveBuyer, NewBuyer
from app.programmes.models import Buyer
from app.programmes.queries import (
    buyers,
    contacts,
    demanded,
    demands,
    milestones,
    newest,
    opened,
    versions,
)
from app.readiness.rules import item_fact
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
NewTyped = Annotated[Submitted[NewBuyer], Depends(submitted(NewBuyer))]
MoveTyped = Annotated[Submitted[MoveBuyer], Depends(submitted(MoveBuyer))]
EditTyped = Annotated[Submitted[EditBuyer], Depends(submitted(EditBuyer))]
StepTyped = Annotated[Submitted[SetMilestone], Depends(submitted(SetMilestone))]
ContactTyped = Annotated[Submitted[ContactForm], Depends(submitted(ContactForm))]
RemoveTyped = Annotated[Submitted[RemoveContact], Depends(submitted(RemoveContact))]


@router.get("/buyers")
def index(request: Request, by: SignedIn, session: Db) -> Response:
    return _list(request, by, session)


@router.get("/buyers/new")
def ask_new(request: Request, _by: BuyersManager, session: Db) -> Response:
    return _ask(request, session, Submitted())


@router.post("/buyers")
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


@router.post("/buyers/{id}/status")
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


@router.get("/buyers/{id}")
def show(request: Request, row: KnownBuyer, by: SignedIn, session: Db, now: Now) -> Response:
    return _buyer(request, row, by, session, now)


@router.get("/buyers/{id}/edit")
def ask_edit(request: Request, row: ManagedBuyer, session: Db) -> Response:
    typed = row.model_dump() | {"class": row.class_, "pack_version": row.pack_version_id}
    return _edit(request, row, session, Submitted(None, typed))


@router.post("/buyers/{id}")
def edit(
    request: Request, row: ManagedBuyer, form: EditTyped, by: BuyersManager, session: Db, now: Now
) -> Response:
    if form.value is None:
        return _edit(request, row, session, form, status=422)
    try:
        edit_buyer(session, row, form.value, by=by, at=now)
    except NameTaken as refusal:
        again = form.refused("name", refusal.text, **refusal.parts)
        return _edit(request, row, session, again, status=409)
    except NotLoaded as refusal:
        again = form.refused("pack_version", refusal.text, **refusal.parts)
        return _edit(request, row, session, again, status=422)
    session.commit()
    return see_other(f"/buyers/{row.id}")


@router.post("/buyers/{id}/milestones/{step}")
def plan_step(
    request: Request,
    row: ManagedBuyer,
    step: Step,
    form: StepTyped,
    by: BuyersManager,
    session: Db,
    now: Now,
) -> Response:
    if form.value is None:
        return _buyer(request, row, by, session, now, status=422, step=(step, form))
    try:
        set_milestone(session, row, step, form.value, by=by, at=now)
    except NotYet as refusal:
        again = form.refused("reached_on", refusal.text, **refusal.parts)
        return _buyer(request, row, by, session, now, status=422, step=(step, again))
    session.commit()
    return see_other(f"/buyers/{row.id}#milestones")


@router.post("/buyers/{id}/contacts")
def create_contact(
    request: Request,
    row: ManagedBuyer,
    form: ContactTyped,
    by: BuyersManager,
    session: Db,
    now: Now,
) -> Response:
    if form.value is None:
        return _buyer(request, row, by, session, now, status=422, contact=(None, form))
    add_contact(session, row, form.value, by=by, at=now)
    session.commit()
    return see_other(f"/buyers/{row.id}#contacts")


@router.post("/buyers/{id}/contacts/{contact_id}")
def change_contact(
    request: Request,
    row: ManagedBuyer,
    one: ManagedContact,
    form: ContactTyped,
    by: BuyersManager,
    session: Db,
    now: Now,
) -> Response:
    if form.value is None:
        return _buyer(request, row, by, session, now, status=422, contact=(one.id, form))
    edit_contact(session, row, one, form.value, by=by, at=now)
    session.commit()
    return see_other(f"/buyers/{row.id}#contacts")


@router.post("/buyers/{id}/contacts/{contact_id}/removal")
def end_contact(
    request: Request,
    row: ManagedBuyer,
    one: ManagedContact,
    form: RemoveTyped,
    by: BuyersManager,
    session: Db,
    now: Now,
) -> Response:
    if form.value is None:
        return _buyer(request, row, by, session, now, status=422)
    remove_contact(session, row, one, version=form.value.version, by=by, at=now)
    session.commit()
    return see_other(f"/buyers/{row.id}#contacts")


def _buyer(  # noqa: PLR0913 - the page with whichever form was refused
    request: Request,
    row: Buyer,
    by: Actor,
    session: Db,
    now: datetime,
    *,
    status: int = 200,
    step: tuple[Step, Submitted[SetMilestone]] | None = None,
    contact: tuple[UUID | None, Submitted[ContactForm]] | None = None,
) -> Response:
    demand = next((pack for one, pack in demands(session) if one.id == row.id), None)
    stands = milestones(session, [row.id])[row.id]
    return page(
        request,
        "programmes/buyer.html",
        buyer=row,
        demand=demand,
        pack=opened(demand) if demand else None,
        way=[(one, stands.get(one)) for one in Step],
        step_names=STEP_NAMES,
        status_names=STATUS_NAMES,
        contacts=contacts(session, row.id),
        today=now.date(),
        may_manage=by.may_throughout(Ability.MANAGE_BUYERS),
        refused_step=step,
        refused_contact=contact,
        said=said,
        status=status,
    )


def _edit(
    request: Request, row: Buyer, session: Db, form: Submitted[EditBuyer], *, status: int = 200
) -> Response:
    lang, listed = language(request), versions(session)
    latest = {one.pack: one for one in reversed(listed)}
    return page(
        request,
        "programmes/edit.html",
        buyer=row,
        programmes=[(pack, said(opened(one).title, lang)) for pack, one in sorted(latest.items())],
        versions=[(one.id, f"{said(opened(one).title, lang)} {one.version}") for one in listed],
        classes=[(one.value, one.value) for one in BuyerClass],
        status_names=STATUS_NAMES,
        form=form,
        status=status,
    )


@router.get("/programmes/coverage")
def compare(
    request: Request,
    session: Db,
    first: Annotated[str, Query(max_length=60)] = "",
    second: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """How much of what the second programme asks is answered by the first, item by item."""
    loaded = {row.pack: row for row in newest(session)}
    wanted = [row.pack for row in demanded(session)] + list(loaded)
    one = first if first in loaded else next((x for x in wanted if x != second), "")
    other = second if second in loaded else next((x for x in wanted if x != one), "")
    latest = latest_edition(session)
    checklist = edition(session, latest.id) if latest else None
    found = None
    if checklist and one and other:
        items = [item_fact(item) for item in checklist.items]
        found = coverage(opened(loaded[one]), opened(loaded[other]), items)
    return page(
        request,
        "programmes/coverage.html",
        found=found,
        first=opened(loaded[one]) if one else None,
        second=opened(loaded[other]) if other else None,
        titles={i.id: i.said(language(request)).title for i in checklist.items}
        if checklist
        else {},
        groups=_by_category(checklist, found) if checklist and found else [],
        programmes=[(id, said(opened(row).title, language(request))) for id, row in loaded.items()],
        said=said,
    )


def _by_category(
    checklist: Edition, found: Coverage
) -> list[tuple[Category | None, dict[str, list[str]]]]:
    """Who asks for which items of each category; those of a programme's own come last."""
    at = {item.id: category for category in checklist.categories for item in category.items}
    kinds = {"both": found.both, "first": found.only_first, "second": found.only_second}
    return [
        (category, {kind: [x for x in ids if at.get(x) is category] for kind, ids in kinds.items()})
        for category in [*checklist.categories, None]
    ]


def _list(request: Request, by: SignedIn, session: Db, *, status: int = 200) -> Response:
    listed, programmes = buyers(session), newest(session)
    return page(
        request,
        "programmes/index.html",
        buyers=listed,
        demanded={one.id: (row, opened(row)) for one, row in demands(session)},
        programmes=[(row, opened(row)) for row in programmes],
        way=milestones(session, [one.id for one in listed]),
        step_names=STEP_NAMES,
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
