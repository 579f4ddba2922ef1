"""The figures on top of the table: of all that the person may see, whatever the filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.actions.queries import count_waiting
from app.findings.queries import tally
from app.findings.rules import Shown
from app.people.rules import Actor
from app.remediation.forms import Asked
from app.remediation.remembered import remembered


@dataclass(frozen=True, slots=True)
class Heads:
    open: int
    overdue: int
    waiting: int

    def of(self, asked: Asked) -> int | None:
        """How many fit a filter that asks for no more than a state."""
        if asked.said.keys() - {"shown"}:
            return None
        states: Mapping[Shown, int] = {
            Shown.OPEN: self.open,
            Shown.OVERDUE: self.overdue,
            Shown.WAITING: self.waiting,
        }
        return states.get(asked.shown)


def heads(session: Session, actor: Actor, at: datetime) -> Heads:
    return remembered(session, actor, at, "heads", lambda: _counted(session, actor, at))


def _counted(session: Session, actor: Actor, at: datetime) -> Heads:
    told = tally(session, actor, at)
    return Heads(told.open, told.overdue, count_waiting(session, actor))
