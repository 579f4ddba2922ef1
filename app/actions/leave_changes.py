"""The verb by which whatever somebody owns goes to another, before they are deactivated."""

from datetime import datetime

from sqlmodel import Session

from app.actions.edit_changes import change_action
from app.actions.forms import ChangeAction
from app.actions.leaving import Left, left_by
from app.actions.step_changes import change
from app.findings.forms import ChangeFinding
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.people.models import Person
from app.people.rules import Ability, Actor


class StillOwns(Conflict): ...


def hand_everything_over(
    session: Session, who: Person, to: Actor | None, *, by: Actor, at: datetime
) -> Left:
    """Each finding and each action gets its own entry on the trail. Returns what it was."""
    left = left_by(session, who)
    if left and to is None:
        raise StillOwns(
            _(
                "{name} still owns open findings ({findings}) and actions ({actions}). "
                "Choose who takes them over, or hand them over one by one."
            ),
            name=who.name,
            findings=len(left.findings),
            actions=len(left.actions),
        )
    if left and to:
        _refuse_stranger(left, who, to)
        _give(session, left, to, by=by, at=at)
    return left


def _refuse_stranger(left: Left, who: Person, to: Actor) -> None:
    if to.id == who.id:
        raise Invalid(_("Choose somebody else than {name}."), name=who.name)
    for site in left.sites:
        if not to.may(Ability.ACT, site):
            raise Invalid(
                _("{name} has no role at {site} that lets them act. Choose somebody else."),
                name=to.name,
                site=site.code,
            )


def _give(session: Session, left: Left, to: Actor, *, by: Actor, at: datetime) -> None:
    for found in left.findings:
        form = ChangeFinding(version=found.finding.version, owner=to.id)
        change(session, found.finding, form, place=found.site, owner=to, by=by, at=at)
    for task in left.actions:
        one = task.action
        change_action(
            session,
            task.finding,
            one,
            ChangeAction(version=one.action.version, owner=to.id),
            place=task.site,
            owner=to,
            by=by,
            at=at,
        )
