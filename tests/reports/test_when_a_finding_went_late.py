"""A finding went past its closing date on a day, though it may be closed or moved since."""

from datetime import date

from app.reports.lateness import Shut, Since, became_late

RAISED, DUE, MOVED = date(2026, 1, 5), date(2026, 1, 19), date(2026, 3, 2)
NOW = date(2026, 6, 1)


def days(dues, shut=(), by=NOW):
    return list(became_late(dues, shut, by))


def test_on_the_day_after_its_date():
    assert days([Since(RAISED, DUE)]) == [date(2026, 1, 20)]
    assert days([Since(RAISED, DUE)], by=DUE) == []


def test_though_it_was_closed_since():
    assert days([Since(RAISED, DUE)], [Shut(date(2026, 2, 1))]) == [date(2026, 1, 20)]


def test_never_when_it_was_closed_in_time():
    assert days([Since(RAISED, DUE)], [Shut(DUE)]) == []
    assert days([Since(RAISED, DUE)], [Shut(DUE, until=date(2026, 1, 20))]) == [date(2026, 1, 20)]


def test_never_when_its_date_was_moved_in_time():
    assert days([Since(RAISED, DUE), Since(DUE, MOVED)], by=MOVED) == []


def test_once_when_a_date_that_had_passed_was_moved_to_another_that_had():
    moved = [Since(RAISED, DUE), Since(date(2026, 2, 1), date(2026, 1, 30))]
    assert days(moved) == [date(2026, 1, 20)]


def test_again_when_the_new_date_passes_too():
    moved = [Since(RAISED, DUE), Since(date(2026, 2, 1), MOVED)]
    assert days(moved) == [date(2026, 1, 20), date(2026, 3, 3)]


def test_on_the_day_on_which_it_was_given_a_date_that_had_passed():
    assert days([Since(RAISED, None), Since(date(2026, 2, 1), DUE)]) == [date(2026, 2, 1)]
