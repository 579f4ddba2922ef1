"""An order from outside: its site, audit and programme looked up through whoever orders."""

from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from app.audits.queries import audit_by_id, programmes_of
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import authorise
from app.people.rules import Actor
from app.programmes.models import PackVersion
from app.programmes.queries import buyers, newest, pack_version
from app.readiness.days import end_of_day
from app.reports.changes import order_report
from app.reports.forms import OrderReport
from app.reports.models import Report
from app.reports.subject import subject_of
from app.suppliers.queries import site_by_id


def order(
    request: Request, session: Session, form: OrderReport, *, by: Actor, at: datetime
) -> Report:
    site = site_by_id(session, by, form.site)
    if site is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, by, site)
    as_of = end_of_day(form.as_of, site.time_zone, at)
    if form.audit:
        found = audit_by_id(session, by, form.audit)
        if found is None or found[0].site_id != site.id:
            raise NotFound(_("There is no such audit, or none that you may see."))
        as_of = found[0].closed_at or as_of
    return order_report(
        session,
        site,
        _pack(session, form),
        kind=form.kind,
        lang=form.lang,
        as_of=as_of,
        by=by,
        at=at,
        audit_id=form.audit,
        of=subject_of(session, form, site, by=by, as_of=as_of),
    )


def _pack(session: Session, form: OrderReport) -> PackVersion:
    """What was asked for; else the audit's first; else what the first buyer demands."""
    if form.programme:
        named = pack_version(session, form.programme)
        if named:
            return named
    frozen = programmes_of(session, form.audit) if form.audit else []
    wanted = [one.pack for one in buyers(session)]
    found = frozen or sorted(newest(session, set(wanted)), key=lambda row: wanted.index(row.pack))
    if not found:
        raise Invalid(_("No buyer demands a programme yet. Add a buyer first."))
    return found[0]
