from datetime import date, timedelta

import pytest

from app.findings.changes import change_finding, reopen_finding
from app.findings.clock_changes import follow_calendar, set_buyer_date
from app.findings.forms import ChangeFinding, SetBuyerDate
from app.findings.queries import packs_of
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id


@pytest.fixture
def row(under):
    return under("bt-like")("critical")


@pytest.fixture
def written(session, row, buyer, wei, at):
    def write(day, *, step="close", at=at, buyer=buyer.id):
        form = SetBuyerDate(step=step, due_on=day, buyer=buyer, letter="HT-4711 of 1 March")
        set_buyer_date(session, row, form, by=wei, at=at)
        session.flush()
        return row

    return write


@pytest.mark.parametrize("day", [date(2026, 3, 20), date(2026, 6, 30)])
def test_earlier_or_later_than_the_clock_it_counts(written, due, day):
    close = due(written(day))["close"]
    assert (close.due_on, close.source, close.computed_on) == (day, "buyer", date(2026, 4, 1))


def test_the_finding_shows_it_in_lists(written, row):
    written(date(2026, 3, 20))
    assert row.due_on == date(2026, 3, 20)


def test_no_computing_moves_it(session, written, row, due, site, wei, at):
    written(date(2026, 3, 20))
    form = ChangeFinding(version=row.version, **{"class": "minor"})
    packs = packs_of(session, row)
    change_finding(session, row, form, place=site, owner=None, packs=packs, by=wei, at=at)
    follow_calendar(session, site, by=wei, at=at)
    assert row.due_on == due(row)["close"].due_on == date(2026, 3, 20)


def test_nobody_sets_another_day_over_it(session, written, row, site, wei, at):
    written(date(2026, 3, 20))
    form = ChangeFinding(version=row.version, due_on=date(2026, 3, 10))
    with pytest.raises(Invalid, match="Only another letter of the buyer moves it"):
        change_finding(session, row, form, place=site, owner=None, by=wei, at=at)


def test_another_letter_does(written, row):
    written(date(2026, 3, 20))
    written(date(2026, 4, 20))
    assert row.due_on == date(2026, 4, 20)


def test_lifted_the_clock_counts_again(written, row, due):
    written(date(2026, 3, 20))
    written(None)
    assert (row.due_on, due(row)["close"].source) == (date(2026, 4, 1), "programme")


def test_where_nothing_stands_nothing_is_lifted(written):
    with pytest.raises(Conflict, match="No day of a buyer stands"):
        written(None)


def test_it_sets_the_containment_too(written, row):
    written(date(2026, 3, 4), step="containment")
    assert (row.contain_by, row.due_on) == (date(2026, 3, 4), date(2026, 4, 1))


def test_a_class_without_a_clock_gets_a_date_by_it(under, session, buyer, wei, at):
    row = under("smeta-clocks")("observation")
    form = SetBuyerDate(due_on=date(2026, 5, 5), buyer=buyer.id, letter="HT-1")
    set_buyer_date(session, row, form, by=wei, at=at)
    assert row.due_on == date(2026, 5, 5)


def test_a_day_in_the_past_is_refused(written):
    with pytest.raises(Invalid, match="The due date has passed already"):
        written(date(2026, 3, 1))


def test_an_unknown_buyer_is_refused(written):
    with pytest.raises(Invalid, match="There is no such buyer"):
        written(date(2026, 3, 20), buyer=new_id())


def test_a_step_that_has_no_clock_is_refused(written):
    with pytest.raises(Invalid, match="No clock runs for this step"):
        written(date(2026, 3, 20), step="answer")


def test_after_a_reopening_it_counts_only_while_it_lies_ahead(session, written, row, wei, at):
    written(date(2026, 6, 30))
    packs, why = packs_of(session, row), "It is wet again."
    reopen_finding(session, row, packs, turn=2, reason=why, by=wei, at=at + timedelta(days=60))
    assert row.due_on == date(2026, 6, 30)
    reopen_finding(session, row, packs, turn=3, reason=why, by=wei, at=at + timedelta(days=150))
    assert row.due_on == date(2026, 8, 29)
