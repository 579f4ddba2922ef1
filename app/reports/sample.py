"""How a form looks before it is saved: a few pages of a true report, drawn while somebody waits.

A sample is no report: it has no reference, is not kept, and the trail knows nothing of it.
"""

import tempfile
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from app.evidence.files import Files
from app.kit.errors import Invalid, Unavailable
from app.kit.words import mark as _
from app.people.rules import Actor
from app.reports.document import (
    Document,
    GapCategory,
    GapDocument,
    GapItem,
    GapSection,
    PlanDocument,
)
from app.reports.drawer import job_of
from app.reports.forms import FormOfReport, OrderReport, SampleAsked
from app.reports.models import Report, ReportForm
from app.reports.ordering import outfit_of, pack_of
from app.reports.press import Job, Limits, draw
from app.reports.rules import OrderStatus, usual_paper
from app.reports.told import NothingYet
from app.reports.tongues import gathered
from app.suppliers.models import Site
from app.trail.queries import checkpoint
from app.web.words import said as translated

LIMITS = Limits(wall_seconds=30, cpu_seconds=20)
WAIT = 20.0
FEW, SOME = 3, 6
CALLED = _("SAMPLE")
ONE_AT_A_TIME = threading.Lock()


def sample_of(  # noqa: PLR0913 - what is to be shown, of where, for whom
    session: Session,
    files: Files,
    row: ReportForm,
    said: FormOfReport,
    asked: SampleAsked,
    site: Site,
    *,
    by: Actor,
    at: datetime,
) -> Job:
    """Of the form as it is typed, with the logo that it has."""
    outfit = outfit_of(said, asked.kind, logo=row.logo)
    outfit = replace(outfit, paper=said.paper or usual_paper(site.country))
    wanted = OrderReport(kind=asked.kind, lang=asked.lang, site=site.id)
    report = Report(
        ref=translated(asked.lang, CALLED),
        kind=asked.kind,
        lang=asked.lang,
        site_id=site.id,
        pack_version_id=pack_of(session, wanted, by).id,
        as_of=at,
        known_at=at,
        status=OrderStatus.DRAWING,
        asked_by=by.name,
        asked_at=at,
        trail_root=checkpoint(session).root,
        paper=outfit.paper,
        form=outfit.plain(),
    )
    try:
        document, chinese = gathered(session, report)
    except NothingYet:
        raise Invalid(_("Site {code} had no audit by that day."), code=site.code) from None
    return job_of(files, report, few(document), chinese and few(chinese), Path())


def drawn(job: Job) -> bytes:
    """The PDF. Samples wait for one another, so that they cannot take the machine from reports."""
    if not ONE_AT_A_TIME.acquire(timeout=WAIT):
        raise Unavailable(_("Others are looking at samples. Try again in a moment."))
    try:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "sample.pdf"
            draw(replace(job, out=out, draft=True), limits=LIMITS)
            return out.read_bytes()
    finally:
        ONE_AT_A_TIME.release()


def few(document: Document) -> Document:
    """Every part of the report, but only the first of what it lists."""
    if isinstance(document, GapDocument):
        return _few_items(document)
    if isinstance(document, PlanDocument):
        return replace(
            document,
            missed=document.missed[:FEW],
            late_tasks=document.late_tasks[:FEW],
            unverified=document.unverified[:FEW],
            schedule=document.schedule[:SOME],
            owners=tuple(replace(one, cases=one.cases[:1]) for one in document.owners[:FEW]),
            eights=document.eights[:1],
            unbegun=document.unbegun[:FEW],
        )
    return document


def _few_items(document: GapDocument) -> GapDocument:
    """Rather those with a finding: a form has to look well around them too."""
    with_finding = tuple(one for one in document.categories if any(map(_found, one.sections)))
    categories = tuple(map(_few_sections, (with_finding or document.categories)[:FEW]))
    sections = [section for category in categories for section in category.sections]
    shown = {item.id for section in sections for item in section.items}
    return replace(
        document,
        categories=categories,
        findings=tuple(one for one in document.findings if one.item in shown),
        not_applicable=document.not_applicable[:SOME],
        unseen=document.unseen[:SOME],
    )


def _few_sections(category: GapCategory) -> GapCategory:
    sections = sorted(category.sections, key=_found, reverse=True)[:1]
    return replace(category, sections=tuple(map(_few_of, sections)))


def _few_of(section: GapSection) -> GapSection:
    """In their order."""
    chosen = sorted(section.items, key=_has_finding, reverse=True)[:FEW]
    return replace(section, items=tuple(one for one in section.items if one in chosen))


def _found(section: GapSection) -> bool:
    return any(map(_has_finding, section.items))


def _has_finding(item: GapItem) -> bool:
    return any(answer.findings for answer in item.answers)
