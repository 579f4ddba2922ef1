"""What every report rests on: one site, one programme, one date, told from one frame."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.answers.models import Answer
from app.answers.queries import answers_by_ids
from app.answers.rules import LEVEL_NAMES, Level, Spot, standing
from app.audits.models import Audit
from app.audits.queries import team_of
from app.audits.rules import STAGE_NAMES, TYPE_NAMES, Duty
from app.checklists.queries import published
from app.checklists.rules import Edition, Item, said
from app.findings.models import Closure, Finding
from app.findings.rules import CLASS_NAMES, FindingClass
from app.kit.clock import local_day
from app.kit.words import mark as _
from app.people.queries import names
from app.programmes.models import PackVersion
from app.programmes.queries import opened, pack_version
from app.programmes.rules import Evaluation, Pack
from app.readiness.queries import Frame, frame, standing_at
from app.readiness.rules import Standing, expected_spots, progress_of, spots_of
from app.reports import document as d
from app.reports.models import Report
from app.reports.past import Demand, Reached, demands_then, site_then, stage_then
from app.suppliers.models import Site
from app.suppliers.queries import site_of, supplier
from app.web.words import said as translated


@dataclass(frozen=True, slots=True)
class Told:
    """What every report rests on: all as it was known then."""

    report: Report
    site: Site
    audit: Audit
    edition: Edition
    frame: Frame
    row: PackVersion
    pack: Pack
    now: Standing
    before: tuple[date, Evaluation] | None
    answers: Mapping[Spot, Answer]
    findings: Sequence[tuple[Finding, Closure | None]]
    people: Mapping[UUID, str]
    buyer: str
    demands: Sequence[Demand]

    def say(self, text: str, **parts: object) -> str:
        return translated(self.report.lang, text, **parts)

    @property
    def today(self) -> date:
        return self.day(self.report.as_of)

    @property
    def by_then(self) -> datetime:
        return min(self.report.as_of, self.report.known_at)

    @property
    def way(self) -> Sequence[Reached]:
        """The milestones of whoever demands this programme."""
        return next((one.way for one in self.demands if one.buyer.pack == self.row.pack), ())

    def day(self, at: datetime) -> date:
        """The day that it was at the site."""
        return local_day(at, self.site.time_zone)


class NothingYet(ValueError):
    """The site has no round by then; an order for it is refused, so this is never seen."""


def tell(session: Session, report: Report) -> Told:
    now_called = site_of(session, report.site_id)
    site = site_then(session, now_called, report.known_at)
    whole = replace(frame(session, now_called), time_zone=site.time_zone)
    row = pack_version(session, report.pack_version_id)
    as_of, known = report.as_of, report.known_at
    audit = whole.context(as_of, known)
    now = standing_at(whole, row, as_of=as_of, known=known) if row else None
    if audit is None or now is None or row is None:
        raise NothingYet(report.ref)
    findings = whole.findings_at(as_of, known)
    owners = {f.owner_id for f, _closure in findings if f.owner_id}
    team = {member.person_id for member in team_of(session, audit.id)}
    asked = demands_then(session, known)
    return Told(
        report=report,
        site=site,
        audit=audit,
        edition=whole.editions[audit.edition_id],
        frame=whole,
        row=row,
        pack=opened(row),
        now=now,
        before=_before(whole, row, audit, report),
        answers=_answers(session, whole, as_of, known),
        findings=findings,
        people=names(session, owners | team),
        buyer=next(
            (one.buyer.called(report.lang) for one in asked if one.buyer.pack == row.pack),
            said(opened(row).title, report.lang),
        ),
        demands=asked,
    )


def _answers(
    session: Session, whole: Frame, as_of: datetime, known: datetime
) -> Mapping[Spot, Answer]:
    marks = standing(whole.answers, as_of=as_of, known=known)
    rows = answers_by_ids(session, [mark.id for mark in marks.values()])
    return {spot: rows[mark.id] for spot, mark in marks.items()}


def last_end(whole: Frame, audit: Audit, report: Report) -> datetime | None:
    """When the round before the one of `audit` ended."""
    began, known = audit.opened_at or report.as_of, report.known_at
    ends = [a.closed_at for a in whole.rounds if a.closed_at and a.id != audit.id]
    return max((end for end in ends if end < began and end <= known), default=None)


def _before(
    whole: Frame, row: PackVersion, audit: Audit, report: Report
) -> tuple[date, Evaluation] | None:
    """Readiness when the round before the present one ended."""
    end = last_end(whole, audit, report)
    found = standing_at(whole, row, as_of=end, known=report.known_at) if end else None
    return (found.as_of, found.evaluation) if found else None


def head_of(session: Session, told: Told) -> d.Head:
    report, audit, lang = told.report, told.audit, told.report.lang
    ended = audit.closed_at
    edition = published(session, audit.edition_id)
    version = edition.version if edition else ""
    lead = [m.person_id for m in team_of(session, audit.id) if m.duty is Duty.LEAD]
    team = [m.person_id for m in team_of(session, audit.id) if m.duty is not Duty.LEAD]
    owner = supplier(session, told.site.supplier_id)
    return d.Head(
        report_id=report.ref,
        kind=d.Kind(report.kind),
        lang=lang,
        supplier=owner.name_zh if lang == "zh" and owner.name_zh else owner.name,
        site=told.site.called(lang),
        place=told.site.code,
        audit=d.AuditFacts(
            ref=audit.ref,
            kind=told.say(TYPE_NAMES[audit.type]),
            stage=told.say(STAGE_NAMES[stage_then(session, audit, told.by_then)]),
            first_day=told.day(audit.opened_at) if audit.opened_at else None,
            last_day=told.day(ended) if ended and ended <= told.by_then else None,
            lead=told.people.get(lead[0], "") if lead else "",
            team=tuple(told.people.get(one, "") for one in team),
        ),
        buyer=told.buyer,
        programme=said(told.pack.title, lang),
        as_of=told.today,
        known_at=report.known_at,
        edition=d.Source(
            title=said(told.edition.title, lang), version=version, sha256=told.edition.sha256
        ),
        pack=d.Source(
            title=said(told.pack.title, lang), version=told.pack.version, sha256=told.row.sha256
        ),
        made_at=report.asked_at,
        made_by=report.asked_by,
        trail_head=report.trail_root,
        time_zone=told.site.time_zone,
    )


def progress(told: Told) -> d.Progress:
    agreed = {id for id, at in told.frame.approved.items() if at <= told.report.known_at}
    zones = told.frame.zones[told.audit.id]
    asked = (told.answers.get(spot) for spot in expected_spots(told.edition, told.audit.has, zones))
    away = [one for one in asked if one and one.level is Level.NOT_APPLICABLE]
    nodes = told.now.evaluation.nodes
    return d.Progress(
        answered=told.now.progress.answered,
        expected=told.now.progress.expected,
        not_applicable=sum(one.id in agreed for one in away),
        failed=sum(node.failed for node in nodes),
    )


def answered_among(told: Told, items: Iterable[Item]) -> tuple[int, int]:
    """Of some items how many answers there are and how many are asked for, zone by zone."""
    agreed = {id for id, at in told.frame.approved.items() if at <= told.report.known_at}
    zones = told.frame.zones[told.audit.id]
    spots = {spot for item in items for spot in spots_of(item, zones)}
    found = {spot: one for spot, one in told.answers.items() if spot in spots}
    counted = progress_of(spots, found, agreed)
    return counted.answered, counted.expected


def class_term(told: Told, class_: FindingClass) -> d.Term:
    return d.Term(code=class_, words=told.say(CLASS_NAMES[class_]))


def severity_term(told: Told, item: Item) -> d.Term:
    words = said(told.edition.vocabulary.severities.get(item.severity, {}), told.report.lang)
    return d.Term(code=item.severity, words=words)


def level_term(told: Told, level: Level | None) -> d.Term | None:
    return d.Term(code=level, words=told.say(LEVEL_NAMES[level])) if level else None


LEAD_AUDITOR = _("Lead auditor")
SIGNATURES = (
    (_("Quality lead"), _("prepared")),
    (LEAD_AUDITOR, _("reviewed")),
    (_("Executive"), _("approved")),
)


def signatures(told: Told, lead: str = "") -> tuple[d.SignatureLine, ...]:
    """Who signs a report that is handed to a buyer. `lead`: who led the audit, printed beside."""
    return tuple(
        d.SignatureLine(
            role=told.say(role),
            meaning=told.say(meaning),
            name=lead if role == LEAD_AUDITOR else "",
        )
        for role, meaning in SIGNATURES
    )
