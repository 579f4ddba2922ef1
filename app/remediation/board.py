"""The board: a column a step, the cards that are due first on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.checklists.rules import Text
from app.findings.rules import STEPS, FindingClass, Shown, Step, waits_for_a_look
from app.kit.clock import local_day
from app.people.rules import Actor
from app.remediation.board_queries import A_COLUMN, Row, column_counts, columns
from app.remediation.filter_queries import Scope


@dataclass(frozen=True, slots=True)
class Card:
    """`days`: until it is due by the day at its site; below nought it is late, or looked at."""

    row: Row
    title: str
    days: int | None
    closed_on: date | None
    next: Step | None

    @property
    def waits_for_a_look(self) -> bool:
        return waits_for_a_look(self.row.class_, self.row.step)

    def site(self, lang: str) -> str:
        return self.row.site_zh if lang == "zh" and self.row.site_zh else self.row.site


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
    most = {
        step: A_COLUMN * 10 if step is whole else A_COLUMN
        for step in steps
        if not (step is Step.CLOSED and asked.shown is Shown.OVERDUE)
    }
    found = columns(session, actor, scope, at, most)
    return [
        Column(step, counts[step], [_card(row, texts, at) for row in found.get(step, ())])
        for step in steps
    ]


def next_step(class_: FindingClass, reached: Step) -> Step | None:
    """What its class asks for after the step that it has reached."""
    way = STEPS[class_]
    after = way[way.index(reached) + 1 :] if reached in way else way[1:]
    return after[0] if after else None


def _card(row: Row, texts: Mapping[str, Text], at: datetime) -> Card:
    text = texts.get(row.item)
    today = local_day(at, row.time_zone)
    return Card(
        row=row,
        title=text.title if text else row.statement,
        days=(row.due_on - today).days if row.due_on else None,
        closed_on=local_day(row.closed_at, row.time_zone) if row.closed_at else None,
        next=None if row.closed_at else next_step(row.class_, row.step),
    )
