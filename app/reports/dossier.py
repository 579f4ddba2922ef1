"""The dossier of one finding: everything on it, with the hashes by which it can be checked."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date
from sqlmodel import Session

from app.actions.queries import withdrawn_of
from app.actions.way import Way, missing
from app.answers.models import Answer
from app.answers.queries import answer, evidence_of, revisions
from app.comments.queries import Remark, thread
from app.confirmations.queries import asked_about, shared_with
from app.findings.deeds import DEED_NAMES
from app.findings.models import Closure, Finding
from app.findings.proposals import sentence_of
from app.findings.raise_queries import proposal_of
from app.findings.repeat_queries import repeat_of, repeated_by
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.queries import names
from app.people.rules import ROLE_NAMES
from app.reports.across import looked
from app.reports.cases import Cases, file_of
from app.reports.hours import hour, offset
from app.reports.required import required
from app.reports.rounds import of_audit
from app.reports.shapes import dossier as d
from app.reports.shapes.base import Head, SignatureLine
from app.reports.shapes.case import File
from app.reports.told import Told
from app.reports.trail_told import concerns, moved, persons_in, written
from app.trail.models import TrailEntry
from app.trail.queries import entries
from app.web.words import LOCALES

SIGNATURES = (
    (_("Quality lead"), _("handed over")),
    (_("Buyer's auditor"), _("received")),
)
CONFIRMED, SENT_BACK = _("confirmed"), _("sent back")
Event = tuple[TrailEntry, Mapping[str, Any]]


def dossier(session: Session, told: Told, head: Head) -> d.DossierDocument:
    row, closure = _found(told)
    told, head = of_audit(session, told, head, row.audit_id)
    cases = Cases(session, told, [row])
    raised_from = answer(session, row.answer_id) if row.answer_id else None
    events = _events(session, cases, row)
    talk = [one for one in thread(session, row.id) if _known(cases, one)]
    way = cases.way(row, closure)
    return d.DossierDocument(
        head=head,
        case=cases.case(row, closure),
        next="" if closure else _next(told, way),
        class_why=_class_why(session, told, row),
        hours=offset(told.by_then, told.site.time_zone),
        required=required(session, cases, row, raised_from),
        files=_files(session, cases, raised_from),
        withdrawn=tuple(_withdrawn(session, cases, row)),
        owners=tuple(_owners(session, cases, events)),
        related=tuple(_related(session, cases, row)),
        elsewhere=tuple(looked(session, cases, row)),
        confirmations=tuple(_confirmed(session, cases, row)),
        remarks=tuple(_remark(cases, one) for one in talk),
        trail=tuple(_trail(session, cases, row, events, talk)),
        signatures=tuple(
            SignatureLine(role=told.say(role), meaning=told.say(meaning))
            for role, meaning in SIGNATURES
        ),
    )


def _found(told: Told) -> tuple[Finding, Closure | None]:
    mine = [pair for pair in told.findings if pair[0].id == told.report.finding_id]
    if not mine:
        raise NotFound(_("There was no such finding by that day."))
    return mine[0]


def _next(told: Told, way: Way) -> str:
    """What its way waits for, as the page says it."""
    waits, locale = missing(way), LOCALES[told.report.lang]
    parts = {
        name: format_date(part, "medium", locale) if isinstance(part, date) else part
        for name, part in waits.parts.items()
    }
    return told.say(waits.text, **parts)


def _class_why(session: Session, told: Told, row: Finding) -> str:
    """The sentence of the rule, as long as the class is the one that it proposed."""
    one = proposal_of(session, row.id)
    if one is None or one.class_ is not row.class_:
        return ""
    text, parts = sentence_of(one.class_, one.rule, json.loads(one.parts))
    return told.say(text, **parts)


def _files(session: Session, cases: Cases, one: Answer | None) -> tuple[File, ...]:
    """Of every revision at the spot: a photo is often added after the tap."""
    if one is None:
        return ()
    listed = evidence_of(session, [each.id for each in revisions(session, one)])
    files = {file.id: file for some in listed.values() for file in some}
    known = [file for file in files.values() if file.at <= cases.by_then]
    return tuple(file_of(file) for file in sorted(known, key=lambda file: (file.at, file.id)))


def _events(session: Session, cases: Cases, row: Finding) -> list[Event]:
    """What the trail says of the finding, oldest first; what was erased says nothing."""
    listed = entries(session, sites=[row.site_id], subject=row.ref, limit=1_000)
    return [
        (entry, json.loads(payload.payload) if payload else {})
        for entry, payload in reversed(listed)
        if entry.site_id == row.site_id and entry.at <= cases.by_then
    ]


def _owners(session: Session, cases: Cases, events: Sequence[Event]) -> Iterable[d.OwnerChange]:
    changed = [
        (entry, told["before"].get("owner_id"), told["after"]["owner_id"])
        for entry, told in events
        if "owner_id" in told.get("after", {})
    ]
    ids = {UUID(id) for _entry, *both in changed for id in both if id}
    people = {str(id): name for id, name in names(session, ids).items()}
    for entry, before, after in changed:
        yield d.OwnerChange(
            on=cases.day(entry.at),
            by=entry.actor,
            before=people.get(before or "", ""),
            after=people.get(after or "", ""),
            how=_deed(cases.told, entry),
            why=entry.why or "",
        )


def _withdrawn(session: Session, cases: Cases, row: Finding) -> Iterable[d.Withdrawn]:
    for one in withdrawn_of(session, row.id):
        if one.withdrawn_at and one.withdrawn_at <= cases.by_then:
            yield d.Withdrawn(
                what=one.what,
                by=one.withdrawn_by,
                on=cases.day(one.withdrawn_at),
                why=one.withdrawn_why,
            )


def _related(session: Session, cases: Cases, row: Finding) -> Iterable[d.Related]:
    earlier = repeat_of(session, row.id)
    later = [one for one in repeated_by(session, row.id) if one.raised_at <= cases.by_then]
    listed = [(_("It repeats"), earlier[1])] if earlier else []
    shut = {one.id: closure for one, closure in cases.told.findings}
    for how, one in [*listed, *((_("It came again as"), one) for one in later)]:
        closure = shut.get(one.id)
        yield d.Related(
            how=cases.told.say(how),
            ref=one.ref,
            raised_on=cases.day(one.raised_at),
            statement="" if one.statement == row.statement else one.statement,
            status=cases.status(one, closure),
            closed_on=cases.day(closure.at) if closure else None,
            why=closure.reason if closure else "",
        )


def _confirmed(session: Session, cases: Cases, row: Finding) -> Iterable[d.Confirmed]:
    """What the buyer was asked by then, and said by then."""
    asked = [one for one in asked_about(session, row.id) if one.asked.at <= cases.by_then]
    guests = names(session, {one.asked.guest_id for one in asked})
    for one in asked:
        said = one.reply if one.reply and one.reply.at <= cases.by_then else None
        yield d.Confirmed(
            buyer=one.asked.buyer,
            guest=guests.get(one.asked.guest_id, ""),
            by=one.asked.by_name,
            on=cases.day(one.asked.at),
            done=one.asked.done,
            files=tuple(map(file_of, shared_with(session, one.asked.id))),
            outcome=cases.told.say(CONFIRMED if said.confirmed else SENT_BACK) if said else "",
            reason=said.reason if said else "",
            said_by=said.by_name if said else "",
            said_on=cases.day(said.at) if said else None,
        )


def _known(cases: Cases, one: Remark) -> bool:
    return one.comment.at <= cases.by_then


def _withdrawn_by(cases: Cases, one: Remark) -> bool:
    return one.withdrawal is not None and one.withdrawal.at <= cases.by_then


def _remark(cases: Cases, one: Remark) -> d.Remark:
    actions = {a.action.id: a.action.what for a in cases.actions[one.comment.finding_id]}
    words = [revision.text for revision in one.revisions if revision.at <= cases.by_then]
    gone = _withdrawn_by(cases, one)
    return d.Remark(
        by=one.comment.by_name,
        at=one.comment.at,
        on=cases.day(one.comment.at),
        hour=hour(one.comment.at, cases.told.site.time_zone),
        text="" if gone or not words else words[-1],
        action=actions.get(one.comment.action_id, "") if one.comment.action_id else "",
        files=() if gone else tuple(map(file_of, one.files)),
        withdrawn=gone,
    )


def _trail(
    session: Session,
    cases: Cases,
    row: Finding,
    events: Sequence[Event],
    talk: Sequence[Remark],
) -> Iterable[d.Entry]:
    """A comment that its author took back is told without its words."""
    told, zone = cases.told, cases.told.site.time_zone
    ids = persons_in([payload for _entry, payload in events])
    people = {str(id): name for id, name in names(session, set(map(UUID, ids))).items()}
    planned = [one.action for one in cases.actions[row.id]]
    planned += [one for one in withdrawn_of(session, row.id) if one.made_at <= cases.by_then]
    gone = {str(one.comment.id) for one in talk if _withdrawn_by(cases, one)}
    for entry, payload in events:
        silent = payload.get("comment") in gone
        yield d.Entry(
            seq=entry.seq,
            at=entry.at,
            on=cases.day(entry.at),
            hour=hour(entry.at, zone),
            by=entry.actor,
            role=_roles(told, entry.role),
            deed=_deed(told, entry),
            of=concerns(told, payload, planned),
            said=() if silent else written(told, payload),
            moved=tuple(moved(told, payload, people)),
            why=entry.why or "",
            leaf=entry.leaf,
        )


def _deed(told: Told, entry: TrailEntry) -> str:
    known = DEED_NAMES.get(entry.action)
    return told.say(known) if known else entry.action


def _roles(told: Told, roles: str) -> str:
    """The trail keeps their codes."""
    listed = [one.strip(",") for one in roles.split()]
    known = {str(role): told.say(name) for role, name in ROLE_NAMES.items()}
    return told.say(_(", ")).join(known.get(one, one) for one in listed)
