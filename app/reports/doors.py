"""The report that a request names, if the actor may know of it and do what the route does."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from pydantic import ValidationError

from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.rules import Ability
from app.reports.forms import FormOfReport, SampleAsked
from app.reports.models import Report, ReportForm, ReportSchedule
from app.reports.queries import form_by_id, report, schedule
from app.reports.sections import SECTIONS
from app.suppliers.models import Site
from app.web.deps import Db
from app.web.submitted import Submitted, problem_of


def _visible(request: Request, ref: str, actor: SignedIn, session: Db) -> tuple[Report, Site]:
    found = report(session, actor, ref)
    if found is None:
        raise NotFound(_("There is no such report, or none that you may see."))
    authorise(request, actor, found[1])
    return found


def _visible_schedule(
    request: Request, schedule_id: UUID, actor: SignedIn, session: Db
) -> tuple[ReportSchedule, Site]:
    found = schedule(session, actor, schedule_id)
    if found is None:
        raise NotFound(_("There is no such schedule, or none that you may see."))
    authorise(request, actor, found[1])
    return found


VisibleSchedule = Annotated[tuple[ReportSchedule, Site], Depends(_visible_schedule)]


def _visible_form(form_id: UUID, actor: SignedIn, session: Db) -> ReportForm:
    found = form_by_id(session, form_id)
    if found is None or not actor.may_throughout(Ability.MANAGE_SITES, found.supplier_id):
        raise NotFound(_("There is no such form, or none that you may change."))
    return found


async def _said_of_form(request: Request) -> Submitted[FormOfReport]:
    """Each part has a number, its place; one without is left out. They come as `kind.part`."""
    form = await request.form()
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    plain = {name: value for name, value in typed.items() if "." not in name and value != ""}
    try:
        return Submitted(FormOfReport.model_validate(plain | {"sections": _chosen(typed)}), typed)
    except ValidationError as error:
        return Submitted(None, typed, dict(map(problem_of, error.errors())))


def _chosen(typed: Mapping[str, str]) -> dict[str, list[str]]:
    """Only of kinds in which something was left out or moved."""
    found: dict[str, list[str]] = {}
    for kind, parts in SECTIONS.items():
        placed = {name: typed.get(f"{kind}.{name}", "").strip() for name in parts}
        numbers = {name: int(text) for name, text in placed.items() if text.isdecimal()}
        chosen = sorted(numbers, key=lambda name: numbers[name])
        if f"{kind}.{next(iter(parts))}" in typed and chosen != [*parts]:
            found[kind] = chosen
    return found


SaidOfForm = Annotated[Submitted[FormOfReport], Depends(_said_of_form)]


def _sample(form: SaidOfForm) -> SampleAsked:
    """Beside the form that it is to be shown in, its fields come as `sample.name`."""
    typed = {name: form.said(f"sample.{name}") for name in SampleAsked.model_fields}
    try:
        return SampleAsked.model_validate(typed)
    except ValidationError:
        raise Invalid(_("Choose a report, a language and a site.")) from None


WantedSample = Annotated[SampleAsked, Depends(_sample)]
VisibleForm = Annotated[ReportForm, Depends(_visible_form)]
VisibleReport = Annotated[tuple[Report, Site], Depends(_visible)]
