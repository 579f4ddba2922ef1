"""A look at the effect is not due before a day; it is late only where it has a last one too."""

from datetime import date

import pytest

from app.actions.due import DueState
from app.reports.case_clocks import look_at_the_effect

FIRST, LAST = date(2026, 11, 30), date(2026, 12, 20)
BEFORE, BETWEEN, AFTER = date(2026, 11, 22), date(2026, 12, 5), date(2027, 1, 9)


@pytest.mark.parametrize(
    ("state", "last", "today", "told"),
    [
        (DueState.AHEAD, FIRST, BEFORE, "not_yet"),
        (DueState.AHEAD, FIRST, FIRST, "due"),
        (DueState.OVERDUE, FIRST, AFTER, "due"),
        (DueState.AHEAD, LAST, BEFORE, "not_yet"),
        (DueState.AHEAD, LAST, BETWEEN, "due"),
        (DueState.OVERDUE, LAST, AFTER, "overdue"),
        (DueState.IN_TIME, FIRST, AFTER, "done"),
        (DueState.DONE_LATE, FIRST, AFTER, "done"),
        (DueState.DONE_LATE, LAST, AFTER, "done_late"),
        (DueState.VOID, FIRST, AFTER, "void"),
    ],
)
def test_it_is_late_after_its_last_day_alone(state, last, today, told):
    assert look_at_the_effect(state, first=FIRST, last=last, today=today) == told
