from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.reports.brand import refuse_unless_readable
from app.reports.forms import FormOfReport
from app.reports.models import ReportForm
from app.reports.queries import forms_of
from app.trail.changes import record
from app.trail.rules import Author


def make_form(
    session: Session, supplier_id: UUID, said: FormOfReport, *, by: Author, at: datetime
) -> ReportForm:
    row = ReportForm(supplier_id=supplier_id, name=said.name, made_by=by.name, made_at=at)
    _fill(session, row, said)
    session.add(row)
    record(session, "form.made", on=str(row.id), by=by, at=at, form=_told(row))
    return row


def change_form(
    session: Session, row: ReportForm, said: FormOfReport, *, by: Author, at: datetime
) -> None:
    """Reports ordered before keep the form as it was then."""
    if said.version != row.version:
        raise Conflict(_("Somebody has changed this form meanwhile. Load it again."))
    row.version += 1
    _fill(session, row, said)
    session.add(row)
    record(session, "form.changed", on=str(row.id), by=by, at=at, form=_told(row))


def give_logo(
    session: Session, row: ReportForm, sha256: str | None, *, by: Author, at: datetime
) -> None:
    row.logo = sha256
    session.add(row)
    record(session, "form.logo", on=str(row.id), by=by, at=at, logo=sha256)


def retire_form(session: Session, row: ReportForm, *, by: Author, at: datetime) -> None:
    row.retired_at = at
    session.add(row)
    record(session, "form.retired", on=str(row.id), by=by, at=at)


def _fill(session: Session, row: ReportForm, said: FormOfReport) -> None:
    refuse_unless_readable(said.colour)
    others = [one for one in forms_of(session, [row.supplier_id]) if one.id != row.id]
    if said.name in {one.name for one in others}:
        raise Conflict(TAKEN, name=said.name)
    row.name, row.paper, row.colour = said.name, said.paper, said.colour.lower()
    row.cover_en, row.cover_zh = said.cover_en, said.cover_zh
    row.footer_en, row.footer_zh = said.footer_en, said.footer_zh
    row.sections = {str(kind): chosen for kind, chosen in said.sections.items()}


def _told(row: ReportForm) -> dict[str, object]:
    named = ("name", "paper", "colour", "cover_en", "cover_zh", "footer_en", "footer_zh")
    return {name: getattr(row, name) for name in named} | {"sections": row.sections}


TAKEN = _("There is a form named {name} already. Choose another name.")
