"""Classes of a finding, the way that each goes, its causes, and when it is late."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from app.kit.words import mark as _


class FindingClass(StrEnum):
    """Worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"


CLASS_NAMES: Mapping[FindingClass, str] = {
    FindingClass.CRITICAL: _("Critical"),
    FindingClass.MAJOR: _("Major"),
    FindingClass.MINOR: _("Minor"),
    FindingClass.OBSERVATION: _("Observation"),
}


class Step(StrEnum):
    """In the order of the way; a class leaves out what it does not need."""

    RAISED = "raised"
    CONTAINED = "contained"
    CAUSE_FOUND = "cause_found"
    PLAN_AGREED = "plan_agreed"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    EFFECTIVE = "effective"
    CLOSED = "closed"


UNDER_WAY = tuple(step for step in Step if step is not Step.CLOSED)
"""Where what is open may stand."""
STEP_NAMES: Mapping[Step, str] = {
    Step.RAISED: _("Raised"),
    Step.CONTAINED: _("Contained"),
    Step.CAUSE_FOUND: _("Cause found"),
    Step.PLAN_AGREED: _("Plan agreed"),
    Step.IMPLEMENTED: _("Implemented"),
    Step.VERIFIED: _("Verified"),
    Step.EFFECTIVE: _("Effective"),
    Step.CLOSED: _("Closed"),
}

_SHORT = (Step.RAISED, Step.IMPLEMENTED, Step.VERIFIED, Step.CLOSED)
STEPS: Mapping[FindingClass, tuple[Step, ...]] = {
    FindingClass.CRITICAL: tuple(Step),
    FindingClass.MAJOR: tuple(step for step in Step if step is not Step.CONTAINED),
    FindingClass.MINOR: _SHORT,
    FindingClass.OBSERVATION: _SHORT,
}


LOOKED_AT = tuple(class_ for class_, way in STEPS.items() if Step.EFFECTIVE in way)
"""Of which the effect is looked at, long after it was verified."""


def waits_for_a_look(class_: FindingClass, step: Step) -> bool:
    """Its remedy was seen to hold: it is due on the day of that look, which is no closing date."""
    return step is Step.VERIFIED and class_ in LOOKED_AT


def reached(class_: FindingClass, taken: Collection[Step]) -> tuple[Step, ...]:
    """The steps of its way up to the first that was not taken: none is ever skipped."""
    way = STEPS[class_]
    return way[: next((n for n, step in enumerate(way) if step not in taken), len(way))]


class Branch(StrEnum):
    """Both are asked for: why it happened, and why it went out unnoticed."""

    OCCURRENCE = "occurrence"
    ESCAPE = "escape"


BRANCH_NAMES: Mapping[Branch, str] = {
    Branch.OCCURRENCE: _("Why did it happen?"),
    Branch.ESCAPE: _("Why did nobody notice?"),
}


class CauseTag(StrEnum):
    MANAGEMENT = "management"
    METHOD = "method"
    PEOPLE = "people"


TAG_NAMES: Mapping[CauseTag, str] = {
    CauseTag.MANAGEMENT: _("Management"),
    CauseTag.METHOD: _("Method"),
    CauseTag.PEOPLE: _("People"),
}


class Said(StrEnum):
    """What somebody answers who is asked whether the same stands elsewhere."""

    SEEN = "seen"
    NOT_THERE = "not_there"
    RAISED = "raised"


SAID_NAMES: Mapping[Said, str] = {
    Said.SEEN: _("Seen there too, and mended with this finding"),
    Said.NOT_THERE: _("Looked, and not there"),
    Said.RAISED: _("Seen there too: raise a finding of its own"),
}


class Rule(StrEnum):
    """What a class is proposed by."""

    SEVERITY = "severity"
    SHARE = "share"
    GROUP = "group"
    REPEAT = "repeat"
    HAZARD = "hazard"


class DueSource(StrEnum):
    """What says by when a step is due; each goes before those above it."""

    PROGRAMME = "programme"
    AGREED = "agreed"
    EXTENSION = "extension"
    BUYER = "buyer"
    PLAN = "plan"
    REVIEW = "review"


class Outcome(StrEnum):
    """What became of a question for more time."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DEEPEST = 10
"""Whys below one another; five are the habit."""

WEAK = (
    *("operator error", "human error", "human mistake", "worker error", "employee error"),
    *("careless", "negligen", "inattenti", "lack of attention", "not paying attention", "forgot"),
    *("retrain", "re-train", "more training", "lack of training", "be more careful", "remind"),
    *("raise awareness", "lack of awareness", "did not follow", "didn't follow", "not followed"),
    *("操作失误", "操作错误", "误操作", "人为失误", "人为错误", "人为因素", "疏忽", "粗心", "大意"),
    *("不小心", "不认真", "责任心", "未按规定", "未按要求", "不按规定", "意识不足", "意识淡薄"),
    *("意识不强", "加强培训", "重新培训", "再培训", "培训不到位", "培训不足", "加强教育"),
    *("提高意识", "加强管理", "忘记"),
)
"""They name a person or a lesson, and leave standing what let it happen."""


def weak(text: str) -> bool:
    """Worth asking once more; never a reason to refuse."""
    said = " ".join(text.lower().split())
    return any(phrase in said for phrase in WEAK)


def overdue(due_on: date | None, closed_on: date | None, today: date) -> bool:
    return due_on is not None and closed_on is None and today > due_on


class Shown(StrEnum):
    """Which findings a list shows. Only the rooms above know what waits for verification."""

    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    CLOSED = "closed"
    ALL = "all"


SHOWN_NAMES: Mapping[Shown, str] = {
    Shown.OPEN: _("Open"),
    Shown.OVERDUE: _("Overdue"),
    Shown.WAITING: _("Waiting for verification"),
    Shown.CLOSED: _("Closed"),
    Shown.ALL: _("All"),
}
