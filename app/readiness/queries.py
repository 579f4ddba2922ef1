from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.answers.models import Answer
from app.answers.queries import answers_of_audit, answers_of_site, approvals
from app.answers.rules import Spot, standing
from app.audits.models import Audit
from app.audits.queries import rounds, zones_of
from app.checklists.queries import editions_by_ids
from app.checklists.rules import Edition
from app.findings.models import Closure, Finding
from app.findings.queries import of_site
from app.people.rules import Place
from app.programmes.models import PackVersion
from app.programmes.queries import opened
from app.programmes.rules import Evaluation, Facts, FindingFact, evaluate
from app.readiness.rules import Standing, expected_spots, facts_of, progress_of
from app.suppliers.models import Zone

KEPT = 2_000
_evaluated: OrderedDict[Any, Evaluation] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Frame:
    """All that was ever recorded at a site, loaded once; every date is told from it."""

    rounds: Sequence[Audit]
    editions: Mapping[UUID, Edition]
    zones: Mapping[UUID, Sequence[Zone]]
    answers: Sequence[Answer]
    approved: Mapping[UUID, datetime]
    findings: Sequence[tuple[Finding, Closure | None]]

    def context(self, as_of: datetime, known: datetime) -> Audit | None:
        """The last round opened by then: its edition, traits and zones say what is asked."""
        by_then = min(as_of, known)
        opened_by_then = [a for a in self.rounds if a.opened_at and a.opened_at <= by_then]
        return opened_by_then[-1] if opened_by_then else None


def frame(session: Session, site: Place) -> Frame:
    """Seven queries, whatever the number of answers."""
    audits = rounds(session, site.id)
    answers = answers_of_site(session, site.id)
    return Frame(
        rounds=audits,
        editions=editions_by_ids(session, {a.edition_id for a in audits}),
        zones=zones_of(session, [a.id for a in audits]),
        answers=answers,
        approved={id: one.at for id, one in approvals(session, answers).items()},
        findings=of_site(session, site.id),
    )


def standing_at(
    frame: Frame, pack: PackVersion, *, as_of: datetime, known: datetime
) -> Standing | None:
    """None before the first round was opened."""
    audit = frame.context(as_of, known)
    if audit is None:
        return None
    answers = standing(frame.answers, as_of=as_of, known=known)
    approved = {id for id, at in frame.approved.items() if at <= known}
    facts = finding_facts(frame.findings, as_of=as_of, known=known)
    return _stand(audit, frame, pack, answers, approved, facts, as_of=as_of)


def trend(
    frame: Frame, pack: PackVersion, *, until: datetime, known: datetime
) -> list[tuple[datetime, Standing]]:
    """Readiness at the end of each round, and after the last re-rating of each month between."""
    ends = {a.closed_at for a in frame.rounds if a.closed_at}
    rated = sorted(one.observed_at for one in frame.answers if one.audit_id is None)
    months = {(moment.year, moment.month): moment for moment in rated}
    points = sorted(moment for moment in {*ends, *months.values()} if moment <= until)
    told = [(at, standing_at(frame, pack, as_of=at, known=known)) for at in [*points, until]]
    return [(at, one) for at, one in told if one is not None]


def audit_standing(
    session: Session, audit: Audit, edition: Edition, pack: PackVersion, *, as_of: datetime
) -> Standing:
    """The score of one audit alone, on its own answers and the findings raised in it."""
    recorded = answers_of_audit(session, audit.id)
    zones = zones_of(session, [audit.id])[audit.id]
    single = Frame([audit], {audit.edition_id: edition}, {audit.id: zones}, [], {}, [])
    answers = {spot: one.answer for spot, one in recorded.items()}
    approved = {one.answer.id for one in recorded.values() if one.na_approved}
    mine = [pair for pair in of_site(session, audit.site_id) if pair[0].audit_id == audit.id]
    facts = finding_facts(mine, as_of=as_of, known=as_of)
    return _stand(audit, single, pack, answers, approved, facts, as_of=as_of)


def finding_facts(
    findings: Sequence[tuple[Finding, Closure | None]], *, as_of: datetime, known: datetime
) -> list[FindingFact]:
    by_then = min(as_of, known)
    return [
        FindingFact(
            ref=finding.ref,
            cls=finding.class_,
            item=finding.item,
            zone=str(finding.zone_id or ""),
            raised_on=finding.raised_at.date(),
            closed_on=closure.at.date() if closure and closure.at <= by_then else None,
            due_on=finding.due_on,
        )
        for finding, closure in findings
        if finding.raised_at <= by_then
    ]


def _stand(  # noqa: PLR0913 - see facts_of
    audit: Audit,
    frame: Frame,
    pack: PackVersion,
    answers: Mapping[Spot, Answer],
    approved: Collection[UUID],
    findings: Sequence[FindingFact],
    *,
    as_of: datetime,
) -> Standing:
    edition, zones = frame.editions[audit.edition_id], frame.zones[audit.id]
    facts = facts_of(edition, audit.has, zones, answers, approved, findings, as_of=as_of.date())
    expected = expected_spots(edition, audit.has, zones)
    return Standing(
        as_of=facts.as_of,
        evaluation=_evaluate_once(pack, facts, (edition.sha256, audit.traits)),
        progress=progress_of(expected, answers, approved),
    )


def _evaluate_once(pack: PackVersion, facts: Facts, frame_key: object) -> Evaluation:
    """The same facts under the same pack are evaluated once a process: a trend asks often."""
    key = (pack.sha256, frame_key, facts.as_of, facts.answers, facts.findings)
    if key in _evaluated:
        _evaluated.move_to_end(key)
        return _evaluated[key]
    result = evaluate(opened(pack), facts)
    _evaluated[key] = result
    if len(_evaluated) > KEPT:
        _evaluated.popitem(last=False)
    return result
