"""The clock vectors of the schemes, as deadlines that the verbs keep."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from app.audits.forms import SayDays
from app.findings.changes import TooEarly, change_finding, close_finding, reopen_finding
from app.findings.clock_changes import confirm_finding, say_days_of_audit
from app.findings.forms import ChangeFinding, ConfirmFinding
from app.findings.queries import packs_of
from app.kit.errors import Invalid
from app.trail.queries import entries

SMETA = datetime(2025, 6, 9, 2, 0, tzinfo=UTC)
REASON = "Seen twice, on both shifts."


@pytest.fixture
def said(session, marta):
    """`said(row, closing_meeting_on=...)`: the lead says when something of its audit was."""

    def say(found, *, at, **days):
        say_days_of_audit(session, found.audit, SayDays(**days), by=marta, at=at)
        session.flush()

    return say


def days(deadlines):
    return {step: one.due_on for step, one in deadlines.items()}


def test_smeta_runs_from_the_closing_meeting(under, said, due):
    found = under("smeta-clocks", opened=SMETA)
    critical, major, minor, observation = map(found, ("critical", "major", "minor", "observation"))
    said(found, closing_meeting_on=date(2025, 6, 10), at=SMETA + timedelta(days=1))
    assert days(due(critical)) == {"stop": date(2025, 6, 10)}
    assert critical.contain_by == date(2025, 6, 10)
    close = due(major)["close"]
    assert (close.earliest_on, close.due_on) == (date(2025, 7, 10), date(2025, 8, 9))
    assert days(due(minor)) == {"close": date(2025, 9, 8)}
    assert (due(observation), observation.due_on) == ({}, None), "no date, and never a zero"


def test_iatf_answers_within_15_and_closes_within_60_days(under, said, due):
    found = under("iatf-16949-clocks", opened=datetime(2026, 2, 27, 2, 0, tzinfo=UTC))
    major, minor = found("major"), found("minor")
    said(found, closing_meeting_on=date(2026, 3, 1), at=datetime(2026, 3, 2, tzinfo=UTC))
    assert days(due(major)) == {"answer": date(2026, 3, 16), "close": date(2026, 4, 30)}
    assert days(due(minor)) == {"close": date(2026, 4, 30)}
    assert major.due_on == date(2026, 4, 30)
    assert due(major)["close"].limit_on == date(2026, 4, 30), "it extends nothing"


def test_rba_runs_from_the_report_and_from_the_confirmation(session, under, said, due, marta, at):
    found = under("rba-vap")
    row = found("critical")
    confirm_finding(session, row, ConfirmFinding(confirmed_on=at.date()), by=marta, at=at)
    said(found, report_issued_on=date(2026, 3, 12), at=at + timedelta(days=10))
    assert days(due(row)) == {"plan": date(2026, 3, 9), "close": date(2026, 4, 11)}
    assert not any(one.provisional for one in due(row).values())


@pytest.mark.parametrize(
    ("last_day", "limit"),
    [
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2025, 3, 31), date(2025, 9, 30)),
        (date(2024, 8, 29), date(2025, 2, 28)),
    ],
)
def test_six_months_end_with_the_month(under, said, due, last_day, limit):
    begun = datetime(last_day.year, last_day.month, last_day.day, 1, 0, tzinfo=UTC)
    found = under("iso-17021-1", opened=begun - timedelta(days=2))
    row = found("major")
    said(found, closing_meeting_on=last_day, at=begun + timedelta(hours=6))
    assert days(due(row))["verify"] == limit


def test_hours_run_from_the_very_instant(under, due, at):
    row = under("bt-like")("critical", raised=at + timedelta(hours=6))
    contain = due(row)["containment"]
    assert contain.due_at == at + timedelta(hours=30)
    assert contain.due_on == date(2026, 3, 3), "23:00 in Shenzhen"
    assert row.contain_by == contain.due_on


def test_the_strictest_of_all_programmes_counts_and_is_named(under, due):
    row = under("bt-like", "iatf-16949-clocks")("major")
    assert {s: (one.programme, one.due_on) for s, one in due(row).items()} == {
        "containment": ("bt-like", date(2026, 3, 5)),
        "answer": ("iatf-16949-clocks", date(2026, 3, 17)),
        "plan": ("bt-like", date(2026, 3, 16)),
        "close": ("bt-like", date(2026, 5, 1)),
    }
    assert due(row)["close"].limit_on == date(2026, 5, 1), "the other extends nothing"


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_clocks_the_earlier_day_counts(under, due, order):
    close = due(under(*("bt-like", "vodafone-like")[::order])("major"))["close"]
    assert (close.programme, close.due_on) == ("vodafone-like", date(2026, 4, 2))


def test_it_is_provisional_until_the_day_is_known(under, said, due, at, session):
    found = under("iatf-16949-clocks")
    row = found("minor")
    assert (due(row)["close"].provisional, row.due_on) == (True, date(2026, 5, 1))
    said(found, closing_meeting_on=date(2026, 3, 4), at=at + timedelta(days=3))
    assert (due(row)["close"].provisional, row.due_on) == (False, date(2026, 5, 3))
    (entry, payload), *_rest = entries(session, sites=None, subject=row.ref)
    assert entry.action == "finding.clocks_moved"
    told = json.loads(payload.payload)
    assert told["before"] == {"due_on": "2026-05-01"}
    assert told["clocks"]["close"] == {"before": "2026-05-01", "after": "2026-05-03"}


def test_a_day_that_moves_nothing_says_nothing(under, said, due, at, session):
    found = under("iatf-16949-clocks")
    row = found("minor")
    said(found, closing_meeting_on=at.date(), at=at)
    assert not due(row)["close"].provisional
    assert row.version == 1
    assert [e.action for e, _ in entries(session, sites=None, subject=row.ref)] == [
        "finding.raised"
    ]


def test_what_is_closed_keeps_the_day_that_it_had(session, under, said, at, wei):
    found = under("iatf-16949-clocks")
    row = found("minor")
    close_finding(session, row, reason=REASON, by=wei, at=at)
    said(found, closing_meeting_on=date(2026, 3, 4), at=at + timedelta(days=3))
    assert row.due_on == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"closing_meeting_on": date(2026, 3, 3)}, "2026-03-03 has not come yet"),
        ({"report_issued_on": date(2026, 3, 1)}, "The fieldwork began on 2026-03-02"),
    ],
)
def test_a_day_that_cannot_be_is_refused(under, said, at, days, why):
    found = under("iatf-16949-clocks")
    found("minor")
    with pytest.raises(Invalid) as no:
        said(found, at=at, **days)
    assert why in str(no.value)


def test_nobody_confirms_before_it_was_raised(session, under, marta, at):
    row = under("rba-vap")("critical")
    form = ConfirmFinding(confirmed_on=date(2026, 3, 1))
    with pytest.raises(Invalid, match="It was raised on"):
        confirm_finding(session, row, form, by=marta, at=at)


def test_another_class_has_the_clocks_of_that_class(session, under, due, site, wei, at):
    row = under("bt-like")("minor")
    form = ChangeFinding(version=1, **{"class": "critical"})
    change_finding(
        session, row, form, place=site, owner=None, packs=packs_of(session, row), by=wei, at=at
    )
    assert days(due(row)) == {
        "containment": date(2026, 3, 3),
        "plan": date(2026, 3, 9),
        "close": date(2026, 4, 1),
    }


def test_a_later_day_than_the_clock_is_asked_for_not_set(session, under, site, wei, at):
    row = under("bt-like")("critical")
    form = ChangeFinding(version=1, due_on=date(2026, 4, 2))
    packs = packs_of(session, row)
    with pytest.raises(Invalid, match="is the last day by its clock"):
        change_finding(session, row, form, place=site, owner=None, packs=packs, by=wei, at=at)
    assert row.due_on == date(2026, 4, 1)


def test_a_day_that_was_agreed_upon_outlasts_the_calendar(session, under, said, due, site, wei, at):
    found = under("iatf-16949-clocks")
    row = found("minor")
    form = ChangeFinding(version=1, due_on=date(2026, 3, 20))
    packs = packs_of(session, row)
    change_finding(session, row, form, place=site, owner=None, packs=packs, by=wei, at=at)
    said(found, closing_meeting_on=date(2026, 3, 4), at=at + timedelta(days=3))
    close = due(row)["close"]
    assert (row.due_on, close.source, close.computed_on) == (
        date(2026, 3, 20),
        "agreed",
        date(2026, 5, 3),
    )


def test_opened_again_all_clocks_start_again(session, under, due, wei, at):
    row = under("bt-like")("critical")
    later = at + timedelta(days=200)
    packs = packs_of(session, row)
    reopen_finding(session, row, packs, turn=2, reason="The floor is wet again.", by=wei, at=later)
    again = due(row)
    assert {one.turn for one in again.values()} == {2}
    assert again["containment"].due_at == later + timedelta(hours=24)
    assert row.due_on == again["close"].due_on == date(2026, 10, 18)


def test_it_is_not_closed_before_its_programme_lets_it(session, under, said, wei):
    found = under("smeta-clocks", opened=SMETA)
    row = found("major")
    said(found, closing_meeting_on=date(2025, 6, 10), at=SMETA + timedelta(days=1))
    with pytest.raises(TooEarly, match="can be closed from 2025-07-10 on"):
        close_finding(session, row, reason=REASON, by=wei, at=datetime(2025, 7, 9, tzinfo=UTC))
    close_finding(session, row, reason=REASON, by=wei, at=datetime(2025, 7, 10, tzinfo=UTC))
