"""By when each step of a finding is due, in words, and whether it was met by then."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.actions.due import DueState, met, standing
from app.actions.rules import ActionKind
from app.actions.way import Taken, Way
from app.findings.clock_rules import ANCHOR_NAMES, CLOSE, CONTAINMENT, DUE_NAMES, EFFECT, STOP
from app.findings.models import Deadline
from app.findings.rules import DueSource, Step
from app.kit.words import mark as _
from app.reports.hours import hour
from app.reports.shapes.base import Term
from app.reports.shapes.case import Clock
from app.reports.told import Told

STATE_NAMES: Mapping[DueState, str] = {
    DueState.IN_TIME: _("met in time"),
    DueState.DONE_LATE: _("met late"),
    DueState.AHEAD: _("still runs"),
    DueState.OVERDUE: _("overdue"),
    DueState.VOID: _("void"),
}
LOOK_AT: Mapping[DueState, str] = {
    **{state: str(state) for state in DueState},
    DueState.IN_TIME: "done",
    DueState.AHEAD: "not_yet",
}
LOOK_NAMES: Mapping[str, str] = {
    "not_yet": _("not yet due"),
    "due": _("due"),
    "done": _("done"),
}
SOURCE_NAMES: Mapping[DueSource, str] = {
    DueSource.AGREED: _("agreed"),
    DueSource.EXTENSION: _("extended"),
    DueSource.BUYER: _("set by the buyer"),
    DueSource.PLAN: _("by the plan"),
    DueSource.REVIEW: _("review"),
}
REMEDIED = _("remedy verified")
REMEDY = ("implement", CLOSE)
BOUND_BY: Mapping[ActionKind, tuple[str, ...]] = {
    ActionKind.CONTAINMENT: (STOP, CONTAINMENT),
    ActionKind.CORRECTION: REMEDY,
    ActionKind.CORRECTIVE: REMEDY,
}
"""The clocks that an action of this kind is to meet, the nearest first."""


def tell_clock(
    told: Told, programmes: Mapping[str, str], row: Deadline, way: Way, *, by_then: datetime
) -> Clock:
    """`programmes`: their titles."""
    done, zone = met(row, way), told.site.time_zone
    state, days = standing(row, done, way, at=by_then, zone=zone)
    first = (row.earliest_on or row.due_on) if row.step == EFFECT else None
    code: str = state
    if first:
        code = look_at_the_effect(state, first=first, last=row.due_on, today=told.day(by_then))
    return Clock(
        step=Term(code=row.step, words=told.say(DUE_NAMES.get(row.step, row.step))),
        due_on=row.due_on,
        first=first,
        due_at=row.due_at,
        hour=hour(row.due_at, zone) if row.due_at else "",
        source=_source(told, programmes, row),
        provisional=row.provisional,
        state=Term(code=code, words=told.say(LOOK_NAMES.get(code) or STATE_NAMES[state])),
        days=days,
        met_by=done.by if done else "",
        met_on=told.day(done.at) if done else None,
        met_how=told.say(REMEDIED) if done and _ahead_of_closing(row, done, way) else "",
    )


def _ahead_of_closing(row: Deadline, done: Taken, way: Way) -> bool:
    """To a programme it is closed once its remedy was verified; the page closes it later."""
    return row.step == CLOSE and done != way.taken.get(Step.CLOSED)


def look_at_the_effect(state: DueState, *, first: date, last: date, today: date) -> str:
    """It has a first day; it is late only where it has a later one as well, and that has passed."""
    if state is DueState.AHEAD and today >= first:
        return "due"
    if last <= first:
        return {DueState.OVERDUE: "due", DueState.DONE_LATE: "done"}.get(state, LOOK_AT[state])
    return LOOK_AT[state]


def _source(told: Told, programmes: Mapping[str, str], row: Deadline) -> str:
    if row.source is not DueSource.PROGRAMME:
        return told.say(SOURCE_NAMES[row.source])
    source = programmes.get(row.programme, row.programme)
    if row.anchor not in ANCHOR_NAMES:
        return source
    anchor = told.say(ANCHOR_NAMES[row.anchor])
    return told.say(_("{programme}, from {anchor}"), programme=source, anchor=anchor)


def binding(kind: ActionKind, rows: Sequence[Deadline]) -> Deadline | None:
    """The clock that an action of this kind is to meet."""
    steps = BOUND_BY.get(kind, ())
    return next((row for step in steps for row in rows if row.step == step), None)
