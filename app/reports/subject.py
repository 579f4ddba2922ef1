"""What an order is about beside its site, looked up through whoever orders."""

from datetime import datetime

from sqlmodel import Session

from app.findings.queries import with_id as finding_with_id
from app.kit.clock import local_day
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.rules import Actor
from app.reports.changes import WHOLE, Subject
from app.reports.forms import OrderReport
from app.reports.models import Report
from app.reports.queries import seen_by_id
from app.reports.rules import ReportKind
from app.suppliers.models import Site


def subject_of(
    session: Session, form: OrderReport, site: Site, *, by: Actor, as_of: datetime
) -> Subject:
    if form.kind is ReportKind.DOSSIER:
        return _finding(session, form, site)
    if form.kind is ReportKind.DELTA:
        return _since(session, form, site, by, as_of)
    if form.kind is ReportKind.MEETING and form.audit is None:
        raise Invalid(_("Say of which audit the closing-meeting sheet is to be."))
    return WHOLE


def _finding(session: Session, form: OrderReport, site: Site) -> Subject:
    if form.finding is None:
        raise Invalid(_("Say of which finding the dossier is to be."))
    row = finding_with_id(session, form.finding)
    if row is None or row.site_id != site.id:
        raise NotFound(_("There is no such finding, or none that you may see."))
    return Subject(finding_id=row.id)


def _since(session: Session, form: OrderReport, site: Site, by: Actor, as_of: datetime) -> Subject:
    if form.since:
        earlier = seen_by_id(session, by, form.since)
        if earlier is None or earlier.site_id != site.id:
            raise NotFound(_("There is no such report of this site, or none that you may see."))
        _refuse_unless_earlier(earlier, as_of)
        return Subject(since_id=earlier.id)
    if form.since_on is None:
        raise Invalid(_("Say since which report, or since which day, the changes are to be told."))
    if form.since_on >= local_day(as_of, site.time_zone):
        raise Invalid(_("Choose a day before that of the report: changes are told since then."))
    return Subject(since_on=form.since_on)


def _refuse_unless_earlier(earlier: Report, as_of: datetime) -> None:
    if earlier.as_of >= as_of:
        raise Invalid(
            _("Report {ref} does not tell of an earlier day. Choose one that does."),
            ref=earlier.ref,
        )
