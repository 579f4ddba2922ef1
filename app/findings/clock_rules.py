"""By when each step is due: the strictest clock of all the programmes, from its own first day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.findings.rules import STEPS, DueSource, FindingClass, Step
from app.kit.words import mark as _
from app.programmes.rules import Clock, Pack
from app.programmes.scheme.classes import Unit
from app.programmes.scoring.clocks import run

CONTAINMENT, STOP, CLOSE, VERIFY, EFFECT, REVIEW = (
    *("containment", "stop", "close", "verify"),
    *("effect", "review"),
)
NEVER_EXTENDED = frozenset({CONTAINMENT, STOP, EFFECT, REVIEW})
"""The harm does not wait; the last two are days to look again, not clocks."""

CONFIRMED = "confirmed"
MOST_EXTENSIONS = 2

DUE_NAMES: Mapping[str, str] = {
    STOP: _("Stop it"),
    CONTAINMENT: _("Containment"),
    "answer": _("Answer to the auditor"),
    "cause": _("Cause"),
    "plan": _("Plan"),
    "implement": _("Implementation"),
    VERIFY: _("Verification"),
    CLOSE: _("Closing"),
    EFFECT: _("Effectiveness check"),
    REVIEW: _("Review"),
}
ANCHOR_NAMES: Mapping[str, str] = {
    "raised": _("the raising"),
    "reopened": _("the reopening"),
    "closing_meeting": _("the closing meeting"),
    "stage2_end": _("the closing meeting"),
    "report_issued": _("the report"),
    "confirmed": _("the confirmation"),
}


def may_be_extended(step: str, granted: int) -> bool:
    """`granted`: how often it was already, in this turn."""
    return step not in NEVER_EXTENDED and granted < MOST_EXTENSIONS


_HELD = (Step.IMPLEMENTED, Step.VERIFIED, Step.EFFECTIVE, Step.CLOSED)
_MET_BY: Mapping[str, tuple[Step, ...]] = {
    STOP: (Step.CONTAINED, *_HELD),
    CONTAINMENT: (Step.CONTAINED, *_HELD),
    "cause": (Step.CAUSE_FOUND, *_HELD[1:]),
    "plan": (Step.PLAN_AGREED, *_HELD[1:]),
    "answer": (Step.PLAN_AGREED, *_HELD[1:]),
    "implement": _HELD,
    VERIFY: _HELD[1:],
    EFFECT: _HELD[2:],
}


def met_by(step: str, class_: FindingClass) -> tuple[Step, ...]:
    """Whichever of them was taken first meets the clock.

    To a programme a finding is closed once its mend was verified; the look at its effect,
    where the class asks for one, comes after (decision 13).
    """
    if step == CLOSE and Step.EFFECTIVE in STEPS[class_]:
        return _HELD[1:]
    return _MET_BY.get(step, (Step.CLOSED,))


@dataclass(frozen=True, slots=True)
class Start:
    """The day from which a clock runs; `at`: the very instant, where one is known.

    `provisional`: nobody has said that day yet, and that of the raising stands in for it.
    """

    day: date
    at: datetime | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What the clocks of a site run on: its calendar and its time zone."""

    works: Callable[[date], bool]
    time_zone: str


@dataclass(frozen=True, slots=True)
class Due:
    """`limit`: no extension goes past it, as some programme does not extend this step."""

    step: str
    on: date
    at: datetime | None
    first: date | None
    anchor: str
    programme: str
    provisional: bool
    limit: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What persons have said of a step, which goes before its clock; the buyer's word before all.

    Of a day that was agreed upon and an extension that was granted, the later one counts.
    """

    agreed_on: date | None = None
    agreed_at: datetime | None = None
    until: date | None = None
    granted_at: datetime | None = None
    buyers_on: date | None = None

    @property
    def extended_last(self) -> bool:
        if self.until is None or self.granted_at is None:
            return False
        return self.agreed_at is None or self.granted_at > self.agreed_at


UNSAID = Said()


def computed(
    packs: Sequence[Pack], class_: str, starts: Mapping[str, Start], ground: Ground
) -> dict[str, Due]:
    """By step. An anchor that `starts` does not know runs from the raising, provisionally."""
    by_step: dict[str, list[Due]] = {}
    for pack, clock in _clocks(packs, class_):
        start = starts.get(clock.anchor) or Start(starts["raised"].day, provisional=True)
        by_step.setdefault(clock.step, []).append(_due(pack, clock, start, ground))
    return {step: _strictest(dues) for step, dues in by_step.items()}


def _clocks(packs: Sequence[Pack], class_: str) -> Iterator[tuple[Pack, Clock]]:
    for pack in packs:
        found = pack.finding_class(class_)
        for clock in found.clocks if found else ():
            yield pack, clock


def _due(pack: Pack, clock: Clock, start: Start, ground: Ground) -> Due:
    instant = _instant(clock, start)
    day = (
        instant.astimezone(ZoneInfo(ground.time_zone)).date()
        if instant
        else run(pack, clock, start.day, clock.n, ground.works)
    )
    first = clock.earliest
    return Due(
        step=clock.step,
        on=day,
        at=instant,
        first=None if first is None else run(pack, clock, start.day, first, ground.works),
        anchor=clock.anchor,
        programme=pack.id,
        provisional=start.provisional,
        limit=None if clock.extendable else day,
    )


def _instant(clock: Clock, start: Start) -> datetime | None:
    """Hours run from the instant; of a day alone nobody can say the hour."""
    if clock.unit is not Unit.HOURS or start.at is None:
        return None
    return start.at + timedelta(hours=clock.n)


def _strictest(dues: Sequence[Due]) -> Due:
    """The first day; on the same day a clock in hours before one in days, else the first pack."""
    first = min(dues, key=lambda due: (due.on, due.at is None, due.at.timestamp() if due.at else 0))
    limits = [due.limit for due in dues if due.limit]
    return Due(
        **{name: getattr(first, name) for name in Due.__slots__ if name != "limit"},
        limit=min(limits, default=None),
    )


def counts(step: str, due: Due | None, said: Said = UNSAID) -> tuple[date, DueSource] | None:
    """The day that counts, and what says so. None: no clock, and nobody has said a day."""
    if said.buyers_on:
        return said.buyers_on, DueSource.BUYER
    longest = _longest(step, due, said)
    if longest and said.extended_last and (said.agreed_on or due is None or longest > due.on):
        return longest, DueSource.EXTENSION
    if said.agreed_on and not said.extended_last and (due is None or said.agreed_on < due.on):
        return said.agreed_on, DueSource.AGREED
    if said.agreed_on and longest and due and longest > due.on:
        return min(said.agreed_on, longest), DueSource.AGREED
    return (due.on, DueSource.PROGRAMME) if due else None


def _longest(step: str, due: Due | None, said: Said) -> date | None:
    """Of the extension: never past what some programme does not extend."""
    if said.until is None or step in NEVER_EXTENDED:
        return None
    return min(said.until, due.limit) if due and due.limit else said.until


def closing_day(dues: Mapping[str, date]) -> date | None:
    """What a list shows: the look at the effect once all is verified, else the closing."""
    return next((dues[step] for step in (EFFECT, CLOSE, VERIFY) if step in dues), None)


def containment_day(dues: Mapping[str, date]) -> date | None:
    return min((dues[step] for step in (STOP, CONTAINMENT) if step in dues), default=None)
