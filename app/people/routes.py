from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from app.actions.leave_changes import hand_everything_over
from app.actions.leaving import left_by, takers
from app.findings.rules import CLASS_NAMES
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.changes import (
    EmailTaken,
    activate,
    add_person,
    deactivate,
    end_sign_ins,
    give_role,
    knows_password,
    note_failed_sign_in,
    refuse_guessing,
    sign_in,
    sign_out,
    speak,
    take_role,
)
from app.people.doors import SignedIn, cookie_name, keep_signed_in
from app.people.forms import Deactivate, GiveRole, NewGrant, NewPerson, SignInForm
from app.people.models import Person
from app.people.queries import (
    actor,
    cast,
    grants_of,
    nobody_yet,
    person,
    person_by_email,
    signed_in,
)
from app.people.rules import ROLE_NAMES, Ability, Actor
from app.suppliers.models import Site, Supplier
from app.suppliers.queries import managed_people, site_by_id, sites, suppliers_of
from app.web.deeds import tried
from app.web.deps import Config, DatabaseOf, Db, Now
from app.web.pages import page
from app.web.replies import own_path, see_other
from app.web.submitted import Submitted, submitted
from app.web.words import known

router = APIRouter(include_in_schema=False)
SignInTyped = Annotated[Submitted[SignInForm], Depends(submitted(SignInForm))]
PersonTyped = Annotated[Submitted[NewPerson], Depends(submitted(NewPerson))]
LeaveTyped = Annotated[Submitted[Deactivate], Depends(submitted(Deactivate))]
RoleTyped = Annotated[Submitted[GiveRole], Depends(submitted(GiveRole))]
YEAR = 365 * 86_400
WRONG = _("The e-mail address or the password is wrong.")


@router.get("/sign-in")
def sign_in_page(request: Request, session: Db, config: Config) -> Response:
    form: Submitted[SignInForm] = Submitted(None, {"next": request.query_params.get("next", "/")})
    return _sign_in(request, session, config, form)


@router.post("/sign-in")
def enter_house(
    request: Request, form: SignInTyped, database: DatabaseOf, session: Db, now: Now, config: Config
) -> Response:
    """The password is checked before the writing session starts: hashing takes its time."""
    typed = form.value or SignInForm(email="", password="")
    address = request.client.host if request.client else ""
    with database.reading() as reading:
        refuse_guessing(reading, email=typed.email, address=address, at=now)
        who = person_by_email(reading, typed.email)
        right = knows_password(who, typed.password)
    if who is None or not right:
        note_failed_sign_in(session, email=typed.email, address=address, at=now)
        session.commit()
        again = form if form.value is None else form.refused("password", WRONG)
        return _sign_in(request, session, config, again, status=422)
    by = actor(session, who, request_id=request.state.request_id)
    secret = sign_in(session, who, by=by, at=now)
    session.commit()
    return keep_signed_in(see_other(own_path(typed.next)), secret, config)


def _sign_in(
    request: Request,
    session: Db,
    config: Config,
    form: Submitted[SignInForm],
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        "people/sign_in.html",
        form=form,
        empty=nobody_yet(session),
        figures=cast(session) if config.demo else [],
        role_names=ROLE_NAMES,
        status=status,
    )


@router.post("/sign-out")
def leave_house(request: Request, by: SignedIn, session: Db, now: Now, config: Config) -> Response:
    found = signed_in(session, request.cookies.get(cookie_name(config), ""))
    if found:
        sign_out(session, found, by=by, at=now)
        session.commit()
    response = see_other("/sign-in")
    response.delete_cookie(cookie_name(config), path="/", secure=config.secure, httponly=True)
    return response


@router.post("/preferences")
def choose(
    request: Request,
    session: Db,
    back: Annotated[str, Form()] = "/",
    lang: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
) -> Response:
    response = see_other(own_path(back))
    if known(lang):
        response.set_cookie("lang", lang, max_age=YEAR, samesite="lax", httponly=True)
        who = request.state.actor and person(session, request.state.actor.id)
        if who:
            speak(session, who, lang)
            session.commit()
    if theme in {"light", "dark", "auto"}:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="lax", httponly=True)
    return response


@router.get("/people")
def index(request: Request, session: Db, by: SignedIn) -> Response:
    return _people(request, session, by, Submitted())


@router.post("/people")
def create(request: Request, form: PersonTyped, session: Db, by: SignedIn, now: Now) -> Response:
    if form.value is None:
        return _people(request, session, by, form, status=422)
    try:
        who = add_person(session, form.value, by=by, at=now)
    except EmailTaken as refusal:
        again = form.refused("email", refusal.text, **refusal.parts)
        return _people(request, session, by, again, status=409)
    session.commit()
    return see_other(f"/people/{who.id}")


def _people(
    request: Request, session: Db, by: SignedIn, form: Submitted[NewPerson], *, status: int = 200
) -> Response:
    listed = sorted(managed_people(session, by), key=lambda one: not one.active)
    return page(
        request,
        "people/index.html",
        people=listed,
        grants=grants_of(session, [one.id for one in listed]),
        places=_places(session, by),
        role_names=ROLE_NAMES,
        form=form,
        status=status,
    )


def _named(id: UUID, session: Db, by: SignedIn) -> Person:
    who = person(session, id)
    if who is None or who not in managed_people(session, by):
        raise NotFound(_("There is no such person, or none that you may see."))
    return who


NamedPerson = Annotated[Person, Depends(_named)]


@router.get("/people/{id}")
def show(request: Request, who: NamedPerson, session: Db, by: SignedIn) -> Response:
    return _person(request, who, session, by, Submitted())


@router.post("/people/{id}/roles")
def grant(
    request: Request, who: NamedPerson, form: RoleTyped, session: Db, by: SignedIn, now: Now
) -> Response:
    if form.value is None:
        return _person(request, who, session, by, form, status=422)
    asked, place = _grant_of(session, by, form.value)
    give_role(session, who, asked, place=place, by=by, at=now)
    session.commit()
    return see_other(f"/people/{who.id}")


@router.post("/people/{id}/roles/{grant_id}/removal")
def ungrant(who: NamedPerson, grant_id: UUID, session: Db, by: SignedIn, now: Now) -> Response:
    held = next((g for g in grants_of(session, [who.id])[who.id] if g.id == grant_id), None)
    if held is None:
        raise NotFound(_("There is no such role of this person."))
    place = site_by_id(session, by, held.site_id) if held.site_id else None
    take_role(session, who, held, place=place, by=by, at=now)
    session.commit()
    return see_other(f"/people/{who.id}")


@router.post("/people/{id}/sign-outs")
def sign_out_everywhere(who: NamedPerson, session: Db, by: SignedIn, now: Now) -> Response:
    end_sign_ins(session, who, by=by, at=now)
    session.commit()
    return see_other(f"/people/{who.id}")


@router.get("/people/{id}/deactivation")
def ask_deactivate(request: Request, who: NamedPerson, session: Db) -> Response:
    """What they own and is open comes first: somebody takes it over."""
    return _leaving(request, who, session, Submitted())


@router.post("/people/{id}/deactivation")
def deactivate_one(
    request: Request, who: NamedPerson, typed: LeaveTyped, session: Db, by: SignedIn, now: Now
) -> Response:
    def deed(form: Deactivate) -> None:
        to = form.to and person(session, form.to)
        hand_everything_over(session, who, actor(session, to) if to else None, by=by, at=now)
        deactivate(session, who, places=_sites(session, by), by=by, at=now)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _leaving(request, who, session, typed, status=status)
    session.commit()
    return see_other(f"/people/{who.id}")


@router.post("/people/{id}/activation")
def activate_one(who: NamedPerson, session: Db, by: SignedIn, now: Now) -> Response:
    activate(session, who, places=_sites(session, by), by=by, at=now)
    session.commit()
    return see_other(f"/people/{who.id}")


def _sites(session: Db, by: Actor) -> dict[UUID, Site]:
    return {one.id: one for one in sites(session, by)}


def _leaving(
    request: Request, who: Person, session: Db, form: Submitted[Deactivate], *, status: int = 200
) -> Response:
    left = left_by(session, who)
    return page(
        request,
        "people/leave.html",
        who=who,
        left=left,
        takers=takers(session, left, who),
        class_names=CLASS_NAMES,
        form=form,
        path=f"/people/{who.id}",
        status=status,
    )


def _person(
    request: Request,
    who: Person,
    session: Db,
    by: SignedIn,
    form: Submitted[GiveRole],
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        "people/show.html",
        who=who,
        grants=grants_of(session, [who.id])[who.id],
        places=_places(session, by),
        role_names=ROLE_NAMES,
        everywhere=by.may_throughout(Ability.MANAGE_PEOPLE),
        form=form,
        status=status,
    )


def _places(session: Db, by: Actor) -> dict[UUID, Site | Supplier]:
    """What roles can be given for, suppliers first, as far as the actor sees it."""
    named: dict[UUID, Site | Supplier] = {one.id: one for one in suppliers_of(session, by)}
    return named | {site.id: site for site in sites(session, by)}


def _grant_of(session: Db, by: Actor, form: GiveRole) -> tuple[NewGrant, Site | None]:
    place = _places(session, by).get(form.place) if form.place else None
    if form.place and place is None:
        raise NotFound(_("There is no such site or supplier, or none that you may see."))
    if isinstance(place, Site):
        return NewGrant(role=form.role, site_id=place.id), place
    return NewGrant(role=form.role, supplier_id=place.id if place else None), None
