from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.remediation.rules import (
    AGES,
    MOST_POINTS,
    age,
    ages,
    burn_down,
    days_to_close,
    on_time_rate,
    pareto,
    share_closed,
)

TODAY = date(2026, 3, 31)
days = st.dates(date(2023, 1, 1), TODAY)


def ago(n):
    return TODAY - timedelta(days=n)


@pytest.mark.parametrize(
    ("n", "of"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (900, 3)]
)
def test_a_limit_belongs_to_the_younger_age(n, of):
    assert age(ago(n), TODAY) == of


def test_ages_are_counted_apart():
    assert ages([("minor", ago(1)), ("minor", ago(400)), ("major", ago(45))], TODAY) == {
        "minor": (1, 0, 0, 1),
        "major": (0, 1, 0, 0),
    }


@given(st.lists(st.tuples(st.sampled_from("ab"), days)))
def test_no_finding_is_lost_among_the_ages(opened):
    told = ages(opened, TODAY)
    assert sum(map(sum, told.values())) == len(opened)
    assert all(len(row) == len(AGES) + 1 for row in told.values())


def test_a_pareto_begins_with_the_largest():
    told = pareto({"b": 1, "a": 6, "c": 3, "none": 0})
    assert [(one.of, one.amount) for one in told] == [("a", 6), ("c", 3), ("b", 1)]
    assert [one.reach for one in told] == [Decimal("0.6"), Decimal("0.9"), 1]


@given(st.dictionaries(st.integers(), st.integers(0, 1000)))
def test_a_pareto_falls_and_reaches_the_whole(amounts):
    told = pareto(amounts)
    assert [one.amount for one in told] == sorted((n for n in amounts.values() if n), reverse=True)
    assert [one.reach for one in told] == sorted(one.reach for one in told)
    assert all(one.reach == 1 for one in told[-1:])


def test_what_had_no_due_date_is_neither_late_nor_on_time():
    assert on_time_rate({True: 2, False: 1, None: 5}) == Decimal(2) / 3


@pytest.mark.parametrize("closed", [{}, {None: 3}])
def test_a_rate_of_nothing_is_not_nought(closed):
    assert on_time_rate(closed) is None


def test_a_rate_of_what_was_always_late_is_nought():
    assert on_time_rate({False: 2}) == 0


def test_days_to_close_have_a_middle_and_a_long_end():
    told = days_to_close({11: 1, 1: 1, 2: 1, 3: 1, 4: 1})
    assert (told.n, told.median, told.p90) == (5, 3, Decimal("8.2"))
    assert days_to_close({}) is None


def test_as_many_count_as_were_closed_after_so_many_days():
    told = days_to_close({2: 3, 9: 2})
    assert (told.n, told.median) == (5, 2)


@given(st.dictionaries(st.integers(0, 900), st.integers(1, 5), min_size=1))
def test_the_middle_lies_between_the_ends(lengths):
    told = days_to_close(lengths)
    assert min(lengths) <= told.median <= told.p90 <= max(lengths)


def test_open_findings_burn_down():
    told = burn_down([ago(3), ago(3), ago(1)], [ago(2), TODAY], TODAY)
    assert [(one.open, one.raised, one.closed) for one in told] == [
        (2, 2, 0),
        (1, 0, 1),
        (2, 1, 0),
        (1, 0, 1),
    ]


def test_without_a_finding_nothing_burns():
    assert burn_down([], [], TODAY) == []


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 400)), min_size=1))
def test_the_last_level_is_what_is_open_today(findings):
    raised = [day for day, _n in findings]
    closed = [day + timedelta(days=n) for day, n in findings if n is not None]
    told = burn_down(raised, closed, TODAY)
    assert told[-1].on == TODAY
    assert told[-1].open == len(raised) - sum(1 for day in closed if day <= TODAY)
    assert sum(one.raised for one in told) == len(raised)
    assert all(one.open >= 0 for one in told)
    assert len(told) <= MOST_POINTS


def test_what_lies_before_the_window_is_in_its_first_level():
    told = burn_down([ago(900), ago(2)], [], TODAY, since=ago(5))
    assert (told[0].on, told[0].open) == (ago(5), 1)


@pytest.mark.parametrize(("closed", "n", "share"), [(0, 0, None), (0, 4, 0), (3, 4, "0.75")])
def test_a_share_of_nothing_is_not_nought(closed, n, share):
    assert share_closed(closed, n) == (None if share is None else Decimal(share))
