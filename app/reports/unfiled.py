"""A report drawn at once, without an order: for the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from app.audits.models import Audit
from app.audits.queries import audit_for_command, programmes_of
from app.evidence.files import Files
from app.kit import clock
from app.kit.db import Database
from app.kit.errors import Invalid, NotFound
from app.kit.settings import Settings
from app.kit.words import mark as _
from app.reports.changes import Subject
from app.reports.drawer import job_of, limits_of, log_refused, progress_of
from app.reports.models import Report
from app.reports.ordering import ended_at, manner_of
from app.reports.press import NotDrawn, draw
from app.reports.queries import finding_there
from app.reports.rules import OrderStatus, Paper, ReportKind
from app.reports.tongues import gathered
from app.suppliers.queries import site_of
from app.trail.queries import checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The words of the command; `pack` "" is the first programme of the audit."""

    audit: str
    kind: ReportKind
    lang: str = "en"
    pack: str = ""
    paper: Paper | None = None
    finding: str = ""
    since: date | None = None


def draw_to(
    database: Database,
    settings: Settings,
    asked: Asked,
    out: Path,
    told: Callable[[str, float], None],
) -> int:
    """The number of pages that now stand at `out`."""
    with database.reading() as session:
        row = _order(session, asked)
        document, chinese = gathered(session, row, settings.public_url)
    job = job_of(Files(settings.files), row, document, chinese, out.resolve())
    limits = limits_of(settings, languages=2 if chinese else 1)
    try:
        return draw(job, on_progress=lambda line: told(*progress_of(line)), limits=limits).pages
    except NotDrawn as refused:
        log_refused(row, refused)
        raise


def _order(session: Session, asked: Asked) -> Report:
    """As it would be ordered now, or for a closed audit as of its end; a finding lives on."""
    audit = audit_for_command(session, asked.audit)
    if audit is None:
        raise NotFound(NO_AUDIT, ref=asked.audit)
    rows = programmes_of(session, audit.id)
    row = next((one for one in rows if one.pack == asked.pack or not asked.pack), None)
    if row is None:
        known = ", ".join(one.pack for one in rows)
        raise NotFound(NO_PROGRAMME, ref=asked.audit, pack=asked.pack, known=known)
    now = clock.now()
    site = site_of(session, audit.site_id)
    outfit = manner_of(session, site, asked.kind, form_id=None, paper=asked.paper).outfit
    of = _subject(session, asked, audit)
    return Report(
        ref=f"{asked.audit}-{asked.kind}-{asked.lang}",
        kind=asked.kind,
        lang=asked.lang,
        site_id=site.id,
        audit_id=audit.id,
        finding_id=of.finding_id,
        since_on=of.since_on,
        pack_version_id=row.id,
        as_of=now
        if asked.kind is ReportKind.DOSSIER
        else ended_at(audit, asked.kind, site, now) or now,
        known_at=now,
        status=OrderStatus.DRAWING,
        asked_by="Shortlist",
        asked_at=now,
        trail_root=checkpoint(session).root,
        paper=outfit.paper,
        form=outfit.plain(),
    )


def _subject(session: Session, asked: Asked, audit: Audit) -> Subject:
    if asked.kind is ReportKind.DELTA and asked.since is None:
        raise Invalid(_("Say since which day, such as --since 2026-03-31."))
    if asked.kind is not ReportKind.DOSSIER:
        return Subject(since_on=asked.since)
    finding = finding_there(session, audit.site_id, asked.finding)
    if finding is None:
        raise NotFound(
            _("There is no finding {ref} at this site. Say which, such as --finding F-0007."),
            ref=asked.finding or "–",
        )
    return Subject(finding_id=finding)


NO_AUDIT = _(
    "There is no audit {ref} here. Its reference stands on the page of audits; "
    "./shortlist serve --demo makes the demo."
)
NO_PROGRAMME = _("Audit {ref} has no programme {pack}. It has: {known}.")
