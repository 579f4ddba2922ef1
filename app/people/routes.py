from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.changes import (
    add_person,
    give_role,
    knows_password,
    note_failed_sign_in,
    refuse_guessing,
    sign_in,
    sign_out,
    speak,
)
from app.people.doors import SignedIn, cookie_name, keep_signed_in
from app.people.forms import NewGrant, NewPerson, SignInForm
from app.people.queries import (
    actor,
    grants_of,
    nobody_yet,
    people,
    person,
    person_by_email,
    sign_in_by_secret,
)
from app.people.rules import ROLE_NAMES
from app.suppliers.queries import sites, suppliers
from app.web.deps import Config, DatabaseOf, Db, Now
from app.web.pages import page
from app.web.replies import own_path, see_other
from app.web.submitted import Submitted, submitted
from app.web.words import known

router = APIRouter(include_in_schema=False)
SignInTyped = Annotated[Submitted[SignInForm], Depends(submitted(SignInForm))]
PersonTyped = Annotated[Submitted[NewPerson], Depends(submitted(NewPerson))]
YEAR = 365 * 86_400


@router.get("/sign-in")
def sign_in_page(request: Request, session: Db, config: Config) -> Response:
    form: Submitted[SignInForm] = Submitted(None, {"next": request.query_params.get("next", "/")})
    persons = people(session) if config.demo else []
    return page(
        request, "people/sign_in.html", form=form, empty=nobody_yet(session), persons=persons
    )


@router.post("/sign-in")
def enter_house(
    request: Request, form: SignInTyped, database: DatabaseOf, session: Db, now: Now, config: Config
) -> Response:
    """The password is checked before the writing session starts: hashing takes a fifth of a second."""
    typed = form.value or SignInForm(email="", password="")
    address = request.client.host if request.client else ""
    with database.reading() as reading:
        refuse_guessing(reading, email=typed.email, address=address, at=now)
        who = person_by_email(reading, typed.email)
        right = knows_password(who, typed.password)
    if who is None or not right:
        note_failed_sign_in(session, email=typed.email, address=address, at=now)
        session.commit()
        again = form.refused("password", WRONG)
        return page(
            request, "people/sign_in.html", form=again, empty=False, persons=[], status=422
        )
    by = actor(session, who, request_id=request.state.request_id)
    secret = sign_in(session, who, by=by, at=now)
    session.commit()
    return keep_signed_in(see_other(own_path(typed.next)), secret, config)


WRONG = _("The e-mail address or the password is wrong.")


@router.post("/sign-out")
def leave_house(
    request: Request, by: SignedIn, session: Db, now: Now, config: Config
) -> Response:
    found = sign_in_by_secret(session, request.cookies.get(cookie_name(config), ""))
    if found:
        sign_out(session, found[0], by=by, at=now)
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


@router.get("/me")
def me(request: Request, by: SignedIn) -> Response:
    return page(request, "people/me.html", role_names=ROLE_NAMES, grants=by.grants)


@router.get("/people")
def index(request: Request, session: Db, by: SignedIn) -> Response:
    form: Submitted[NewPerson] = Submitted()
    return _people(request, session, by, form)


@router.post("/people")
def create(
    request: Request, form: PersonTyped, session: Db, by: SignedIn, now: Now
) -> Response:
    if form.value is None:
        return _people(request, session, by, form, status=422)
    add_person(session, form.value, by=by, at=now)
    session.commit()
    return see_other("/people")


@router.post("/people/{email}/roles")
def grant(
    email: str,
    form: Annotated[Submitted[NewGrant], Depends(submitted(NewGrant))],
    session: Db,
    by: SignedIn,
    now: Now,
) -> Response:
    who = person_by_email(session, email)
    if who is None or form.value is None:
        raise NotFound(_("There is no such person, or no such role."))
    give_role(session, who, form.value, by=by, at=now)
    session.commit()
    return see_other("/people")


def _people(
    request: Request, session: Db, by: SignedIn, form: Submitted[NewPerson], *, status: int = 200
) -> Response:
    listed = people(session)
    return page(
        request,
        "people/index.html",
        people=listed,
        grants=grants_of(session, [one.id for one in listed]),
        sites={site.id: site for site in sites(session, by)},
        suppliers=suppliers(session),
        role_names=ROLE_NAMES,
        form=form,
        status=status,
    )


