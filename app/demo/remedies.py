"""What became of each finding: planned, done, verified by another person, closed; or not yet."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.rules import ActionKind
from app.answers.rules import Level
from app.demo.story import DONE_UNSEEN
from app.findings.models import Finding
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
    action = actions_of(session, [finding.id])[finding.id][0]
    implement(session, finding, action, Implement(note=DONE), by=owner, at=done)
    session.flush()
    if stuck or verified > now:
        return None
    action = actions_of(session, [finding.id])[finding.id][0]
    level = Level.FULL if chance.random() < MOSTLY else Level.LAPSE
    verdict = Verify(passed=True, note=SEEN, level=level)
    verify(session, finding, action, verdict, by=cast["quality"], at=verified)
    session.flush()
    closed = verified + timedelta(hours=1)
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
    what, criterion = chance.choice(WORK)
    due = max(finding.due_on or at.date(), at.date() + timedelta(days=5))
    form = PlanAction(
        kind=ActionKind.CORRECTIVE, what=what, criterion=criterion, owner=owner.id, due_on=due
    )
    plan_action(session, finding, form, place=site, owner=owner, by=lead, at=at)
    session.flush()
