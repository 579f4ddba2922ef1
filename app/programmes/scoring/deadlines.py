"""By when each finding must be contained, answered, closed: its class's clocks, from known days."""

from dataclasses import dataclass
from datetime import date

from app.programmes.scheme.classes import Clock
from app.programmes.scheme.facts import Facts, FindingFact
from app.programmes.scheme.metrics import State
from app.programmes.scheme.pack import Pack
from app.programmes.scoring.clocks import window_on
from app.programmes.scoring.findings import CLOSE, anchors_of, graded


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last` is None as long as the day of the `anchor` is not known; `first` if none is set."""

    step: str
    anchor: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A finding under the class that the programme gives it; without deadlines it has no clock."""

    ref: str
    cls: str
    states: tuple[State, ...]
    deadlines: tuple[Deadline, ...]


def schedule(pack: Pack, facts: Facts) -> tuple[Scheduled, ...]:
    """Every finding raised by the day of the facts, by its reference."""
    return tuple(
        Scheduled(
            ref=one.finding.ref,
            cls=one.cls,
            states=tuple(state for state in State if state in one.states),
            deadlines=_deadlines(pack, one.cls, one.finding, facts),
        )
        for one in graded(pack, facts)
    )


def _deadlines(pack: Pack, cls: str, finding: FindingFact, facts: Facts) -> tuple[Deadline, ...]:
    known = pack.finding_class(cls)
    clocks = known.clocks if known else ()
    return tuple(_deadline(pack, cls, clock, finding, facts) for clock in clocks)


def _deadline(pack: Pack, cls: str, clock: Clock, finding: FindingFact, facts: Facts) -> Deadline:
    """A day that was agreed for the closing goes before the clock's."""
    window = window_on(pack, cls, clock.step, anchors_of(finding, facts))
    first, last = window or (None, None)
    agreed = finding.due_on if clock.step == CLOSE else None
    return Deadline(
        clock.step, clock.anchor, None if clock.earliest is None else first, agreed or last
    )
