"""On which days a finding became overdue, whatever became of it since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


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
