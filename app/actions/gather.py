"""Everything that the page of a finding shows, and what its reader may do there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.actions.confirming import BuyersGate, awaits_buyer, buyers_gate
from app.actions.due import Clocks, clocks_of
from app.actions.models import Action
from app.actions.queries import Tracked as TrackedAction
from app.actions.queries import actions_of, withdrawn_of
from app.actions.rules import ActionKind, ActionState
from app.actions.way import Way, missing, way_of
from app.answers.models import Answer
from app.answers.queries import answer, evidence_of, revisions
from app.audits.models import Audit
from app.audits.queries import audits_by_ids
from app.checklists.rules import Text
from app.comments.gather import Talk, talk_of
from app.confirmations.gather import Confirmations, confirmations_at
from app.evidence.shown import EvidenceOut
from app.findings.across import Elsewhere, elsewhere, item_of
from app.findings.models import Finding, HandOver, Proposal, Repeat
from app.findings.owner_changes import may_hand_over
from app.findings.owner_queries import open_hand_over
from app.findings.proposals import sentence_of
from app.findings.queries import Tracked
from app.findings.raise_queries import brought_with, proposal_of
from app.findings.repeat_queries import repeat_of, repeated_by
from app.findings.rules import FindingClass, Rule, Step, weak
from app.kit.clock import local_day
from app.kit.errors import Refusal
from app.people.queries import actors_at, names
from app.people.rules import Ability, Actor
from app.suppliers.models import Zone
from app.suppliers.queries import zone
from app.trail.models import TrailEntry
from app.trail.queries import entries


@dataclass(frozen=True, slots=True)
class Deed:
    """An action, and what the reader may do about it now."""

    one: TrackedAction
    late: bool
    may_report: bool
    may_change: bool
    may_verify: bool
    unagreed: bool
    proof: Sequence[EvidenceOut]

    @property
    def weak(self) -> bool:
        """A lesson or a reminder, where the cause asks for more."""
        return weak(self.one.action.what)


@dataclass(frozen=True, slots=True)
class Change:
    """Of one field; `name` as in finding.changed on the trail."""

    name: str
    before: str | date | None
    after: str | date | None


@dataclass(frozen=True, slots=True)
class Event:
    entry: TrailEntry
    told: Mapping[str, Any]
    changes: Sequence[Change] = ()

    @property
    def clocks(self) -> list[Change]:
        """By step: the day that was due, and is."""
        return [
            Change(
                step, *(day and date.fromisoformat(day) for day in (one["before"], one["after"]))
            )
            for step, one in (self.told.get("clocks") or {}).items()
        ]

    @property
    def until(self) -> date | None:
        """The day that was asked for, or set by a buyer."""
        day = self.told.get("until") or self.told.get("day")
        return date.fromisoformat(day) if day else None

    @property
    def because(self) -> tuple[str, Mapping[str, object]] | None:
        """The sentence of the rule by which it was regraded."""
        told, after = self.told.get("because"), self.told.get("after", {})
        if not isinstance(told, dict) or "rule" not in told:
            return None
        return sentence_of(FindingClass(after["class_"]), Rule(told["rule"]), told["parts"])

    @property
    def texts(self) -> list[str]:
        """What somebody wrote about it."""
        return [t for t in (self.told.get("what"), self.told.get("note"), self.entry.why) if t]


@dataclass(frozen=True, slots=True)
class Whole:
    found: Tracked
    today: date
    late: bool
    audit: Audit | None
    item: Text | None
    zone: Zone | None
    answer: Answer | None
    photos: Sequence[EvidenceOut]
    proposal: Proposal | None
    deeds: Sequence[Deed]
    withdrawn: Sequence[Action]
    events: Sequence[Event]
    owners: Sequence[Actor]
    people: Mapping[UUID, str]
    asked: HandOver | None
    repeats: tuple[Repeat, Finding] | None
    repeated_by: Sequence[Finding]
    elsewhere: Sequence[Elsewhere]
    talk: Talk
    confirmations: Confirmations
    way: Way
    clocks: Clocks
    missing: Refusal | None
    gate: BuyersGate | None
    may_change: bool
    may_plan: bool
    may_find_cause: bool
    may_correct_cause: bool
    may_agree: bool
    may_check: bool
    may_close: bool
    may_hand_over: bool
    may_reply: bool

    @property
    def proposed_because(self) -> tuple[str, Mapping[str, object]] | None:
        """In words, by which rule the class was proposed."""
        one = self.proposal
        return sentence_of(one.class_, one.rule, json.loads(one.parts)) if one else None

    @property
    def shareable(self) -> list[EvidenceOut]:
        """What may be shown to the buyer: the photos of the finding, and the proof of each deed."""
        files = {f.id: f for f in (*self.photos, *(f for deed in self.deeds for f in deed.proof))}
        return list(files.values())

    @property
    def done_words(self) -> str:
        """What was done in this turn, as it was reported: a draft for the buyer."""
        tries = [deed.one.last for deed in self.deeds if deed.one.action.turn == self.way.turn]
        return "\n".join(one.implementation.note for one in tries if one)

    @property
    def unasked(self) -> list[Elsewhere]:
        """Where nobody has looked yet, and the reader may say it."""
        mine = [] if self.found.closure else self.elsewhere
        return [one for one in mine if one.may_say and one.reply is None]

    @property
    def kinds(self) -> list[tuple[ActionKind, list[Deed]]]:
        """The actions of this turn, by kind."""
        now = [deed for deed in self.deeds if deed.one.action.turn == self.way.turn]
        groups = [(kind, [d for d in now if d.one.action.kind is kind]) for kind in ActionKind]
        return [(kind, deeds) for kind, deeds in groups if deeds]

    @property
    def before(self) -> list[Deed]:
        """What was done before it was opened again."""
        return [deed for deed in self.deeds if deed.one.action.turn != self.way.turn]

    @property
    def kind_wanted(self) -> ActionKind:
        """What the next step asks for."""
        contain = self.way.next is Step.CONTAINED
        return ActionKind.CONTAINMENT if contain else ActionKind.CORRECTIVE

    @property
    def owner_pairs(self) -> list[tuple[str, str]]:
        return [(str(one.id), one.name) for one in self.owners]

    @property
    def due_by(self) -> date | None:
        """What a new action's date starts from: the finding's own, while it lies ahead."""
        due_on = self.found.finding.due_on
        return due_on if due_on and due_on >= self.today else None

    def deed(self, action_id: UUID) -> Deed:
        return next(deed for deed in self.deeds if deed.one.action.id == action_id)


def whole_finding(session: Session, found: Tracked, *, by: Actor, lang: str, at: datetime) -> Whole:
    """In the reader's language; a number of queries that no finding can make grow."""
    row, site = found.finding, found.site
    today = local_day(at, site.time_zone)
    audit = audits_by_ids(session, [row.audit_id]).get(row.audit_id) if row.audit_id else None
    raised_from = answer(session, row.answer_id) if row.answer_id else None
    listed = actions_of(session, [row.id])[row.id]
    owners = actors_at(session, site, Ability.ACT)
    way = way_of(session, row)
    item = item_of(session, row)
    asked = open_hand_over(session, row) if found.closure is None else None
    gate = buyers_gate(session, row, way)
    waits = awaits_buyer(way, gate)

    def may(ability: Ability) -> bool:
        return found.closure is None and by.may(ability, site)

    return Whole(
        found=found,
        today=today,
        late=found.overdue(today),
        audit=audit,
        item=item.said(lang) if item else None,
        zone=zone(session, site.id, row.zone_id) if row.zone_id else None,
        answer=raised_from,
        photos=_photos(session, raised_from) + _brought(session, row),
        proposal=proposal_of(session, row.id),
        deeds=[
            Deed(
                one=one,
                late=one.late(today),
                may_report=may(Ability.ACT) and one.state is ActionState.OPEN,
                may_change=may(Ability.ACT) and one.state is ActionState.OPEN,
                may_verify=may(Ability.VERIFY)
                and one.state is ActionState.IMPLEMENTED
                and by.id not in one.hands
                and not way.unagreed(one),
                unagreed=way.unagreed(one),
                proof=[EvidenceOut.of(file) for file in (one.last.evidence if one.last else ())],
            )
            for one in listed
        ],
        withdrawn=withdrawn_of(session, row.id),
        events=_events(session, row),
        owners=owners,
        people=_people(session, row, listed) | {one.id: one.name for one in owners},
        asked=asked,
        repeats=repeat_of(session, row.id),
        repeated_by=repeated_by(session, row.id),
        elsewhere=elsewhere(session, row, site, by),
        confirmations=confirmations_at(session, found, way.turn, by, awaited=waits),
        talk=talk_of(session, row, site, by=by, at=at),
        way=way,
        clocks=clocks_of(session, found, way, by=by, at=at),
        missing=gate.missing if gate and waits else missing(way) if way.next else None,
        gate=gate,
        may_change=may(Ability.MANAGE_FINDINGS),
        may_plan=may(Ability.ACT),
        may_find_cause=may(Ability.ACT)
        and way.open_for(Step.CAUSE_FOUND)
        and all(way.whys.values()),
        may_correct_cause=may(Ability.ACT) and way.cause is not None,
        may_agree=may(Ability.MANAGE_FINDINGS)
        and way.open_for(Step.PLAN_AGREED)
        and bool(way.corrective),
        may_check=may(Ability.VERIFY)
        and way.next is Step.EFFECTIVE
        and way.check_on is not None
        and today >= way.check_on
        and by.id not in way.hands,
        may_close=may(Ability.VERIFY) and way.next is Step.CLOSED and not waits,
        may_hand_over=may(Ability.ACT) and asked is None and may_hand_over(row, by, site),
        may_reply=may(Ability.ACT) and asked is not None and asked.to_id == by.id,
    )


def _photos(session: Session, one: Answer | None) -> list[EvidenceOut]:
    """Of every revision at the spot: a photo is often added after the tap."""
    if one is None:
        return []
    listed = evidence_of(session, [each.id for each in revisions(session, one)])
    files = {file.id: file for of_one in listed.values() for file in of_one}
    return [EvidenceOut.of(file) for file in sorted(files.values(), key=lambda file: file.at)]


def _brought(session: Session, row: Finding) -> list[EvidenceOut]:
    return [EvidenceOut.of(file) for file in brought_with(session, row.id)]


def _events(session: Session, row: Finding) -> list[Event]:
    """What the trail says of the finding, oldest first."""
    listed = [
        (entry, json.loads(payload.payload) if payload else {})
        for entry, payload in entries(session, sites=[row.site_id], subject=row.ref, limit=1_000)
        if entry.site_id == row.site_id and entry.action.startswith(("finding.", "action."))
    ]
    owners = {
        told[side]["owner_id"]
        for _entry, told in listed
        for side in ("before", "after")
        if told.get(side, {}).get("owner_id")
    }
    people = names(session, {UUID(id) for id in owners})
    return [Event(entry, told, _changes(told, people)) for entry, told in reversed(listed)]


def _changes(told: Mapping[str, Any], people: Mapping[UUID, str]) -> list[Change]:
    before = told.get("before", {})
    return [
        Change(name, _readable(name, before.get(name), people), _readable(name, value, people))
        for name, value in told.get("after", {}).items()
    ]


def _readable(name: str, value: str | None, people: Mapping[UUID, str]) -> str | date | None:
    if value is None:
        return None
    if name in {"owner_id", "owner"}:
        return people.get(UUID(value))
    return date.fromisoformat(value) if name in {"due_on", "contain_by", "confirmed_on"} else value


def _people(session: Session, row: Finding, listed: Sequence[TrackedAction]) -> dict[UUID, str]:
    ids = {one.action.owner_id for one in listed} | ({row.owner_id} if row.owner_id else set())
    return names(session, ids)
