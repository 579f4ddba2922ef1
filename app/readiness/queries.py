from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from threading import Lock
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.actions.queries import seen_to_hold
from app.answers.queries import Mark, answers_of_audit, approvals, marks_of_sites
from app.answers.rules import Spot, standing
from app.audits.models import Audit
from app.audits.queries import rounds_of, zones_of
from app.checklists.queries import editions_by_ids
from app.checklists.rules import Edition
from app.findings.clauses import clauses_of
from app.findings.models import Closure, Finding, FindingRevision, LapsedClosure
from app.findings.past_queries import (
    as_it_stood,
    as_they_stood,
    closure_by,
    lapsed_at,
    of_sites,
    reopened_at,
)
from app.findings.proposals import slighter
from app.findings.repeat_queries import still_one_class_up
from app.findings.rules import FindingClass
from app.kit.clock import local_day
from app.people.rules import Place
from app.programmes.models import PackVersion
from app.programmes.queries import opened
from app.programmes.rules import FindingFact, evaluate
from app.readiness.rules import (
    AnswerLike,
    DayOf,
    Standing,
    expected_spots,
    facts_of,
    progress_of,
    scores_our_checklist,
)
from app.suppliers.models import Site, Zone
from app.trail.queries import last_entries

KEPT = 4_000
FRAMES = 64
_frames: OrderedDict[UUID, "Frame"] = OrderedDict()
_standings: OrderedDict[Any, "Standing | None"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Frame:
    """All that was ever recorded at a site, loaded once; every date is told from it.

    `marker` is the hash of the site's last entry on the trail: while it stands, nothing changed.
    `newest` is the last instant at which anything happened.
    """

    site_id: UUID
    time_zone: str
    marker: str
    newest: datetime
    rounds: Sequence[Audit]
    editions: Mapping[UUID, Edition]
    zones: Mapping[UUID, Sequence[Zone]]
    answers: Sequence[Mark]
    approved: Mapping[UUID, datetime]
    findings: Sequence[tuple[Finding, Closure | None]]
    revisions: Mapping[UUID, Sequence[FindingRevision]]
    held: Mapping[UUID, Sequence[datetime]]
    reopened: Mapping[UUID, Sequence[datetime]]
    lapsed: Mapping[UUID, Sequence[LapsedClosure]]
    repeated: Mapping[UUID, FindingClass]

    def day(self, at: datetime) -> date:
        """The day that it was at the site."""
        return local_day(at, self.time_zone)

    def findings_at(self, as_of: datetime, known: datetime) -> list[tuple[Finding, Closure | None]]:
        """Those raised by then, as they stood; the closure only if it stood too."""
        by_then = min(as_of, known)
        return [
            (
                as_it_stood(finding, self.revisions.get(finding.id, ()), by_then),
                closure_by(closure, self.lapsed.get(finding.id, ()), by_then),
            )
            for finding, closure in self.findings
            if finding.raised_at <= by_then
        ]

    def mended(self, by_then: datetime) -> dict[UUID, datetime]:
        """When each finding was last seen to hold, if it was not reopened since."""
        return mended(self.held, self.reopened, by_then)

    def context(self, as_of: datetime, known: datetime) -> Audit | None:
        """The last round opened by then: its edition, traits and zones say what is asked."""
        by_then = min(as_of, known)
        known_then = [a for a in self.rounds if a.created_at <= known]
        opened_by_then = [a for a in known_then if a.opened_at and a.opened_at <= by_then]
        return opened_by_then[-1] if opened_by_then else None


def frame(session: Session, site: Place) -> Frame:
    return frames(session, [site.id])[site.id]


def frames(session: Session, sites: Collection[UUID]) -> dict[UUID, Frame]:
    """Of each site; read again only where the trail has grown. Twelve queries for any number."""
    markers = last_entries(session, sites)
    kept = {id: _frames.get(id) for id in sites}
    found = {id: one for id, one in kept.items() if one and one.marker == markers.get(id, "")}
    stale = [id for id in kept if id not in found]
    for one in _read(session, stale, markers) if stale else ():
        _keep(_frames, one.site_id, one, FRAMES)
        found[one.site_id] = one
    return found


def _read(session: Session, sites: Collection[UUID], markers: Mapping[UUID, str]) -> list[Frame]:
    audits = rounds_of(session, sites)
    answers = marks_of_sites(session, sites)
    findings = of_sites(session, sites)
    revisions = as_they_stood(session, sites)
    repeated = still_one_class_up(session, sites)
    held, reopened = seen_to_hold(session, sites), reopened_at(session, sites)
    lapsed = lapsed_at(session, sites)
    ids = [a.id for some in audits.values() for a in some]
    zones, clocks = zones_of(session, ids), _time_zones(session, sites)
    editions = editions_by_ids(session, {a.edition_id for some in audits.values() for a in some})
    agreed = approvals(session, [a for some in answers.values() for a in some])
    approved = {id: one.at for id, one in agreed.items()}
    changed = [one.at for some in revisions.values() for one in some]
    changed += [at for some in (*held.values(), *reopened.values()) for at in some]
    return [
        Frame(
            site_id=id,
            time_zone=clocks[id],
            marker=markers.get(id, ""),
            newest=_newest(audits[id], answers[id], findings[id], approved, changed),
            rounds=audits[id],
            editions=editions,
            zones=zones,
            answers=answers[id],
            approved=approved,
            findings=findings[id],
            revisions=revisions,
            held=held,
            reopened=reopened,
            lapsed=lapsed,
            repeated=repeated,
        )
        for id in sites
    ]


def _time_zones(session: Session, sites: Collection[UUID]) -> dict[UUID, str]:
    query = select(Site.id, Site.time_zone).where(col(Site.id).in_(sites))
    return dict(session.exec(query).all())


def _newest(
    audits: Sequence[Audit],
    answers: Sequence[Mark],
    findings: Sequence[tuple[Finding, Closure | None]],
    approved: Mapping[UUID, datetime],
    changed: Sequence[datetime],
) -> datetime:
    instants = [a.closed_at or a.opened_at or a.created_at for a in audits]
    instants += changed
    instants += [a.recorded_at for a in answers]
    instants += [c.at if c else f.raised_at for f, c in findings]
    instants += approved.values()
    return max(instants, default=datetime.min.replace(tzinfo=UTC))


def standing_at(
    frame: Frame, pack: PackVersion, *, as_of: datetime, known: datetime
) -> Standing | None:
    """None before the first round was opened, and of a programme that asks questions of its own.

    Worked out once a process for each question.
    """
    past = (as_of if as_of < frame.newest else None, known if known < frame.newest else None)
    key = (frame.site_id, frame.marker, frame.time_zone, pack.sha256, frame.day(as_of), *past)
    with suppress(KeyError):
        return _standings[key]
    told = _standing_at(frame, pack, as_of=as_of, known=known)
    _keep(_standings, key, told, KEPT)
    return told


def marks_at(frame: Frame, *, as_of: datetime, known: datetime) -> Mapping[Spot, Mark]:
    """The answer that counts at each spot."""
    return standing(frame.answers, as_of=as_of, known=known)


def _keep(kept: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
    with _lock:
        kept[key] = value
        kept.move_to_end(key)
        while len(kept) > most:
            kept.popitem(last=False)


def _standing_at(
    frame: Frame, pack: PackVersion, *, as_of: datetime, known: datetime
) -> Standing | None:
    audit = frame.context(as_of, known)
    if audit is None or not scores_our_checklist(opened(pack)):
        return None
    answers = standing(frame.answers, as_of=as_of, known=known)
    approved = {id for id, at in frame.approved.items() if at <= known}
    found, done = frame.findings_at(as_of, known), frame.mended(min(as_of, known))
    edition, zones = frame.editions[audit.edition_id], frame.zones[audit.id]
    citing = edition if opened(pack).counts_by_clause else None
    facts = finding_facts(found, done, frame.day, citing, frame.repeated)
    return _stand(audit, edition, zones, pack, answers, approved, facts, as_of=as_of, day=frame.day)


def trend(
    frame: Frame, pack: PackVersion, *, until: datetime, known: datetime
) -> list[tuple[datetime, Standing]]:
    """Readiness at the end of each round, and after the last re-rating of each month between."""
    ends = {a.closed_at for a in frame.rounds if a.closed_at and a.closed_at <= known}
    rated = sorted(
        one.observed_at
        for one in frame.answers
        if one.audit_id is None and one.recorded_at <= known
    )
    months = {frame.day(moment).replace(day=1): moment for moment in rated}
    last = frame.day(until)
    points = sorted(m for m in {*ends, *months.values()} if frame.day(m) < last or m in ends)
    points = [moment for moment in points if moment < until]
    told = [(at, standing_at(frame, pack, as_of=at, known=known)) for at in [*points, until]]
    return [(at, one) for at, one in told if one is not None]


def audit_standing(
    session: Session, audit: Audit, edition: Edition, pack: PackVersion, *, as_of: datetime
) -> Standing:
    """The score of one audit alone, on its own answers and the findings raised in it."""
    recorded = answers_of_audit(session, audit.id)
    zones = zones_of(session, [audit.id])[audit.id]
    answers = {spot: one.answer for spot, one in recorded.items()}
    approved = {one.answer.id for one in recorded.values() if one.na_approved}
    mine = [
        pair
        for pair in of_sites(session, [audit.site_id])[audit.site_id]
        if pair[0].audit_id == audit.id
    ]
    sites = [audit.site_id]
    done = mended(seen_to_hold(session, sites), reopened_at(session, sites), as_of)
    clock = _time_zones(session, sites)[audit.site_id]
    day = partial(local_day, zone=clock)
    raised = [pair for pair in mine if pair[0].raised_at <= as_of]
    citing = edition if opened(pack).counts_by_clause else None
    facts = finding_facts(raised, done, day, citing, still_one_class_up(session, sites))
    return _stand(audit, edition, zones, pack, answers, approved, facts, as_of=as_of, day=day)


def mended(
    held: Mapping[UUID, Sequence[datetime]],
    reopened: Mapping[UUID, Sequence[datetime]],
    by_then: datetime,
) -> dict[UUID, datetime]:
    """By finding: the last time by then that it was seen to hold and not reopened since."""
    last = {
        id: max((at for at in seen if at <= by_then), default=None) for id, seen in held.items()
    }
    return {
        id: at
        for id, at in last.items()
        if at and not any(at < back <= by_then for back in reopened.get(id, ()))
    }


def finding_facts(
    findings: Sequence[tuple[Finding, Closure | None]],
    done: Mapping[UUID, datetime],
    day: DayOf,
    citing: Edition | None,
    repeated: Mapping[UUID, FindingClass],
) -> list[FindingFact]:
    """For a programme a finding is closed once it was seen to hold (decision 13).

    `citing`: it is about the clauses that its item cites there; None: nobody asks.
    """
    ended = {finding.id: closure.at for finding, closure in findings if closure}
    return [
        FindingFact(
            ref=finding.ref,
            cls=finding.class_,
            item=finding.item,
            zone=str(finding.zone_id or ""),
            raised_on=day(finding.raised_at),
            closed_on=day(at) if (at := done.get(finding.id) or ended.get(finding.id)) else None,
            due_on=finding.due_on,
            clauses=clauses_of(citing.find(finding.item)) if citing else frozenset(),
            repeated=_still_to_go_up(finding, repeated.get(finding.id)),
        )
        for finding, _closure in findings
    ]


def _still_to_go_up(finding: Finding, first: FindingClass | None) -> bool:
    return first is not None and not slighter(first, than=finding.class_)


def _stand(  # noqa: PLR0913 - see facts_of
    audit: Audit,
    edition: Edition,
    zones: Sequence[Zone],
    pack: PackVersion,
    answers: Mapping[Spot, AnswerLike],
    approved: Collection[UUID],
    findings: Sequence[FindingFact],
    *,
    as_of: datetime,
    day: DayOf,
) -> Standing:
    facts = facts_of(edition, audit.has, zones, answers, approved, findings, as_of=as_of, day=day)
    expected = expected_spots(edition, audit.has, zones)
    return Standing(
        as_of=facts.as_of,
        evaluation=evaluate(opened(pack), facts),
        progress=progress_of(expected, answers, approved),
    )
