"""What became of each finding: planned, done, verified by another person, closed; or not yet."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import AgreePlan, CheckEffect, Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.rules import LASTS_AFTER, ActionKind, Effort
from app.actions.step_changes import answer_why
from app.actions.way_changes import agree_plan, check_effect, find_cause
from app.answers.rules import Level
from app.demo.story import DONE_UNSEEN
from app.findings.forms import AddCause, FindCause
from app.findings.models import Finding
from app.findings.rules import STEPS, Branch, CauseTag, Step
from app.people.rules import Actor
from app.suppliers.models import Site

WORK = (
    ("Name one owner per shift and put the check on the shift-start board.",
     "20 shift-start sheets in a row show the check before 08:15 and 20:15."),
    ("Draw the sample from the raw system each week and send it to the quality lead.",
     "8 weekly samples in a row with 0 deviations."),
    ("Change the work instruction at the station and remove the old one from 3 lines.",
     "10 of 10 stations show the new issue; 0 old copies found."),
    ("Replace the part, log the stock and add it to the monthly round.",
     "2 monthly rounds with 0 missing entries."),
)  # fmt: skip
WHYS = (
    (("The check is on no shift's list.",
      "The list was copied from the old building, which had no such place.",
      "Nobody has to look at the list when a building changes."),
     ("The monthly round passes the place before it is in use.",
      "The round has had the same time since the plant opened."),
     CauseTag.METHOD),
    (("Operator error at the station.",
      "Two issues of the instruction hung side by side.",
      "Whoever releases a new issue does not see where the old one hangs."),
     ("The patrol ticks the station, not the issue.",),
     CauseTag.MANAGEMENT),
    (("The part was worn and none was in stock.",
      "The stock list knows no least number for it."),
     ("Wear shows only when the cover is off, which no round asks for.",),
     CauseTag.METHOD),
    (("The newcomer of the night shift was shown it once.",
      "On the night shift nobody is named to teach."),
     ("The shift leader signs for the whole line at once.",),
     CauseTag.PEOPLE),
)  # fmt: skip
COSTS = (None, None, Decimal(1_800), Decimal(26_500))  # of the work above, in CNY
CONTAIN = "Fence the place off and look at it at the start of each shift."
CONTAINED = "Fenced off; the shift sheets show a look at each start."
LASTING = "Three unannounced looks on different shifts, and none of them finds it again."
AGREED = "It answers the cause, not only the spot."
DAY = timedelta(days=1)
NOT_TOUCHED = 0.15
MOSTLY = 0.6
DONE = "Done as planned; records of the first weeks are with the quality lead."
SEEN = "Walked the place unannounced on the night shift; it holds."
CLOSED = "Verified on the spot, and the records agree."


def mend(
    session: Session,
    finding: Finding,
    site: Site,
    cast: Mapping[str, Actor],
    *,
    now: datetime,
    chance: random.Random,
    stuck: bool = False,
) -> datetime | None:
    """As far as time let it come; returns when it was verified to hold. `stuck`: never verified."""
    planned = finding.raised_at + timedelta(days=chance.randint(1, 9))
    done = planned + timedelta(days=chance.choice((25, 40, 55, 80, 120, 150)))
    verified = done + timedelta(days=chance.randint(3, 16))
    fresh = now - finding.raised_at < timedelta(days=150)
    untouched = fresh and chance.random() < NOT_TOUCHED
    if planned > now or untouched:
        return None
    owner = cast["owner"] if cast["owner"].id == finding.owner_id else cast["owner2"]
    _plan(session, finding, site, owner, cast["quality"], at=planned, chance=chance)
    if done > now or (stuck and finding.item not in DONE_UNSEEN):
        return None
    action = actions_of(session, [finding.id])[finding.id][-1]
    implement(session, finding, action, Implement(note=DONE), by=owner, at=done)
    session.flush()
    if stuck or verified > now:
        return None
    _verify_containment(session, finding, by=cast["quality"], at=verified)
    action = actions_of(session, [finding.id])[finding.id][-1]
    level = Level.FULL if chance.random() < MOSTLY else Level.LAPSE
    verdict = Verify(passed=True, note=SEEN, level=level)
    verify(session, finding, action, verdict, by=cast["quality"], at=verified)
    session.flush()
    closed = verified + timedelta(hours=1)
    if Step.EFFECTIVE in STEPS[finding.class_]:
        looked = verified + timedelta(days=LASTS_AFTER + 1)
        if looked > now:
            return verified
        held = CheckEffect(held=True, note=SEEN)
        check_effect(session, finding, held, [], by=cast["quality"], at=looked)
        session.flush()
        closed = looked + timedelta(hours=1)
    close_verified(session, finding, reason=CLOSED, by=cast["quality"], at=closed)
    session.flush()
    return verified


def _plan(
    session: Session,
    finding: Finding,
    site: Site,
    owner: Actor,
    lead: Actor,
    *,
    at: datetime,
    chance: random.Random,
) -> None:
    n = chance.randrange(len(WORK))
    what, criterion = WORK[n]
    if Step.CONTAINED in STEPS[finding.class_]:
        _contain(session, finding, site, owner, lead, at=at)
    if Step.CAUSE_FOUND in STEPS[finding.class_]:
        _find_cause(session, finding, owner, n, at=at)
    due = max(finding.due_on or at.date(), at.date() + timedelta(days=5))
    form = PlanAction(
        kind=ActionKind.CORRECTIVE,
        what=what,
        criterion=criterion,
        owner=owner.id,
        due_on=due,
        effort=list(Effort)[n % len(Effort)],
        cost=COSTS[n],
    )
    plan_action(session, finding, form, place=site, owner=owner, by=lead, at=at)
    session.flush()
    if Step.PLAN_AGREED in STEPS[finding.class_]:
        agreed = AgreePlan(criterion=LASTING, note=AGREED)
        agree_plan(session, finding, agreed, by=lead, at=at)
        session.flush()


def _contain(
    session: Session, finding: Finding, site: Site, owner: Actor, lead: Actor, *, at: datetime
) -> None:
    form = PlanAction(
        kind=ActionKind.CONTAINMENT, what=CONTAIN, owner=owner.id, due_on=at.date() + DAY
    )
    before = at - timedelta(minutes=30)
    plan_action(session, finding, form, place=site, owner=owner, by=lead, at=before)
    session.flush()
    (one,) = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note=CONTAINED), by=owner, at=before)
    session.flush()


def _verify_containment(session: Session, finding: Finding, *, by: Actor, at: datetime) -> None:
    for one in actions_of(session, [finding.id])[finding.id]:
        if one.action.kind is ActionKind.CONTAINMENT:
            verify(session, finding, one, Verify(passed=True, note=SEEN), by=by, at=at)
            session.flush()


def _find_cause(session: Session, finding: Finding, owner: Actor, n: int, *, at: datetime) -> None:
    occurrence, escape, tag = WHYS[n]
    asked = at - timedelta(minutes=20)
    for branch, chain in ((Branch.OCCURRENCE, occurrence), (Branch.ESCAPE, escape)):
        parent = None
        for text in chain:
            form = AddCause(branch=branch, parent=parent, text=text)
            parent = answer_why(session, finding, form, by=owner, at=asked).id
            session.flush()
    found = FindCause(tag=tag, hidden_hazard=tag is CauseTag.MANAGEMENT)
    find_cause(session, finding, found, by=owner, at=at - timedelta(minutes=10))
    session.flush()
