from uuid import UUID

from fastapi import APIRouter, Response

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.confirming import buyers_gate
from app.actions.doors import ActionHere
from app.actions.edit_changes import change_action, withdraw_action
from app.actions.forms import (
    AgreePlan,
    ChangeAction,
    CheckEffect,
    Implement,
    PlanAction,
    Verify,
    WithdrawAction,
)
from app.actions.queries import Tracked, actions_of
from app.actions.shown import ActionOut, WayOut
from app.actions.step_changes import answer_why, strike_why
from app.actions.way import way_of
from app.actions.way_changes import agree_plan, check_effect, find_cause
from app.confirmations.letters import invite_guests
from app.findings.cause_changes import correct_cause
from app.findings.changes import owner_or_none, reject_finding
from app.findings.doors import VisibleFinding
from app.findings.forms import AddCause, CloseFinding, CorrectCause, FindCause, RejectFinding
from app.findings.models import Finding
from app.findings.queries import packs_of
from app.people.doors import SignedIn
from app.people.queries import actors_at, names
from app.people.rules import Ability
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/findings/{ref}", tags=["actions"])


@router.get("/actions")
def index(found: VisibleFinding, session: Db) -> list[ActionOut]:
    """In the order in which they were planned."""
    listed = actions_of(session, [found.finding.id])[found.finding.id]
    people = names(session, {one.action.owner_id for one in listed})
    return [ActionOut.of(one, people) for one in listed]


@router.post("/actions", status_code=201)
def plan(found: VisibleFinding, form: PlanAction, by: SignedIn, session: Db, now: Now) -> ActionOut:
    """Who does what by when; the owner needs a role at the site that lets them act."""
    candidates = actors_at(session, found.site, Ability.ACT)
    owner = owner_or_none(candidates, form.owner)
    row = plan_action(session, found.finding, form, place=found.site, owner=owner, by=by, at=now)
    session.commit()
    return ActionOut.of(Tracked(row), {a.id: a.name for a in candidates})


@router.patch("/actions/{action_id}")
def change(
    found: VisibleFinding, one: ActionHere, form: ChangeAction, by: SignedIn, session: Db, now: Now
) -> ActionOut:
    """Before it is done; what is left out stays, and `version` is the one you saw."""
    candidates = actors_at(session, found.site, Ability.ACT)
    owner = owner_or_none(candidates, form.owner)
    change_action(session, found.finding, one, form, place=found.site, owner=owner, by=by, at=now)
    session.commit()
    return ActionOut.of(one, {a.id: a.name for a in candidates})


@router.post("/actions/{action_id}/withdrawal", status_code=201)
def withdraw(
    found: VisibleFinding,
    one: ActionHere,
    form: WithdrawAction,
    by: SignedIn,
    session: Db,
    now: Now,
) -> Response:
    """Before it is done, for a reason; it counts no more."""
    withdraw_action(session, found.finding, one, form, by=by, at=now)
    session.commit()
    return Response(status_code=201)


@router.post("/cause/correction", status_code=201)
def correct(
    found: VisibleFinding, form: CorrectCause, by: SignedIn, session: Db, now: Now
) -> WayOut:
    """What the cause lies in, said better; the first word stays on the trail."""
    correct_cause(session, found.finding, form, by=by, at=now)
    session.commit()
    return _way(session, found.finding)


@router.post("/actions/{action_id}/implementation", status_code=201)
def report_done(
    found: VisibleFinding, one: ActionHere, form: Implement, by: SignedIn, session: Db, now: Now
) -> Response:
    """Say that it is done, with the proof."""
    implement(session, found.finding, one, form, by=by, at=now)
    session.commit()
    return Response(status_code=201)


@router.post("/actions/{action_id}/verification", status_code=201)
def give_verdict(
    found: VisibleFinding, one: ActionHere, form: Verify, by: SignedIn, session: Db, now: Now
) -> Response:
    """By another person than the one who acted; a pass re-rates the finding's item."""
    verify(session, found.finding, one, form, by=by, at=now)
    invite_guests(session, found.finding, found.site)
    session.commit()
    return Response(status_code=201)


@router.post("/closure", status_code=201)
def close(
    found: VisibleFinding, form: CloseFinding, by: SignedIn, session: Db, now: Now
) -> Response:
    """Needs every step of its way: GET .../way says what is missing."""
    close_verified(session, found.finding, reason=form.reason, by=by, at=now)
    session.commit()
    return Response(status_code=201)


@router.get("/way")
def show_way(found: VisibleFinding, session: Db) -> WayOut:
    """Each step with who and when, what the next one waits for, and the causes."""
    return _way(session, found.finding)


@router.post("/rejection", status_code=201)
def reject(
    found: VisibleFinding, form: RejectFinding, by: SignedIn, session: Db, now: Now
) -> WayOut:
    """It was no finding, for a reason; nothing more can be done about it."""
    reject_finding(session, found.finding, reason=form.reason, by=by, at=now)
    session.commit()
    return _way(session, found.finding)


@router.post("/causes", status_code=201)
def ask_why(found: VisibleFinding, form: AddCause, by: SignedIn, session: Db, now: Now) -> WayOut:
    """One more why, behind `parent` or at the root of its branch; a weak answer is marked so."""
    answer_why(session, found.finding, form, by=by, at=now)
    session.commit()
    return _way(session, found.finding)


@router.delete("/causes/{cause_id}")
def strike(found: VisibleFinding, cause_id: UUID, by: SignedIn, session: Db, now: Now) -> WayOut:
    """With all that lies behind it; the trail keeps its words."""
    strike_why(session, found.finding, cause_id, by=by, at=now)
    session.commit()
    return _way(session, found.finding)


@router.post("/cause", status_code=201)
def say_cause_found(
    found: VisibleFinding, form: FindCause, by: SignedIn, session: Db, now: Now
) -> WayOut:
    """Needs an answer to both: why it happened, and why nobody noticed."""
    find_cause(session, found.finding, form, by=by, at=now)
    session.commit()
    return _way(session, found.finding)


@router.post("/plan", status_code=201)
def agree(found: VisibleFinding, form: AgreePlan, by: SignedIn, session: Db, now: Now) -> WayOut:
    """To the corrective and preventive actions as planned, and to how their effect will show."""
    agree_plan(session, found.finding, form, by=by, at=now)
    session.commit()
    return _way(session, found.finding)


@router.post("/effect", status_code=201)
def look_at_effect(
    found: VisibleFinding, form: CheckEffect, by: SignedIn, session: Db, now: Now
) -> WayOut:
    """From `check_on` on; what has not held is open again from its first step."""
    packs = packs_of(session, found.finding)
    check_effect(session, found.finding, form, packs, by=by, at=now)
    invite_guests(session, found.finding, found.site)
    session.commit()
    return _way(session, found.finding)


def _way(session: Db, row: Finding) -> WayOut:
    way = way_of(session, row)
    return WayOut.of(way, buyers_gate(session, row, way))
