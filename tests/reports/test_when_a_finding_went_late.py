"""A finding went past its closing date on a day, though it may be closed or moved since."""

from datetime import UTC, date, datetime

from app.findings.models import Finding, FindingRevision
from app.findings.rules import FindingClass
from app.reports.lateness import Shut, Since, became_late, closing_dates, past_closing

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


def finding(class_):
    raised = datetime(2026, 1, 5, 2, tzinfo=UTC)
    return Finding(class_=class_, raised_at=raised, due_on=DUE)


def dated(row, *, verified, check_on, reopened=()):
    """Its closing dates: a verification sets the day of the look at the effect in their place."""
    said = [(row.raised_at, DUE), (verified, check_on), *((at, MOVED) for at in reopened)]
    rows = [FindingRevision(at=at, class_=row.class_, due_on=day) for at, day in said]
    return closing_dates(row, rows, held=[verified], reopened=reopened, day=datetime.date)


def test_never_by_the_day_of_the_look_at_its_effect():
    row, check_on = finding(FindingClass.MAJOR), date(2026, 4, 1)
    verified = datetime(2026, 1, 12, 2, tzinfo=UTC)
    assert days(dated(row, verified=verified, check_on=check_on)) == []
    late = datetime(2026, 2, 12, 2, tzinfo=UTC)
    assert days(dated(row, verified=late, check_on=check_on)) == [date(2026, 1, 20)]
    assert not past_closing(row, {row.id}, NOW)
    assert past_closing(row, set(), NOW)


def test_by_its_closing_date_where_no_look_at_its_effect_follows():
    row = finding(FindingClass.MINOR)
    verified = datetime(2026, 1, 12, 2, tzinfo=UTC)
    assert days(dated(row, verified=verified, check_on=DUE)) == [date(2026, 1, 20)]
    assert past_closing(row, {row.id}, NOW)


def test_again_once_it_was_opened_again():
    row, verified = finding(FindingClass.MAJOR), datetime(2026, 1, 12, 2, tzinfo=UTC)
    back = datetime(2026, 2, 12, 2, tzinfo=UTC)
    dues = dated(row, verified=verified, check_on=date(2026, 2, 1), reopened=[back])
    assert days(dues) == [date(2026, 3, 3)]
