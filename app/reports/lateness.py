"""When a finding is past its closing date, and on which days it became so.

Once its remedy is verified its `due_on` is the day of the look at the effect: no closing date.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from app.findings.models import Finding, FindingRevision
from app.findings.rules import LOOKED_AT
from app.readiness.queries import mended


@dataclass(frozen=True, slots=True)
class Since:
    """From that day on it was due on `due_on`; None: it had no closing date."""

    day: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Shut:
    """It was closed from that day on, until it was opened again."""

    day: date
    until: date = date.max


def became_late(dues: Sequence[Since], shut: Sequence[Shut], by: date) -> Iterator[date]:
    """`dues`: oldest first. A day that was moved when it had passed makes it late but once."""
    late_before = False
    for this, after in pairwise([*dues, Since(date.max, None)]):
        if this.due_on is None:
            late_before = False
            continue
        day = max(this.due_on + timedelta(days=1), this.day)
        ran_out = day < after.day and day <= by and not any(s.day <= day < s.until for s in shut)
        if ran_out and not (late_before and day == this.day):
            yield day
        late_before = ran_out


def closes_on(row: Finding, verified: Container[UUID]) -> date | None:
    """By when it is to be closed. `verified`: those whose remedy was seen to hold by then."""
    return None if row.id in verified and row.class_ in LOOKED_AT else row.due_on


def past_closing(row: Finding, verified: Container[UUID], today: date) -> bool:
    return days_past_closing(row, verified, today) > 0


def days_past_closing(row: Finding, verified: Container[UUID], today: date) -> int:
    """0 while that day has not passed, and without one."""
    due_on = closes_on(row, verified)
    return max((today - due_on).days, 0) if due_on else 0


def closing_dates(
    row: Finding,
    revisions: Sequence[FindingRevision],
    *,
    held: Sequence[datetime],
    reopened: Sequence[datetime],
    day: Callable[[datetime], date],
) -> list[Since]:
    """One after the other, as they were given and as a verification (`held`) ended them."""
    given = [(one.at, one.class_, one.due_on) for one in revisions]
    given = given or [(row.raised_at, row.class_, row.due_on)]
    found = []
    for at in sorted({*(at for at, *_rest in given), *held}):
        class_, due_on = next(
            ((c, due) for when, c, due in reversed(given) if when <= at), given[0][1:]
        )
        seen = mended({row.id: held}, {row.id: reopened}, at)
        looks = class_ in LOOKED_AT
        found.append(Since(day(at), None if seen and looks else due_on))
    return found
