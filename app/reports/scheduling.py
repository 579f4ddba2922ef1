"""A schedule from outside: its site, form and readers looked up through whoever makes it."""

from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from app.kit.errors import Conflict, NotFound
from app.kit.words import mark as _
from app.people.doors import authorise
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.reports.forms import MakeSchedule
from app.reports.models import Report, ReportSchedule
from app.reports.ordering import manner_of
from app.reports.schedule_changes import make_schedule
from app.reports.turns import ordered
from app.suppliers.models import Site
from app.suppliers.queries import site_by_id

NOW = "n"  # turns that a person asked for


def schedule(
    request: Request, session: Session, form: MakeSchedule, *, by: Actor, at: datetime
) -> ReportSchedule:
    site = site_by_id(session, by, form.site)
    if site is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, by, site)
    manner_of(session, site, form.kind, form_id=form.form)  # or there is no such form
    may = {one.id: one for one in actors_at(session, site, Ability.READ)}
    readers = [may[id] for id in form.readers if id in may]
    if len(readers) < len(form.readers):
        raise NotFound(_("One of these persons is not there, or may not see this site."))
    return make_schedule(
        session,
        site,
        kind=form.kind,
        lang=form.lang,
        form_id=form.form,
        every=form.every,
        day=form.day,
        readers=readers,
        by=by,
        at=at,
    )


def run_now(session: Session, row: ReportSchedule, site: Site, *, at: datetime) -> Report:
    """Beside its turns; once a minute."""
    if row.ended_at:
        raise Conflict(_("This schedule has ended already."))
    report = ordered(session, row, site, f"{NOW}{at:%y%m%d%H%M}", at=at)
    if report is None:
        raise Conflict(_("This report cannot be drawn now. Order it by hand to see why."))
    return report
