from fastapi import APIRouter, Response

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.doors import ActionHere
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import Tracked, actions_of
from app.actions.shown import ActionOut
from app.findings.changes import owner_or_none
from app.findings.doors import VisibleFinding
from app.findings.forms import CloseFinding
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
    session.commit()
    return Response(status_code=201)


@router.post("/closure", status_code=201)
def close(
    found: VisibleFinding, form: CloseFinding, by: SignedIn, session: Db, now: Now
) -> Response:
    """Needs a verified action."""
    close_verified(session, found.finding, reason=form.reason, by=by, at=now)
    session.commit()
    return Response(status_code=201)
