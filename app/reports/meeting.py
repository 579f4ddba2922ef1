"""The sheet for the closing meeting: what was seen, what was found, and how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from app.answers.queries import Mark
from app.answers.rules import FAILED, Level, Spot, standing
from app.audits.queries import audits_by_ids, programmes_of
from app.audits.rules import Stage
from app.checklists.rules import Item, Severity, said
from app.findings.clock_rules import EFFECT, REVIEW
from app.findings.models import Closure, Finding
from app.findings.rules import FindingClass
from app.kit.words import mark as _
from app.practices.queries import practices_of
from app.programmes.queries import buyers, opened
from app.readiness.queries import standing_at
from app.readiness.rules import progress_of, spots_of
from app.reports.cases import Cases
from app.reports.hours import offset
from app.reports.overdue import among
from app.reports.past import stage_then
from app.reports.rounds import of_audit
from app.reports.shapes import meeting as m
from app.reports.shapes.base import Head, Progress, SignatureLine, Standing
from app.reports.shapes.case import Case
from app.reports.telling import standing_of
from app.reports.told import Told, class_term
from app.reports.unraised import unraised

SIGNATURES = (
    (_("Lead auditor"), _("presented these findings")),
    (_("For the site"), _("has taken note of them")),
)
LOOKED_AT = frozenset({EFFECT, REVIEW})
"""Days that persons agree upon after the meeting; no rule gives them at it."""
Raised = tuple[Finding, Closure | None]


def meeting(session: Session, told: Told, head: Head) -> m.MeetingDocument:
    told, head = of_audit(session, told, head, told.report.audit_id)
    rows = [pair for pair in told.findings if pair[0].audit_id == told.audit.id]
    before = _before(told)
    cases = Cases(session, told, [row for row, _closure in (*rows, *before)])
    marks = _marks(told)
    left = unraised(told, marks)
    stage = stage_then(session, told.audit, told.by_then)
    return m.MeetingDocument(
        head=head,
        met_on=told.audit.closing_meeting_on,
        final=stage is Stage.CLOSED,
        zones=tuple(zone.called(told.report.lang) for zone in told.frame.zones[told.audit.id]),
        progress=_progress(told, told.edition.items, marks),
        seen=tuple(_seen(told, marks)),
        standings=tuple(_standings(session, told)),
        classes=tuple(_classes(told, rows)),
        findings=tuple(_findings(told, cases, rows)),
        earlier_classes=tuple(_classes(told, before)),
        earlier=tuple(_since_then(session, told, cases, before)),
        overdue=among([cases.case(*pair) for pair in (*rows, *before)]),
        unraised=len(left),
        unraised_grave=sum(item.knock_out or item.severity is Severity.CRITICAL for item in left),
        hours=offset(told.by_then, told.site.time_zone),
        strengths=tuple(_strengths(session, told)),
        signatures=tuple(
            SignatureLine(role=told.say(role), meaning=told.say(meaning), name=name)
            for (role, meaning), name in zip(SIGNATURES, _signers(head), strict=True)
        ),
    )


def _signers(head: Head) -> tuple[str, ...]:
    return head.audit.lead if head.audit else "", ""


def _marks(told: Told) -> Mapping[Spot, Mark]:
    """What counts at each spot of this audit alone."""
    mine = [one for one in told.frame.answers if one.audit_id == told.audit.id]
    return standing(mine, as_of=told.report.as_of, known=told.report.known_at)


def _progress(told: Told, items: Sequence[Item], marks: Mapping[Spot, Mark]) -> Progress:
    """Counted as on the audit's page."""
    zones, known = told.frame.zones[told.audit.id], told.report.known_at
    asked = [item for item in items if item.traits <= told.audit.has]
    spots = {spot for item in asked for spot in spots_of(item, zones)}
    mine = {spot: mark for spot, mark in marks.items() if spot in spots}
    approved = {id for id, at in told.frame.approved.items() if at <= known}
    counted = progress_of(spots, mine, approved)
    levels = [mark.level for mark in mine.values()]
    return Progress(
        answered=counted.answered,
        expected=counted.expected,
        not_applicable=levels.count(Level.NOT_APPLICABLE),
        failed=sum(level in FAILED for level in levels),
    )


def _seen(told: Told, marks: Mapping[Spot, Mark]) -> Iterable[m.Seen]:
    """The categories of which anything is asked."""
    for category in told.edition.categories:
        found = _progress(told, category.items, marks)
        if found.expected:
            title = said(category.title, told.report.lang)
            yield m.Seen(number=category.number, title=title, progress=found)


def _standings(session: Session, told: Told) -> Iterable[Standing]:
    """The site's readiness under each programme of the audit, as every page says it."""
    lang = told.report.lang
    named = {one.pack: one.called(lang) for one in reversed(buyers(session))}
    for row in programmes_of(session, told.audit.id):
        found = standing_at(told.frame, row, as_of=told.report.as_of, known=told.report.known_at)
        if found:
            yield standing_of(named.get(row.pack, ""), opened(row), found.evaluation, lang)


def _classes(told: Told, rows: Sequence[Raised]) -> Iterable[m.ClassCount]:
    for class_ in FindingClass:
        count = sum(row.class_ is class_ for row, _closure in rows)
        yield m.ClassCount(cls=class_term(told, class_), count=count)


def _before(told: Told) -> list[Raised]:
    """What was raised before this audit and is open still: it may hold the verdict down."""
    began = told.audit.opened_at or told.report.as_of
    return [
        (row, closure)
        for row, closure in told.findings
        if closure is None and row.audit_id != told.audit.id and row.raised_at < began
    ]


def _findings(told: Told, cases: Cases, rows: Sequence[Raised]) -> Iterable[m.MeetingFinding]:
    yield from (_finding(cases.case(*pair)) for pair in _ranked(told, rows))


def _since_then(
    session: Session, told: Told, cases: Cases, rows: Sequence[Raised]
) -> Iterable[m.MeetingFinding]:
    """They tell when and in which audit they were raised."""
    rounds = audits_by_ids(session, {row.audit_id for row, _closure in rows if row.audit_id})
    for row, closure in _ranked(told, rows):
        raised_in = rounds.get(row.audit_id) if row.audit_id else None
        yield replace(
            _finding(cases.case(row, closure)),
            raised_on=told.day(row.raised_at),
            raised_in=raised_in.ref if raised_in else "",
        )


def _ranked(told: Told, rows: Sequence[Raised]) -> list[Raised]:
    """The gravest first, then in the order of the checklist."""
    listed = [*FindingClass]
    order = {item.id: n for n, item in enumerate(told.edition.items)}
    return sorted(
        rows,
        key=lambda pair: (
            listed.index(pair[0].class_),
            order.get(pair[0].item, len(order)),
            pair[0].ref,
        ),
    )


def _finding(case: Case) -> m.MeetingFinding:
    return m.MeetingFinding(
        ref=case.ref,
        cls=case.cls,
        item=case.item,
        title=case.title,
        knock_out=case.knock_out,
        zone=case.zone,
        statement=case.statement,
        owner=case.owner,
        repeats=case.repeats,
        clocks=tuple(one for one in case.clocks if one.step.code not in LOOKED_AT),
        due_on=case.due_on,
        days_late=case.days_late,
        verified_on=case.verified_on,
    )


def _strengths(session: Session, told: Told) -> Iterable[m.Strength]:
    """What was entered as done well since the audit was opened."""
    by_then, since = min(told.report.as_of, told.report.known_at), told.audit.opened_at
    for one in reversed(practices_of(session, [told.site.id])[told.site.id]):
        if since and since <= one.at <= by_then:
            yield m.Strength(title=one.title, what=one.what, item=one.item)
