from typing import Annotated, Any

from fastapi import APIRouter, File, Request, Response, UploadFile

from app.evidence.doors import FileStore
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.rules import Ability
from app.reports.brand import LARGEST, plain_logo, refuse_unless_readable
from app.reports.doors import VisibleForm
from app.reports.form_changes import change_form, give_logo, make_form, retire_form
from app.reports.forms import FormOfReport, NewForm, SampleWanted
from app.reports.queries import forms_of
from app.reports.sample import drawn, sample_of
from app.reports.sections import SECTIONS
from app.reports.shown import FormOut, PartOut
from app.suppliers.queries import site_by_id, suppliers
from app.web.deps import Db, Now
from app.web.pages import language
from app.web.words import said

router = APIRouter(prefix="/api/v1/reports/forms", tags=["reports"])
PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}}, "description": "A few pages"}
}


@router.get("")
def forms(by: SignedIn, session: Db) -> list[FormOut]:
    """Those in use, of the suppliers whose reports you may shape."""
    owners = [one for one in suppliers(session) if by.may_throughout(Ability.MANAGE_SITES, one.id)]
    return [FormOut.of(row) for row in forms_of(session, [one.id for one in owners])]


@router.get("/parts")
def parts(request: Request) -> list[PartOut]:
    """The parts of each kind of report that a form may leave out or put elsewhere."""
    lang = language(request)
    return [
        PartOut(kind=kind, name=name, title=said(lang, title))
        for kind, named in SECTIONS.items()
        for name, title in named.items()
    ]


@router.post("", status_code=201)
def make(form: NewForm, by: SignedIn, session: Db, now: Now) -> FormOut:
    if not by.may_throughout(Ability.MANAGE_SITES, form.supplier):
        raise NotFound(_("There is no such supplier, or none whose reports you may shape."))
    row = make_form(session, form.supplier, form, by=by, at=now)
    session.commit()
    return FormOut.of(row)


@router.get("/{form_id}")
def show(row: VisibleForm) -> FormOut:
    return FormOut.of(row)


@router.put("/{form_id}")
def change(row: VisibleForm, form: FormOfReport, by: SignedIn, session: Db, now: Now) -> FormOut:
    """All of it anew; `version` is the one that was read, so that nobody's change is lost."""
    change_form(session, row, form, by=by, at=now)
    session.commit()
    return FormOut.of(row)


@router.put("/{form_id}/logo")
def save_logo(
    row: VisibleForm,
    files: FileStore,
    by: SignedIn,
    session: Db,
    now: Now,
    logo: Annotated[UploadFile, File(description="PNG, JPEG or WebP")],
) -> FormOut:
    sha256 = files.keep(plain_logo(logo.file.read(LARGEST + 1)))
    give_logo(session, row, sha256, by=by, at=now)
    session.commit()
    return FormOut.of(row)


@router.delete("/{form_id}/logo", status_code=204)
def drop_logo(row: VisibleForm, by: SignedIn, session: Db, now: Now) -> Response:
    give_logo(session, row, None, by=by, at=now)
    session.commit()
    return Response(status_code=204)


@router.post("/{form_id}/sample", response_class=Response, responses=PDF)
def sample(
    row: VisibleForm, form: SampleWanted, files: FileStore, by: SignedIn, session: Db, now: Now
) -> Response:
    """A few pages of a true report in this form, as it would be; nothing is kept."""
    site = site_by_id(session, by, form.site)
    if site is None or site.supplier_id != row.supplier_id:
        raise NotFound(_("There is no such site, or none that you may see."))
    wanted = form.form or _as_kept(row)
    refuse_unless_readable(wanted.colour)
    job = sample_of(session, files, row, wanted, form, site, by=by, at=now)
    session.close()  # nobody waits to write while this is drawn
    return Response(drawn(job), media_type="application/pdf")


@router.delete("/{form_id}", status_code=204)
def retire(row: VisibleForm, by: SignedIn, session: Db, now: Now) -> Response:
    """Give it up; reports and schedules that have it keep it."""
    retire_form(session, row, by=by, at=now)
    session.commit()
    return Response(status_code=204)


def _as_kept(row: VisibleForm) -> FormOfReport:
    return FormOfReport.model_validate(row.model_dump(include={*FormOfReport.model_fields}))
