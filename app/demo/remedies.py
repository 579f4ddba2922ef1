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
from app.demo.story import Round
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
DONE = "Done as planned; records of the first weeks are with the quality lead."
SEEN = "Walked the place unannounced on the night shift; it holds."
CLOSED = "Verified on the spot, and the records agree."


def mend(  # noqa: PLR0913 - one line of the story
    session: Session,
    finding: Finding,
    site: Site,
    cast: Mapping[str, Actor],
    one: Round,
    *,
    now: datetime,
    chance: random.Random,
) -> None:
    """How far it came: rounds long past are closed, the last ones are under way."""
    fate = chance.random()
    far = "closed" if one.months_ago > 8 or fate < 0.35 else _under_way(fate)  # noqa: PLR2004
    if far == "raised" or one.months_ago == 0:
        return
    owner = cast["owner"] if cast["owner"].id == finding.owner_id else cast["owner2"]
    began = finding.raised_at + timedelta(days=2)
    what, criterion = chance.choice(WORK)
    due = min(
        finding.due_on or (began + timedelta(days=60)).date(), (began + timedelta(days=90)).date()
    )
    form = PlanAction(
        kind=ActionKind.CORRECTIVE,
        what=what,
        criterion=criterion,
        owner=owner.id,
        due_on=max(due, began.date()),
    )
    plan_action(session, finding, form, place=site, owner=owner, by=cast["quality"], at=began)
    session.flush()
    done = min(began + timedelta(days=chance.randint(8, 45)), now - timedelta(hours=20))
    if far == "planned" or done <= began:
        return
    action = actions_of(session, [finding.id])[finding.id][0]
    implement(session, finding, action, Implement(note=DONE), by=owner, at=done)
    session.flush()
    if far == "implemented":
        return
    seen = min(done + timedelta(days=chance.randint(3, 12)), now - timedelta(hours=9))
    action = actions_of(session, [finding.id])[finding.id][0]
    level = Level.FULL if chance.random() < 0.6 else Level.LAPSE  # noqa: PLR2004
    verdict = Verify(passed=True, note=SEEN, level=level)
    verify(session, finding, action, verdict, by=cast["quality"], at=seen)
    session.flush()
    close_verified(
        session, finding, reason=CLOSED, by=cast["quality"], at=seen + timedelta(hours=1)
    )
    session.flush()


def _under_way(fate: float) -> str:
    steps = ((0.55, "planned"), (0.75, "implemented"), (0.88, "closed"))
    return next((step for most, step in steps if fate < most), "raised")
