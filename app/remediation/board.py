"""The board: a column a step, the cards that are due first on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.checklists.rules import Text
from app.findings.models import Finding
from app.findings.queries import Tracked
from app.findings.rules import STEPS, Shown, Step
from app.kit.clock import local_day
from app.people.queries import names
from app.people.rules import Actor
from app.remediation.queries import A_COLUMN, Scope, column, column_counts
from app.suppliers.models import Site


@dataclass(frozen=True, slots=True)
class Card:
    """`days`: until it is due by the day at its site; below nought it is late."""

    found: Tracked
    title: str
    owner: str
    days: int | None
    next: Step | None

    @property
    def row(self) -> Finding:
        return self.found.finding

    @property
    def site(self) -> Site:
        return self.found.site


@dataclass(frozen=True, slots=True)
class Column:
    step: Step
    n: int
    cards: Sequence[Card]

    @property
    def more(self) -> int:
        return self.n - len(self.cards)


def board(
    session: Session,
    actor: Actor,
    scope: Scope,
    at: datetime,
    texts: Mapping[str, Text],
    *,
    whole: Step | None = None,
) -> list[Column]:
    """A fixed number of queries. Of the column `whole` ten times as many cards are drawn."""
    asked = scope.asked
    steps = STEPS[asked.class_] if asked.class_ else tuple(Step)
    counts = column_counts(session, actor, scope, at)
    found = {
        step: column(
            session,
            actor,
            scope,
            step,
            at,
            limit=A_COLUMN * 10 if step is whole else A_COLUMN,
        )
        for step in steps
        if not (step is Step.CLOSED and asked.shown is Shown.OVERDUE)
    }
    ids = {t.finding.owner_id for some in found.values() for t in some if t.finding.owner_id}
    owners = names(session, ids)
    return [
        Column(
            step,
            counts[step],
            [
                Card(
                    found=one,
                    title=_title(one.finding, texts),
                    owner=owners.get(one.finding.owner_id, "") if one.finding.owner_id else "",
                    days=_days(one, at),
                    next=next_step(one.finding) if one.closure is None else None,
                )
                for one in found.get(step, ())
            ],
        )
        for step in steps
    ]


def next_step(row: Finding) -> Step | None:
    """What its class asks for after the step that it has reached."""
    way = STEPS[row.class_]
    after = way[way.index(row.step) + 1 :] if row.step in way else way[1:]
    return after[0] if after else None


def _title(row: Finding, texts: Mapping[str, Text]) -> str:
    text = texts.get(row.item)
    return text.title if text else row.statement


def _days(one: Tracked, at: datetime) -> int | None:
    due = one.finding.due_on
    if due is None or one.closure:
        return None
    return (due - local_day(at, one.site.time_zone)).days
