from datetime import date, timedelta

import pytest

from app.findings.deadline_queries import deadlines_of
from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.kit.errors import Conflict, Invalid
from app.suppliers.calendar_changes import bring_holidays, say_day, toggle_day, undo_days
from app.suppliers.forms import SayDay
from app.suppliers.public_days import public_days
from app.suppliers.queries import calendar_of, day_at
from app.suppliers.year import year_of
from app.trail.queries import entries

URL = "/sites/JR-01/calendar"
API = "/api/v1/sites/JR-01/calendar"
SATURDAY = date(2026, 2, 28)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def calendar(session, site):
    def now():
        session.flush()
        return calendar_of(session, site.id)

    return now


@pytest.fixture
def said(session, site, omar, at):
    def say(day, *, works=None, name=""):
        form = SayDay(day=day, working=works, name=name)
        say_day(session, site, form, by=omar, at=at)
        session.flush()

    return say


def test_the_week_has_its_days_of_rest(calendar):
    monday = date(2026, 3, 2)
    worked = [calendar().works(monday + timedelta(days=n)) for n in range(7)]
    assert worked == [True] * 5 + [False] * 2


def test_what_the_site_says_goes_before_the_week(calendar, said):
    said(NEW_YEAR, works=False, name="New Year's Day")
    said(SATURDAY, works=True)
    assert (calendar().works(NEW_YEAR), calendar().works(SATURDAY)) == (False, True)
    said(NEW_YEAR)
    assert calendar().works(NEW_YEAR), "removed, the week counts again"


def test_the_holidays_of_china_bring_its_make_up_days(session, site, calendar, omar, at):
    brought = bring_holidays(session, site, 2026, by=omar, at=at)
    assert brought == len(calendar().said)
    spring = calendar().said[date(2026, 2, 17)]
    assert (spring.working, "春节" in spring.name, "Spring Festival" in spring.name) == (
        False,
        True,
        True,
    )
    assert calendar().works(SATURDAY), "worked for a long holiday"
    assert bring_holidays(session, site, 2026, by=omar, at=at) == 0, "once is enough"


def test_what_the_site_has_said_itself_stays(session, site, calendar, said, omar, at):
    said(NEW_YEAR, works=True, name="Line 4 runs")
    bring_holidays(session, site, 2026, by=omar, at=at)
    assert calendar().said[NEW_YEAR].name == "Line 4 runs"


def test_without_a_country_it_says_what_to_do():
    with pytest.raises(Invalid, match="Say first in which country the site is"):
        public_days("", 2026)


def test_of_an_unknown_country_too():
    with pytest.raises(Invalid, match="No public holidays are known for country QQ"):
        public_days("QQ", 2026)


def test_the_last_change_is_undone_in_one_go_and_can_come_back(
    session, site, calendar, said, omar, at
):
    said(SATURDAY, works=True, name="Stocktaking")
    bring_holidays(session, site, 2026, by=omar, at=at)
    undo_days(session, site, by=omar, at=at)
    assert {d: s.name for d, s in calendar().said.items()} == {SATURDAY: "Stocktaking"}
    session.flush()
    undo_days(session, site, by=omar, at=at)
    assert len(calendar().said) > 20


def test_there_must_be_something_to_undo(session, site, omar, at):
    with pytest.raises(Conflict, match="Nothing was said of the days of JR-01 yet"):
        undo_days(session, site, by=omar, at=at)


def test_a_press_turns_a_day_and_another_turns_it_back(session, site, calendar, omar, at):
    for worked in (True, False, True):
        toggle_day(session, site, SATURDAY, by=omar, at=at)
        assert calendar().works(SATURDAY) is worked
    toggle_day(session, site, SATURDAY, by=omar, at=at)
    assert calendar().said == {}, "what the week has anyway is not said"


def test_the_trail_tells_each_day(session, site, said):
    said(SATURDAY, works=True)
    (entry, payload), *_rest = entries(session, sites=None, subject=site.code)
    assert (entry.action, payload.payload) == (
        "site.day_said",
        '{"days":{"2026-02-28":true}}',
    )


def test_what_does_not_differ_is_not_said_again(session, site, said):
    said(SATURDAY, works=True)
    said(SATURDAY, works=True)
    told = [e.action for e, _ in entries(session, sites=None, subject=site.code)]
    assert told.count("site.day_said") == 1


def test_a_year_hangs_on_the_wall_from_monday_to_sunday(session, site, calendar, said, at):
    said(SATURDAY, works=True)
    year = year_of(calendar(), 2026, day_at(session, site.id, at))
    assert [len(month.weeks) for month in year.months] == [5, 5, 6, 5, 5, 5, 5, 6, 5, 5, 6, 5]
    assert [cell.day for cell in year.said] == [SATURDAY]
    assert year.months[2].weeks[0][:6] == (None,) * 6, "1 March 2026 is a Sunday"
    assert year.working_days == 262, "261 weekdays and one Saturday"


def test_the_page_turns_a_day_and_open_findings_count_anew(
    browser, signed_in, omar, session, site, under_three_working_days
):
    row = under_three_working_days
    reply = browser.post(f"{URL}/toggle", data={"day": "2026-03-04"}, headers=signed_in(omar))
    assert (reply.status_code, reply.headers["location"]) == (303, f"{URL}?year=2026#m3")
    session.rollback()
    due = {one.step: one.due_on for one in deadlines_of(session, [row.id])[row.id]}
    assert due["containment"] == date(2026, 3, 6), "a day later than without the holiday"
    session.refresh(row)
    assert row.contain_by == date(2026, 3, 6)


@pytest.fixture
def under_three_working_days(session, failed, edition, pack, chen, ines, at):
    form = RaiseFinding(answer=failed.id, owner=chen.id, **{"class": "major"})
    item = edition.item(failed.item)
    row = raise_finding(session, failed, item, [pack], form, lang="en", by=ines, at=at)
    session.commit()
    assert row.contain_by == date(2026, 3, 5)
    return row


def test_the_page_brings_holidays_shows_and_undoes_them(browser, signed_in, omar):
    me = signed_in(omar)
    browser.post(f"{URL}/holidays", data={"year": "2026"}, headers=me)
    seen = browser.get(f"{URL}?year=2026", headers=me).text
    assert "Spring Festival" in seen
    assert "Undo the last change" in seen
    browser.post(f"{URL}/undo", headers=me)
    assert "Spring Festival" not in browser.get(f"{URL}?year=2026", headers=me).text


def test_who_does_not_manage_sites_looks_only(browser, signed_in, wei):
    me = signed_in(wei)
    seen = browser.get(f"{URL}?year=2026", headers=me)
    assert seen.status_code == 200
    assert 'name="day"' not in seen.text
    assert browser.post(f"{URL}/toggle", data={"day": "2026-03-04"}, headers=me).status_code == 403


def test_a_day_that_is_none_is_told(browser, signed_in, omar):
    reply = browser.post(URL, data={"day": "2026-02-30"}, headers=signed_in(omar))
    assert reply.status_code == 422
    assert "This must be a date" in reply.text


def test_the_api_says_shows_and_undoes(browser, signed_in, omar):
    me = signed_in(omar)
    said = {"day": "2026-03-07", "working": True, "name": "Stocktaking"}
    put = browser.put(API, json=said, headers=me)
    assert (put.status_code, put.json()["days"]) == (200, [said])
    assert browser.get(f"{API}?year=2025", headers=me).json()["days"] == []
    assert browser.post(f"{API}/undo", headers=me).json()["days"] == []
    brought = browser.post(f"{API}/holidays", json={"year": 2026}, headers=me).json()["days"]
    assert {name: brought[0][name] for name in ("day", "working")} == {
        "day": "2026-01-01",
        "working": False,
    }
