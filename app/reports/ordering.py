"""An order from outside: its site, audit and programme looked up through whoever orders."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fastapi import Request
from sqlmodel import Session

from app.audits.models import Audit
from app.audits.queries import audit_by_id, programmes_of
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import authorise
from app.people.rules import Actor
from app.programmes.models import PackVersion
from app.programmes.queries import demands, pack_version
from app.readiness.days import end_of_day
from app.reports.changes import Manner, order_report
from app.reports.forms import FormOfReport, OrderReport
from app.reports.models import Report, ReportForm
from app.reports.outfit import Outfit
from app.reports.queries import form_of, seen_by_id
from app.reports.rules import Paper, ReportKind, usual_paper
from app.reports.subject import subject_of
from app.suppliers.models import Site
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
        if form.kind is not ReportKind.DOSSIER:  # a finding lives on when its audit has ended
            as_of = ended_at(found[0], form.kind, site, at) or as_of
    return order_report(
        session,
        site,
        pack_of(session, form, by),
        kind=form.kind,
        lang=form.lang,
        as_of=as_of,
        by=by,
        at=at,
        audit_id=form.audit,
        of=subject_of(session, form, site, by=by, as_of=as_of),
        manner=manner_of(session, site, form.kind, form_id=form.form, paper=form.paper),
    )


def ended_at(audit: Audit, kind: ReportKind, site: Site, at: datetime) -> datetime | None:
    """When the audit closed; what is signed at its closing meeting tells no later day than that."""
    closed, met = audit.closed_at, audit.closing_meeting_on
    if kind is not ReportKind.MEETING or met is None or closed is None:
        return closed
    return min(closed, end_of_day(met, site.time_zone, at))


def manner_of(
    session: Session,
    site: Site,
    kind: ReportKind,
    *,
    form_id: UUID | None,
    paper: Paper | None = None,
    schedule_id: UUID | None = None,
    period: str = "",
) -> Manner:
    """A form of the site's supplier as it is now; the paper that was asked for goes before it."""
    kept = schedule_id is not None
    row = form_of(session, site.supplier_id, form_id, retired=kept) if form_id else None
    if form_id and row is None:
        raise NotFound(_("There is no such form of a report, or not for this supplier."))
    outfit = outfit_of(row, kind, logo=row.logo) if row else Outfit(paper=usual_paper(site.country))
    if row and row.paper is None:
        outfit = replace(outfit, paper=usual_paper(site.country))
    return Manner(
        outfit=replace(outfit, paper=paper) if paper else outfit,
        form_id=form_id,
        schedule_id=schedule_id,
        period=period,
    )


def pack_of(session: Session, form: OrderReport, by: Actor) -> PackVersion:
    """What was asked for, else the earlier report's, else the audit's, else the first buyer's."""
    if form.programme:
        named = pack_version(session, form.programme)
        if named:
            return named
    earlier = seen_by_id(session, by, form.since) if form.since else None
    if earlier and (its_own := pack_version(session, earlier.pack_version_id)):
        return its_own
    frozen = programmes_of(session, form.audit) if form.audit else []
    found = frozen or [row for _buyer, row in demands(session)]
    if not found:
        raise Invalid(_("No buyer demands a programme yet. Add a buyer first."))
    return found[0]


def outfit_of(form: ReportForm | FormOfReport, kind: ReportKind, *, logo: str | None) -> Outfit:
    """What a form, as it is kept or as it is typed, says of reports of this kind."""
    sections = form.sections.get(kind)
    return Outfit(
        paper=form.paper or Paper.A4,
        colour=form.colour.lower(),
        logo=logo or "",
        cover=_told(form.cover_en, form.cover_zh),
        footer=_told(form.footer_en, form.footer_zh),
        sections=None if sections is None else tuple(sections),
    )


def _told(en: str, zh: str) -> dict[str, str]:
    return {lang: text for lang, text in (("en", en), ("zh", zh)) if text}
