"""The verbs that take a finding a step further."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.actions.changes import OwnWork
from app.actions.confirm_changes import ask_when_held
from app.actions.forms import AgreePlan, CheckEffect
from app.actions.models import AgreedAction, EffectCheck, PlanAgreed
from app.actions.step_changes import keep_step
from app.actions.way import NotYet, Way, missing, refuse_unless_before, way_of
from app.answers.changes import rerate
from app.answers.rules import FAILED
from app.findings.changes import refuse_if_closed, reopen_finding
from app.findings.forms import FindCause
from app.findings.models import CauseFound, Finding
from app.findings.rules import Branch, Step
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.rules import Actor
from app.programmes.rules import Pack
from app.suppliers.queries import day_at
from app.trail.changes import record


class TooEarly(NotYet): ...


def find_cause(
    session: Session, finding: Finding, form: FindCause, *, by: Actor, at: datetime
) -> CauseFound:
    """On the short way it may be said as well; then nothing waits for it."""
    refuse_if_closed(session, finding)
    way = way_of(session, finding)
    refuse_unless_before(way, Step.CAUSE_FOUND)
    if way.cause and Step.CAUSE_FOUND in way.taken:
        raise Conflict(_("{name} has said already what the cause is."), name=way.cause.by_name)
    if not way.whys[Branch.OCCURRENCE]:
        raise NotYet(_("Say first why it happened."))
    if not way.whys[Branch.ESCAPE]:
        raise NotYet(_("Say first why nobody noticed before the auditor did."))
    row = CauseFound(
        finding_id=finding.id,
        turn=way.turn,
        tag=form.tag,
        hidden_hazard=form.hidden_hazard,
        note=form.note,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    record(
        session,
        "finding.cause_found",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        tag=form.tag,
        hidden_hazard=form.hidden_hazard,
        note=form.note,
    )
    keep_step(session, finding)
    return row


def agree_plan(
    session: Session, finding: Finding, form: AgreePlan, *, by: Actor, at: datetime
) -> PlanAgreed:
    """To all that answers the cause and is planned by now; what comes later is agreed again."""
    refuse_if_closed(session, finding)
    way = way_of(session, finding)
    refuse_unless_before(way, Step.PLAN_AGREED)
    if not way.corrective:
        raise NotYet(_("Nothing is planned yet that answers the cause. Plan a corrective action."))
    if Step.PLAN_AGREED in way.taken:
        raise Conflict(_("This plan is agreed already, as it stands."))
    row = PlanAgreed(
        finding_id=finding.id,
        turn=way.turn,
        criterion=form.criterion,
        after_days=form.after_days,
        note=form.note,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(AgreedAction(plan_id=row.id, action_id=one.action.id) for one in way.corrective)
    record(
        session,
        "finding.plan_agreed",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        actions=[one.action.id for one in way.corrective],
        criterion=form.criterion,
        after_days=form.after_days,
        note=form.note,
    )
    keep_step(session, finding)
    return row


def check_effect(
    session: Session,
    finding: Finding,
    form: CheckEffect,
    packs: Sequence[Pack],
    *,
    by: Actor,
    at: datetime,
) -> EffectCheck:
    """By somebody who had no hand in it. What has not held is open again from its first step."""
    refuse_if_closed(session, finding)
    way = way_of(session, finding)
    _refuse_unless_due(session, finding, way, at)
    if by.id in way.hands:
        raise OwnWork(_("You did a part of this yourself. Ask somebody else whether it has held."))
    if not form.held and finding.item and form.level not in FAILED:
        raise Invalid(_("Say at which level the item stands now: 2, 1 or 0."))
    row = EffectCheck(
        finding_id=finding.id,
        turn=way.turn,
        held=form.held,
        level=None if form.held else form.level,
        note=form.note,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    if form.held:
        record(
            session,
            "finding.effective",
            on=finding.ref,
            by=by,
            at=at,
            site_id=finding.site_id,
            note=form.note,
        )
    else:
        _start_anew(session, finding, form, packs, way, by=by, at=at)
    ask_when_held(session, finding, keep_step(session, finding), by=by, at=at)
    return row


def _refuse_unless_due(session: Session, finding: Finding, way: Way, at: datetime) -> None:
    if Step.EFFECTIVE not in way.steps:
        raise Conflict(_("A finding of this class is closed without a look at the effect."))
    if way.next is not Step.EFFECTIVE:
        no = missing(way)
        raise NotYet(no.text, **no.parts)
    if way.check_on and day_at(session, finding.site_id, at) < way.check_on:
        raise TooEarly(
            _("Whether it has held shows from {day} on. Come back then."), day=way.check_on
        )


def _start_anew(
    session: Session,
    finding: Finding,
    form: CheckEffect,
    packs: Sequence[Pack],
    way: Way,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if finding.item and form.level is not None:  # one without an item rates none
        rerate(
            session,
            finding.site_id,
            finding.item,
            finding.zone_id,
            form.level,
            note=form.note,
            id=new_id(),
            by=by,
            at=at,
        )
    reopen_finding(session, finding, packs, turn=way.turn + 1, reason=form.note, by=by, at=at)
