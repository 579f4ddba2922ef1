from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse

from app.evidence.doors import FileStore
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.rules import Ability, Actor
from app.reports.brand import LARGEST, plain_logo, refuse_unless_readable
from app.reports.doors import SaidOfForm, VisibleForm, WantedSample
from app.reports.form_changes import change_form, give_logo, make_form, retire_form
from app.reports.forms import FormOfReport
from app.reports.models import ReportForm
from app.reports.queries import forms_of
from app.reports.rules import OF_SITE, ReportKind
from app.reports.sample import drawn, sample_of
from app.reports.sections import SECTIONS
from app.reports.wording import WORDS
from app.suppliers.queries import site_by_id, sites, suppliers
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted

router = APIRouter(prefix="/reports", include_in_schema=False)


@router.get("/forms")
def forms(request: Request, by: SignedIn, session: Db) -> Response:
    return _forms(request, session, by)


@router.post("/forms")
def make_one(
    request: Request,
    form: SaidOfForm,
    by: SignedIn,
    session: Db,
    now: Now,
    supplier: Annotated[UUID, Query()],
) -> Response:
    if not by.may_throughout(Ability.MANAGE_SITES, supplier):
        raise NotFound(_("There is no such supplier, or none whose reports you may shape."))
    if form.value is None:
        return _forms(request, session, by, form)
    row = make_form(session, supplier, form.value, by=by, at=now)
    session.commit()
    return see_other(f"/reports/forms/{row.id}")


@router.get("/forms/{form_id}")
def show_form(request: Request, row: VisibleForm, session: Db, by: SignedIn) -> Response:
    return _form(request, row, session, by)


@router.post("/forms/{form_id}")
def save_form(
    request: Request, row: VisibleForm, form: SaidOfForm, by: SignedIn, session: Db, now: Now
) -> Response:
    if form.value is None:
        return _form(request, row, session, by, form)
    try:
        change_form(session, row, form.value, by=by, at=now)
    except Invalid as no:
        return _form(request, row, session, by, form.refused("colour", no.text, **no.parts))
    session.commit()
    return see_other(f"/reports/forms/{row.id}")


@router.post("/forms/{form_id}/sample")
def sample(  # noqa: PLR0913, PLR0917 - the form, what is shown in it, and who looks
    request: Request,
    row: VisibleForm,
    form: SaidOfForm,
    asked: WantedSample,
    files: FileStore,
    by: SignedIn,
    session: Db,
    now: Now,
) -> Response:
    site = site_by_id(session, by, asked.site)
    if site is None or site.supplier_id != row.supplier_id:
        raise NotFound(_("There is no such site, or none that you may see."))
    if form.value is None:
        return _form(request, row, session, by, form)
    try:
        refuse_unless_readable(form.value.colour)
    except Invalid as no:
        return _form(request, row, session, by, form.refused("colour", no.text, **no.parts))
    job = sample_of(session, files, row, form.value, asked, site, by=by, at=now)
    session.close()  # nobody waits to write while this is drawn
    return Response(drawn(job), media_type="application/pdf")


@router.post("/forms/{form_id}/logo")
def save_logo(
    row: VisibleForm,
    files: FileStore,
    by: SignedIn,
    session: Db,
    now: Now,
    logo: Annotated[UploadFile, File()],
) -> Response:
    """An empty field takes the logo away."""
    content = logo.file.read(LARGEST + 1)
    give_logo(session, row, files.keep(plain_logo(content)) if content else None, by=by, at=now)
    session.commit()
    return see_other(f"/reports/forms/{row.id}")


@router.get("/forms/{form_id}/logo")
def logo(row: VisibleForm, files: FileStore) -> Response:
    if row.logo is None:
        raise NotFound(_("This form has no logo."))
    return FileResponse(files.path(row.logo), media_type="image/png")


@router.post("/forms/{form_id}/retirement")
def retire(row: VisibleForm, by: SignedIn, session: Db, now: Now) -> Response:
    retire_form(session, row, by=by, at=now)
    session.commit()
    return see_other("/reports/forms")


def _forms(
    request: Request,
    session: Db,
    by: Actor,
    form: Submitted[FormOfReport] | None = None,
) -> Response:
    owners = [one for one in suppliers(session) if by.may_throughout(Ability.MANAGE_SITES, one.id)]
    return page(
        request,
        "reports/forms.html",
        forms=forms_of(session, [one.id for one in owners]),
        suppliers=owners,
        form=form,
        status=422 if form else 200,
        **WORDS,
    )


def _form(
    request: Request,
    row: ReportForm,
    session: Db,
    by: Actor,
    form: Submitted[FormOfReport] | None = None,
) -> Response:
    here = [one for one in sites(session, by) if one.supplier_id == row.supplier_id]
    return page(
        request,
        "reports/form.html",
        row=row,
        form=form,
        sites=here,
        samples=OF_SITE,
        sections={kind: _placed(row, kind) for kind in SECTIONS},
        status=422 if form else 200,
        **WORDS,
    )


def _placed(row: ReportForm, kind: ReportKind) -> list[tuple[str, str, int | None]]:
    """Each part with its name and place: the chosen ones in their order, then the others."""
    parts = SECTIONS[kind]
    chosen = row.sections.get(kind, [*parts])
    left_out = [name for name in parts if name not in chosen]
    told = [(name, parts[name], n) for n, name in enumerate(chosen, 1) if name in parts]
    return [*told, *((name, parts[name], None) for name in left_out)]
