"""A step is earned: what the gate to the next one asks for, and where that is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.actions.confirming import awaits_buyer
from app.actions.gather import Deed, Whole
from app.actions.rules import ActionKind, ActionState
from app.actions.way import NotYet, missing
from app.findings.changes import AlreadyClosed
from app.findings.models import Finding
from app.findings.rules import STEP_NAMES, Step
from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.remediation.forms import Gate

FORMS = {
    Step.CAUSE_FOUND: "found",
    Step.PLAN_AGREED: "agree",
    Step.EFFECTIVE: "effect",
    Step.CLOSED: "close",
}


class MovedMeanwhile(Conflict):
    """Somebody else was quicker: what was wanted and what stands travel back side by side."""

    def __init__(self, yours: Gate, theirs: Finding, by: str) -> None:
        assert yours.seen  # noqa: S101 - without it nothing can differ
        super().__init__(
            _("You saw {ref} at “{seen}”; {name} has moved it to “{now}” since. Look again."),
            ref=theirs.ref,
            seen=STEP_NAMES[yours.seen],
            name=by,
            now=STEP_NAMES[theirs.step],
        )
        self.yours, self.theirs, self.by = yours, theirs, by

    def details(self) -> Mapping[str, Any]:
        return {
            "yours": {"seen": self.yours.seen, "to": self.yours.to},
            "theirs": {"step": self.theirs.step, "by": self.by, "version": self.theirs.version},
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """The form that the gate needs: of an action, on its own page; else by name."""

    to: Step
    form: str
    action: str = ""

    def address(self, ref: str) -> str:
        return f"/findings/{ref}/actions/{self.action}" if self.action else f"/findings/{ref}/gate"


def refuse_unless_next(whole: Whole, asked: Gate) -> None:
    """Only the next step can be taken, and only from where it was seen."""
    row, way = whole.found.finding, whole.way
    if asked.seen and asked.seen is not row.step:
        last = way.taken.get(way.reached[-1])
        raise MovedMeanwhile(asked, row, last.by if last else "")
    if way.next is None:
        raise AlreadyClosed(_("Finding {ref} is already closed."), ref=row.ref)
    if asked.to is None or asked.to is way.next:
        if awaits_buyer(way, whole.gate) and whole.missing:
            raise NotYet(whole.missing.text, **whole.missing.parts)
        return
    if asked.to not in way.steps:
        raise NotYet(_("A finding of this class has no step “{step}”."), step=STEP_NAMES[asked.to])
    if way.steps.index(asked.to) < way.steps.index(way.next):
        raise NotYet(_("A finding goes back only when a look at its effect shows that it must."))
    no = missing(way)
    raise NotYet(no.text, **no.parts)


def opening(whole: Whole) -> Opening:
    """What to fill in for the next step."""
    step = whole.way.next or Step.CLOSED
    if step in {Step.CONTAINED, Step.IMPLEMENTED}:
        return _to_do(whole, step)
    if step is Step.VERIFIED:
        waiting = [d for d in _now(whole) if d.one.state is ActionState.IMPLEMENTED]
        if any(deed.unagreed for deed in waiting):
            return Opening(step, "agree")
        mine = [deed for deed in waiting if deed.may_verify] or waiting
        return Opening(step, "task", str(mine[0].one.action.id)) if mine else Opening(step, "plan")
    if step is Step.PLAN_AGREED and not whole.way.corrective:
        return Opening(step, "plan")
    return Opening(step, FORMS[step])


def _to_do(whole: Whole, step: Step) -> Opening:
    still = [deed for deed in _now(whole) if deed.one.state is ActionState.OPEN]
    if step is Step.CONTAINED:
        still = [d for d in still if d.one.action.kind is ActionKind.CONTAINMENT]
    return Opening(step, "task", str(still[0].one.action.id)) if still else Opening(step, "plan")


def _now(whole: Whole) -> list[Deed]:
    return [deed for _kind, deeds in whole.kinds for deed in deeds]
