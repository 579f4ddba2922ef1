from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.findings.rules import FindingClass
from app.reminders.rules import (
    BY_THE_HOUR,
    EARLIEST,
    LADDERS,
    Due,
    Reader,
    What,
    ladder_for,
    reached,
    to_tell,
    week_of,
)

DAY = date(2026, 3, 12)
EIGHT = datetime(2026, 3, 12, 0, 0, tzinfo=UTC)  # eight o'clock in Shanghai


def due(class_=FindingClass.MAJOR, *, at=None, zone="Asia/Shanghai"):
    ladder = ladder_for(class_, by_the_hour=at is not None)
    return Due("F-1/1/close", What.STEP, "close", DAY, at, zone, ladder, frozenset({uuid4()}))


def hours(rung):
    return rung.hours if rung else None


@pytest.mark.parametrize(
    ("days", "owner", "lead", "executive"),
    [
        (-11, None, None, None),
        (-10, -240, None, None),
        (-4, -240, None, None),
        (-3, -72, None, None),
        (0, 0, None, None),
        (1, 24, None, None),
        (3, 72, 72, None),
        (7, 168, 168, 168),
        (400, 168, 168, 168),
    ],
)
def test_who_is_told_when(days, owner, lead, executive):
    now = EIGHT + timedelta(days=days)
    told = [hours(reached(due(), reader, now)) for reader in Reader]
    assert told == [owner, lead, executive]


def test_a_critical_one_climbs_faster():
    now = EIGHT + timedelta(days=2)
    assert hours(reached(due(FindingClass.CRITICAL), Reader.EXECUTIVE, now)) == 48
    assert reached(due(FindingClass.MAJOR), Reader.EXECUTIVE, now) is None


def test_nobody_is_woken_before_eight_where_the_site_is():
    assert reached(due(), Reader.OWNER, EIGHT - timedelta(days=10, minutes=1)) is None
    assert reached(due(zone="Europe/London"), Reader.OWNER, EIGHT - timedelta(days=10)) is None


def test_a_clock_in_hours_does_not_wait_for_the_morning():
    night = datetime(2026, 3, 12, 19, 0, tzinfo=UTC)
    clock = due(at=night)
    assert hours(reached(clock, Reader.OWNER, night - timedelta(hours=4))) == -4
    assert hours(reached(clock, Reader.LEAD, night + timedelta(hours=2))) == 2


def test_after_a_gap_only_the_highest_is_told():
    assert hours(to_tell(due(), Reader.OWNER, -240, EIGHT + timedelta(days=30))) == 168


def test_a_clock_set_back_tells_nothing_twice():
    assert to_tell(due(), Reader.OWNER, 24, EIGHT - timedelta(days=5)) is None


@pytest.mark.parametrize("ladder", [*LADDERS.values(), BY_THE_HOUR])
def test_every_ladder_climbs_and_loses_no_reader(ladder):
    steps = [rung.hours for rung in ladder]
    assert steps == sorted(set(steps))
    assert all(a.readers <= b.readers for a, b in pairwise(ladder))
    assert all(-rung.hours <= EARLIEST * 24 for rung in ladder)


@given(some.lists(some.integers(-20 * 24, 20 * 24), max_size=40), some.sampled_from(FindingClass))
def test_whatever_the_clock_does_each_rung_is_told_once_at_most_and_the_last_is_not_lost(
    looks, class_
):
    """`looks`: the hours from the due day at which somebody looks, in any order: jumps, gaps."""
    one, told = due(class_), None
    given_out = []
    for look in looks:
        rung = to_tell(one, Reader.OWNER, told, EIGHT + timedelta(hours=look))
        if rung:
            given_out.append(rung.hours)
            told = rung.hours
    assert given_out == sorted(set(given_out))
    past = [rung.hours for rung in one.ladder if looks and rung.hours <= max(looks)]
    assert (given_out[-1:] or None) == (past[-1:] or None)


@given(some.sampled_from(FindingClass))
def test_a_clock_that_runs_on_tells_every_rung_in_turn(class_):
    one, told, given_out = due(class_), None, []
    for hour in range(-20 * 24, 20 * 24):
        rung = to_tell(one, Reader.OWNER, told, EIGHT + timedelta(hours=hour))
        if rung:
            given_out.append(rung.hours)
            told = rung.hours
    assert given_out == [rung.hours for rung in one.ladder]


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (datetime(2026, 3, 8, 23, 59, tzinfo=UTC), None),  # before eight on Monday in Shanghai
        (datetime(2026, 3, 9, 0, 0, tzinfo=UTC), "2026-W11"),
        (datetime(2026, 3, 11, 15, 59, tzinfo=UTC), "2026-W11"),
        (datetime(2026, 3, 11, 16, 0, tzinfo=UTC), None),  # Thursday: it would tell of what is over
        (datetime(2027, 1, 3, 23, 0, tzinfo=UTC), None),
        (datetime(2027, 1, 4, 1, 0, tzinfo=UTC), "2027-W01"),
    ],
)
def test_a_digest_belongs_to_its_week(now, week):
    assert week_of(now, "Asia/Shanghai") == week
