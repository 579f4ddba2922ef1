"""Why a step is due on another day than its clock says: who asked for it, or which letter."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from app.actions.due import OUTCOME_NAMES
from app.findings.clock_rules import DUE_NAMES
from app.findings.deadline_queries import MoreTime
from app.findings.models import BuyerDate, Deadline
from app.findings.rules import DueSource
from app.reports.shapes import case as c
from app.reports.shapes.base import Term
from app.reports.told import Told


def extensions(told: Told, asked_ones: Sequence[MoreTime]) -> Iterator[c.MoreTime]:
    """As known by then, oldest first."""
    for asked, reply in asked_ones:
        known = reply if reply and reply.at <= told.by_then else None
        if asked.at <= told.by_then:
            yield c.MoreTime(
                step=_step(told, asked.step),
                due_on=asked.due_on,
                until=asked.until,
                by=asked.by_name,
                on=told.day(asked.at),
                reason=asked.reason,
                outcome=Term(code=known.outcome, words=told.say(OUTCOME_NAMES[known.outcome]))
                if known
                else None,
                answered_by=known.by_name if known else "",
                answered_on=told.day(known.at) if known else None,
                note=known.note if known else "",
            )


def letters(
    told: Told, dues: Sequence[Deadline], rows: Sequence[BuyerDate], named: Mapping[UUID, str]
) -> Iterator[c.Letter]:
    """Of each step whose day a buyer has set, the letter that counts. `named`: the buyers."""
    last = {row.step: row for row in rows if row.at <= told.by_then}
    for due in dues:
        row = last.get(due.step)
        if row and row.due_on and due.source is DueSource.BUYER:
            yield c.Letter(
                step=_step(told, row.step),
                due_on=row.due_on,
                buyer=named.get(row.buyer_id, ""),
                letter=row.letter,
            )


def _step(told: Told, step: str) -> str:
    return told.say(DUE_NAMES.get(step, step))
