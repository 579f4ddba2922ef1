"""The verbs by which what is planned is said better, or taken back, before it is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.actions.forms import ChangeAction, WithdrawAction
from app.actions.models import Action
from app.actions.queries import Tracked, action
from app.actions.rules import ActionState
from app.actions.step_changes import keep_step
from app.actions.way import way_of
from app.findings.changes import refuse_if_closed
from app.findings.models import Finding
from app.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from app.kit.words import mark as _
from app.people.rules import Ability, Actor, Place
from app.suppliers.queries import day_at
from app.trail.changes import record

FIELDS = ("what", "criterion", "owner_id", "due_on", "cost", "currency", "effort")
AGREED_UPON = frozenset({"what", "criterion"})


class AgreedAlready(NotAllowed): ...


class ActionChangedMeanwhile(Conflict):
    """Nothing is lost: what was sent and what stands travel back side by side."""

    def __init__(self, yours: ChangeAction, theirs: Action) -> None:
        super().__init__(
            _("Somebody changed this action since you opened it. Compare both, then save.")
        )
        self.yours, self.theirs = yours, theirs

    def details(self) -> Mapping[str, Any]:
        stands = self.theirs.model_dump(mode="json", include={"version", *FIELDS})
        return {
            "yours": self.yours.model_dump(mode="json"),
            "theirs": stands | {"owner": stands.pop("owner_id")},
        }


def change_action(  # noqa: PLR0913 - what was seen, what is wanted, and the new owner
    session: Session,
    finding: Finding,
    one: Tracked,
    form: ChangeAction,
    *,
    place: Place,
    owner: Actor | None,
    by: Actor,
    at: datetime,
) -> None:
    """Whatever the form names, before it is done; each old value on the trail."""
    row = _to_do(session, finding, one)
    if form.version != row.version:
        raise ActionChangedMeanwhile(form, row)
    new = _news(row, form)
    if "owner_id" in new and (owner is None or not owner.may(Ability.ACT, place)):
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    if "due_on" in new and form.due_on and form.due_on < day_at(session, finding.site_id, at):
        raise Invalid(_("The due date has passed already. Choose a day from today on."))
    _refuse_if_agreed(session, finding, row, new, place=place, by=by)
    if not new:
        return
    old = {name: getattr(row, name) for name in new}
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)
    record(
        session,
        "action.changed",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        action=row.id,
        before=old,
        after=new,
    )


def withdraw_action(
    session: Session,
    finding: Finding,
    one: Tracked,
    form: WithdrawAction,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """It counts no more; that it was planned, and why no longer, stays on the page."""
    row = _to_do(session, finding, one)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by.name, form.reason
    row.version += 1
    session.add(row)
    record(
        session,
        "action.withdrawn",
        on=finding.ref,
        by=by,
        at=at,
        site_id=finding.site_id,
        why=form.reason,
        action=row.id,
        what=row.what,
    )
    keep_step(session, finding)


def _to_do(session: Session, finding: Finding, one: Tracked) -> Action:
    refuse_if_closed(session, finding)
    now = action(session, finding.id, one.action.id)
    if now is None:
        raise NotFound(_("This action was withdrawn."))
    if now.state is not ActionState.OPEN:
        raise Conflict(_("What was reported as done is verified as it was planned."))
    return now.action


def _news(row: Action, form: ChangeAction) -> dict[str, Any]:
    given = form.model_dump(exclude_unset=True, exclude={"version"})
    if "owner" in given:
        given["owner_id"] = given.pop("owner")
    if given.get("cost", row.cost) is None:
        given["currency"] = ""
    needed = {name for name in ("what", "owner_id", "due_on") if given.get(name) is None}
    return {n: v for n, v in given.items() if n not in needed and v != getattr(row, n)}


def _refuse_if_agreed(
    session: Session,
    finding: Finding,
    row: Action,
    new: Mapping[str, Any],
    *,
    place: Place,
    by: Actor,
) -> None:
    """Whoever agrees to plans may put another word in; nobody else, once it is agreed."""
    agreed = row.id in way_of(session, finding).agreed
    if agreed and AGREED_UPON & set(new) and not by.may(Ability.MANAGE_FINDINGS, place):
        raise AgreedAlready(
            _("The plan was agreed in these words. Ask the quality lead to change them.")
        )
