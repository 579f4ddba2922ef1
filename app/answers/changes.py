from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.answers.forms import SaveAnswer
from app.answers.models import Answer, AnswerEvidence, NaApproval
from app.answers.queries import answer, answers_at, answers_by_ids, current, evidence_of
from app.answers.rules import Level
from app.audits.models import Audit
from app.audits.rules import STAGE_NAMES, TAKES_ANSWERS
from app.checklists.rules import Edition, Item
from app.evidence.models import Evidence
from app.evidence.queries import evidence_at
from app.evidence.rules import addresses
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.people.rules import Actor
from app.suppliers.models import Zone
from app.trail.changes import record
from app.trail.rules import Author


class AuditClosed(Conflict): ...


class NotAsked(Invalid): ...


class IdTaken(Conflict): ...


class OwnWork(Conflict): ...


class StaleAnswer(Conflict):
    """Somebody else saved first; nothing is lost, both values travel back."""

    def __init__(self, yours: SaveAnswer, theirs: Answer, files: Sequence[Evidence]) -> None:
        super().__init__(
            _("{who} saved this item first. Compare both and save the one that is right."),
            who=theirs.by_name,
        )
        self.yours, self.theirs, self.files = yours, theirs, files

    def details(self) -> Mapping[str, Any]:
        shown = {"id", "revision", "level", "note", "na_reason", "measured", "elapsed_seconds"}
        theirs = self.theirs.model_dump(mode="json", include={*shown, "observed_at"})
        return {
            "yours": self.yours.model_dump(mode="json"),
            "theirs": {
                **theirs,
                "by": self.theirs.by_name,
                "evidence": [
                    {"id": str(f.id), "name": f.name, **addresses(f.id, f.media_type)}
                    for f in self.files
                ],
            },
        }


def save_answer(  # noqa: PLR0913 - the audit with its pinned edition and zones, and who says what
    session: Session,
    audit: Audit,
    edition: Edition,
    zones: Collection[Zone],
    form: SaveAnswer,
    *,
    id: UUID,
    by: Author,
    at: datetime,
) -> Answer:
    """Adds a revision. The same id sent again answers with what already stands."""
    sent_before = answer(session, id)
    if sent_before:
        return _same(sent_before, form)
    _refuse_unless_open(audit)
    _check(audit, edition, zones, form)
    last = current(session, audit.id, form.item, form.zone)
    return _add(session, audit, form, last, id=id, by=by, at=at)


def save_answers(
    session: Session,
    audit: Audit,
    edition: Edition,
    zones: Collection[Zone],
    forms: Mapping[UUID, SaveAnswer],
    *,
    by: Author,
    at: datetime,
) -> list[Answer]:
    """A tablet's day by the ids it gave: each as by `save_answer`, at no question an answer."""
    sent_before = answers_by_ids(session, forms)
    last = answers_at(session, audit.id)
    rows = []
    for id, form in forms.items():
        if id in sent_before:
            rows.append(_same(sent_before[id], form))
            continue
        _refuse_unless_open(audit)
        _check(audit, edition, zones, form)
        spot = (form.item, form.zone)
        last[spot] = _add(session, audit, form, last.get(spot), id=id, by=by, at=at)
        rows.append(last[spot])
    return rows


def _add(
    session: Session,
    audit: Audit,
    form: SaveAnswer,
    last: Answer | None,
    *,
    id: UUID,
    by: Author,
    at: datetime,
) -> Answer:
    if (last.revision if last else 0) != form.base_revision:
        raise (
            StaleAnswer(form, last, evidence_of(session, [last.id]).get(last.id, []))
            if last
            else Invalid(_("There is no revision {n} of this answer."), n=form.base_revision)
        )
    row = _revision(audit, form, id=id, by=by, at=at)
    session.add(row)
    _attach(session, row, form.evidence)
    told = form.model_dump(mode="json", exclude={"audit", "item", "observed_at"})
    record(
        session,
        "answer.saved",
        on=f"{audit.ref} {form.item}",
        by=by,
        at=at,
        site_id=audit.site_id,
        device_at=form.observed_at,
        **told,
    )
    return row


def approve_na(
    session: Session, audit: Audit, one: Answer, *, by: Actor, at: datetime
) -> NaApproval:
    """By a second person; then the item counts as answered and leaves every score."""
    _refuse_unless_open(audit)
    if one.level is not Level.NOT_APPLICABLE:
        raise Invalid(_("This answer does not say that the item is not applicable."))
    if one.by_id == by.id:
        raise OwnWork(_("Somebody else has to approve what you set to not applicable."))
    row = NaApproval(answer_id=one.id, by_id=by.id, by_name=by.name, at=at)
    session.add(row)
    record(
        session,
        "answer.na_approved",
        on=f"{audit.ref} {one.item}",
        by=by,
        at=at,
        site_id=audit.site_id,
        reason=one.na_reason,
    )
    return row


def rerate(  # noqa: PLR0913 - what a verification found, where, by whom
    session: Session,
    site_id: UUID,
    item: str,
    zone_id: UUID | None,
    level: Level,
    *,
    note: str,
    id: UUID,
    by: Author,
    at: datetime,
) -> Answer:
    """The level that a verification saw with its own eyes: readiness moves between audits."""
    row = Answer(
        id=id,
        site_id=site_id,
        item=item,
        zone_id=zone_id,
        revision=1,
        base_revision=0,
        level=level,
        note=note,
        observed_at=at,
        recorded_at=at,
        by_id=by.id,
        by_name=by.name,
    )
    session.add(row)
    return row


def _refuse_unless_open(audit: Audit) -> None:
    if audit.stage not in TAKES_ANSWERS:
        raise AuditClosed(
            _("Audit {ref} stands at “{stage}”: it takes answers in fieldwork and review only."),
            ref=audit.ref,
            stage=STAGE_NAMES[audit.stage],
        )


def _check(audit: Audit, edition: Edition, zones: Collection[Zone], form: SaveAnswer) -> None:
    item = edition.find(form.item)
    if item is None or not item.traits <= audit.has:
        raise NotAsked(_("Item {item} is not asked in audit {ref}."), item=form.item, ref=audit.ref)
    _check_zone(item, zones, form)
    if form.level is Level.NOT_APPLICABLE and not form.na_reason.strip():
        raise Invalid(_("Say why the item does not apply."))
    if form.measured is not None and item.measure is None:
        raise Invalid(_("Item {item} has nothing to measure."), item=item.id)


def _check_zone(item: Item, zones: Collection[Zone], form: SaveAnswer) -> None:
    fitting = {zone.id for zone in zones if zone.kind == item.zones} if item.zones else {None}
    if form.zone not in fitting:
        raise NotAsked(
            _("Item {item} is answered per zone: choose one that is in the audit's scope.")
            if item.zones
            else _("Item {item} is answered once, without a zone."),
            item=item.id,
        )


def _same(stored: Answer, form: SaveAnswer) -> Answer:
    fields = ("item", "level", "note", "na_reason", "measured", "elapsed_seconds")
    said = all(getattr(stored, name) == getattr(form, name) for name in fields)
    if not said or stored.audit_id != form.audit or stored.zone_id != form.zone:
        raise IdTaken(_("This id is already used for another answer."))
    return stored


def _revision(audit: Audit, form: SaveAnswer, *, id: UUID, by: Author, at: datetime) -> Answer:
    return Answer(
        id=id,
        site_id=audit.site_id,
        audit_id=audit.id,
        item=form.item,
        zone_id=form.zone,
        revision=form.base_revision + 1,
        base_revision=form.base_revision,
        level=form.level,
        note=form.note,
        na_reason=form.na_reason,
        measured=form.measured,
        elapsed_seconds=form.elapsed_seconds,
        observed_at=min(form.observed_at, at),  # a tablet's clock may run ahead
        recorded_at=at,
        by_id=by.id,
        by_name=by.name,
    )


def _attach(session: Session, row: Answer, ids: Collection[UUID]) -> None:
    found = evidence_at(session, row.site_id, ids) if ids else []
    if len(found) != len(set(ids)):
        raise Invalid(_("A photo of this answer has not arrived yet. Send it first."))
    if found:
        session.flush()
    session.add_all(AnswerEvidence(answer_id=row.id, evidence_id=one.id) for one in found)
