from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.actions.confirm_changes import ask_when_held
from app.actions.confirming import refuse_unconfirmed
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.models import Action, Implementation, ImplementationEvidence, Verification
from app.actions.queries import Tracked, action, agreed_in
from app.actions.rules import PROVES, ActionState
from app.actions.step_changes import keep_step
from app.actions.way import NotYet, Way, asks_to_agree, missing, way_of
from app.answers.changes import rerate
from app.answers.rules import FAILED, Level
from app.evidence.queries import evidence_at
from app.findings.changes import close_finding, refuse_if_closed, wait_until
from app.findings.models import Closure, Finding
from app.findings.queries import turn_of
from app.findings.rules import Step
from app.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.rules import Ability, Actor, Place
from app.suppliers.queries import day_at
from app.trail.changes import record


class NothingToVerify(Conflict): ...


class OwnWork(NotAllowed): ...


class NotAgreed(Conflict): ...


class NotVerified(NotYet): ...


def plan_action(
    session: Session,
    finding: Finding,
    form: PlanAction,
    *,
    place: Place,
    owner: Actor | None,
    by: Actor,
    at: datetime,
) -> Action:
    refuse_if_closed(session, finding)
    if owner is None or not owner.may(Ability.ACT, place):
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    if form.due_on < day_at(session, finding.site_id, at):
        raise Invalid(_("The due date has passed already. Choose a day from today on."))
    if asks_to_agree(finding.class_, form.kind) and not form.criterion:
        raise Invalid(_("Say how one will see that it worked: it is verified against that."))
    row = Action(
        finding_id=finding.id,
        kind=form.kind,
        what=form.what,
        criterion=form.criterion,
        owner_id=owner.id,
        due_on=form.due_on,
        made_by=by.name,
        made_at=at,
        turn=turn_of(session, finding.id),
        cost=form.cost,
        currency=form.currency if form.cost is not None else "",
        effort=form.effort,
    )
    session.add(row)
    record(
        session,
        "action.planned",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        kind=form.kind,
        what=form.what,
        owner=owner.name,
        due_on=form.due_on,
        criterion=form.criterion,
        cost=form.cost,
        currency=row.currency,
        effort=form.effort,
    )
    if finding.step is not Step.RAISED:  # what is new is still to be done, and agreed
        keep_step(session, finding)
    return row


def implement(
    session: Session, finding: Finding, one: Tracked, form: Implement, *, by: Actor, at: datetime
) -> Implementation:
    """Says that it is done. Whoever says so cannot verify it."""
    one = _as_it_stands(session, finding, one)
    if one.state is not ActionState.OPEN:
        raise Conflict(_("This action was reported as done already; it waits for verification."))
    row = Implementation(
        action_id=one.action.id, by_id=by.id, by_name=by.name, at=at, note=form.note
    )
    session.add(row)
    _stands(one, ActionState.IMPLEMENTED, at=at, by_id=by.id)
    session.flush()
    files = evidence_at(session, finding.site_id, form.evidence)
    if len(files) != len(set(form.evidence)):
        raise Invalid(_("A file of this proof has not arrived yet. Send it first."))
    session.add_all(
        ImplementationEvidence(implementation_id=row.id, evidence_id=f.id) for f in files
    )
    record(
        session,
        "action.implemented",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        action=one.action.id,
        note=form.note,
        evidence=[f.sha256 for f in files],
    )
    keep_step(session, finding)
    return row


def verify(
    session: Session, finding: Finding, one: Tracked, form: Verify, *, by: Actor, at: datetime
) -> Verification:
    """By another person than the one who acted; a pass re-rates the finding's item."""
    one = _as_it_stands(session, finding, one)
    last = one.last
    if last is None or one.state is not ActionState.IMPLEMENTED:
        raise NothingToVerify(_("Nobody has reported this action as done since it was last seen."))
    if by.id in one.hands:
        raise OwnWork(_("You did this yourself. Ask somebody else to verify it."))
    if _unagreed(session, finding, one):
        raise NotAgreed(
            _("Nobody has agreed to this action yet. Agree to the plan, then verify against it.")
        )
    proves = form.passed and one.action.kind in PROVES and bool(finding.item)
    row = Verification(
        implementation_id=last.implementation.id,
        by_id=by.id,
        by_name=by.name,
        at=at,
        passed=form.passed,
        note=form.note,
    )
    if proves:
        row.answer_id = _rerated(session, finding, form, by=by, at=at)
    session.add(row)
    if form.passed:
        one.action.state = ActionState.VERIFIED
    else:
        _stands(one, ActionState.OPEN)
    record(
        session,
        "action.verified" if form.passed else "action.sent_back",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        action=one.action.id,
        note=form.note,
        level=form.level if proves else None,
    )
    way = keep_step(session, finding)
    if way.check_on:
        wait_until(session, finding, way.check_on, by=by, at=at)
    ask_when_held(session, finding, way, by=by, at=at)
    return row


def _stands(
    one: Tracked, state: ActionState, *, at: datetime | None = None, by_id: UUID | None = None
) -> None:
    """Kept for lists and SQL, as the step of its finding is."""
    one.action.state, one.action.done_at, one.action.done_by_id = state, at, by_id


def close_verified(
    session: Session, finding: Finding, *, reason: str, by: Actor, at: datetime
) -> Closure:
    """Needs every step of its way, the last of them a verified correction or corrective action."""
    refuse_if_closed(session, finding)
    way = way_of(session, finding)
    refuse_unless_closable(finding, way)
    refuse_unconfirmed(session, finding, way)
    closure = close_finding(session, finding, reason=reason, by=by, at=at)
    finding.step = Step.CLOSED  # the only one that was missing
    return closure


def refuse_unless_closable(finding: Finding, way: Way) -> None:
    if way.next is Step.CLOSED:
        return
    if way.next is Step.VERIFIED or (way.next is Step.IMPLEMENTED and way.proving):
        raise NotVerified(
            _("Finding {ref} can be closed once another person has verified its actions."),
            ref=finding.ref,
        )
    no = missing(way)
    raise NotVerified(no.text, **no.parts)


def _unagreed(session: Session, finding: Finding, one: Tracked) -> bool:
    if not asks_to_agree(finding.class_, one.action.kind):
        return False
    return one.action.id not in agreed_in(session, finding.id, turn_of(session, finding.id))


def _as_it_stands(session: Session, finding: Finding, one: Tracked) -> Tracked:
    """Whoever came first has changed it: what this request read before is not to be trusted."""
    refuse_if_closed(session, finding)
    now = action(session, finding.id, one.action.id)
    if now is None:
        raise NotFound(_("This action was withdrawn."))
    return now


def _rerated(session: Session, finding: Finding, form: Verify, *, by: Actor, at: datetime) -> UUID:
    if form.level is None or form.level in FAILED or form.level is Level.NOT_APPLICABLE:
        raise Invalid(_("A verified action leaves the item at level 3 or 4. Say which you saw."))
    row = rerate(
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
    session.flush()
    return row.id
