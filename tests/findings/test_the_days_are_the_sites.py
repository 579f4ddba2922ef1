"""A finding keeps on which day it was raised and closed, by the clock on the wall of its site."""

from datetime import date

import pytest

from app.findings.changes import close_finding, reject_finding
from app.findings.lapse_changes import lapse_closure
from app.findings.queries import with_id

FORM = {"code": "JR-01", "name": "Jade River Works"}


@pytest.fixture
def rejected(session, finding, wei, at):
    row = session.merge(finding)
    reject_finding(session, row, reason="It was no finding.", by=wei, at=at)
    session.commit()
    return row


def test_it_is_raised_and_closed_by_the_clock_of_its_site(rejected, at, site):
    assert (rejected.raised_on, rejected.closed_on) == (at.date(), at.date())


def test_opened_again_it_is_closed_on_no_day(session, finding, pack, wei, at):
    row = session.merge(finding)
    close_finding(session, row, reason="Seen to hold.", by=wei, at=at)
    session.flush()
    assert row.closed_on == at.date()
    lapse_closure(session, row, [pack], reason="It leaks again.", by=wei, at=at)
    assert row.closed_on is None


@pytest.mark.parametrize(
    ("zone", "day"), [("Pacific/Honolulu", date(2026, 3, 1)), ("Asia/Shanghai", date(2026, 3, 2))]
)
def test_both_days_follow_a_time_zone_that_is_set_right(
    browser, signed_in, omar, site, rejected, look, zone, day
):
    headers, form = signed_in(omar), FORM | {"version": site.version, "time_zone": zone}
    assert browser.post("/sites/JR-01", data=form, headers=headers).status_code == 303
    row = look(with_id, rejected.id)
    assert (row.raised_on, row.closed_on) == (day, day)


def test_the_api_moves_them_as_well(browser, signed_in, omar, site, rejected, look):
    headers = signed_in(omar)
    form = FORM | {"version": site.version, "time_zone": "Pacific/Honolulu"}
    assert browser.put("/api/v1/sites/JR-01", json=form, headers=headers).status_code == 200
    assert look(with_id, rejected.id).closed_on == date(2026, 3, 1)
