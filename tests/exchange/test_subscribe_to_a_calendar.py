import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from app.findings.changes import reject_finding
from app.findings.deadline_queries import deadlines_of
from app.findings.queries import with_id
from app.people.changes import speak
from app.people.queries import person
from app.trail.changes import record
from app.trail.rules import System


@pytest.fixture
def address(browser, signed_in):
    """`address(chen)`: where a calendar program would fetch it."""

    def ask(who):
        page = browser.post("/me/calendar", headers=signed_in(who))
        assert page.status_code == 201
        return re.search(r"http://127\.0\.0\.1:8000(/calendar/cal_[\w-]+\.ics)", page.text).group(1)

    return ask


@pytest.fixture
def fetched(browser):
    """`fetched(path)`: the events by their name, read by a parser of its own."""

    def fetch(path):
        browser.cookies.clear()
        reply = browser.get(path)
        assert reply.status_code == 200
        feed = Calendar.from_ical(reply.content)
        return {str(event["uid"]).partition("@")[0]: event for event in feed.walk("VEVENT")}

    return fetch


def test_my_due_dates_are_in_it(address, fetched, finding, action, chen):
    events = fetched(address(chen))
    closing = events["F-0001/1/close"]
    assert closing.decoded("dtstart") == finding.due_on
    assert closing.decoded("dtend") == finding.due_on + timedelta(days=1)
    assert str(closing["summary"]) == "F-0001 Closing · Jade River Works"
    assert str(closing["url"]) == "http://127.0.0.1:8000/findings/F-0001"
    mine = events[f"F-0001/1/action/{action.id}"]
    assert mine.decoded("dtstart") == action.due_on
    assert str(mine["url"]).endswith(f"/findings/F-0001/actions/{action.id}")


def test_my_audits_are_in_it(address, fetched, planned, site, ines):
    audit = planned(site)
    assert fetched(address(ines))[f"{audit.ref}/audit"].decoded("dtstart") == audit.planned_on


def test_what_is_not_mine_is_not(address, fetched, finding, action, ines, zoe):
    assert not [name for name in fetched(address(ines)) if name.startswith("F-")]
    assert fetched(address(zoe)) == {}


def test_it_is_in_my_language(address, fetched, finding, session, chen):
    speak(session, person(session, chen.id), "zh")
    session.commit()
    assert "玉河工厂" in str(fetched(address(chen))["F-0001/1/close"]["summary"])


def test_a_day_that_moves_is_the_same_event_told_anew(address, fetched, session, finding, chen, at):
    path = address(chen)
    before = fetched(path)["F-0001/1/close"]
    (row,) = [d for d in deadlines_of(session, [finding.id])[finding.id] if d.step == "close"]
    row.due_on += timedelta(days=7)
    session.add(row)
    later = at + timedelta(days=1)
    record(session, "finding.changed", on=finding.ref, by=System(), at=later)
    session.commit()
    after = fetched(path)["F-0001/1/close"]
    assert after.decoded("dtstart") == before.decoded("dtstart") + timedelta(days=7)
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("last-modified") == later
    assert after.decoded("dtstamp") == later


def test_until_something_changes_it_stays_the_same_to_the_byte(
    address, browser, finding, chen, watch
):
    path = address(chen)
    first = browser.get(path).content
    watch.now += timedelta(hours=3)
    assert browser.get(path).content == first


def test_what_is_done_is_gone(address, fetched, session, finding, chen, wei, at):
    path = address(chen)
    reject_finding(
        session, with_id(session, finding.id), reason="It was condensation.", by=wei, at=at
    )
    session.commit()
    assert fetched(path) == {}


def test_what_was_typed_cannot_break_out(address, browser, session, finding, chen):
    row = with_id(session, finding.id)
    row.statement = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil;,\\"
    session.add(row)
    session.commit()
    feed = browser.get(address(chen)).content
    assert not re.search(rb"^SUMMARY:evil", feed, re.MULTILINE)
    events = Calendar.from_ical(feed).walk("VEVENT")
    assert all("F-0001" in str(event["summary"]) for event in events)


def test_every_line_fits_and_ends_as_it_should(address, browser, finding, chen):
    feed = browser.get(address(chen)).content
    assert feed.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    assert b"\n" not in feed.replace(b"\r\n", b"")


def test_no_proxy_keeps_it(address, browser, chen):
    reply = browser.get(address(chen))
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "no-store" in reply.headers["cache-control"]
    assert "private" in reply.headers["cache-control"]


def test_the_address_is_shown_once_and_kept_nowhere(address, browser, signed_in, chen, database):
    secret = address(chen).removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in browser.get("/me", headers=signed_in(chen)).text
    with database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM calendar_address").all()
        trail = session.connection().exec_driver_sql("SELECT payload FROM trail_payload").all()
    assert secret not in f"{rows} {trail}"


def test_another_address_ends_the_first(address, browser, chen):
    first, second = address(chen), address(chen)
    assert browser.get(first).status_code == 404
    assert browser.get(second).status_code == 200


def test_a_closed_address_opens_nothing(address, browser, signed_in, chen):
    path = address(chen)
    headers = signed_in(chen)
    assert browser.post("/me/calendar/revocation", headers=headers).status_code == 303
    assert browser.get(path).status_code == 404
    assert browser.post("/me/calendar/revocation", headers=headers).status_code == 404


def test_whoever_has_left_has_no_calendar(address, browser, session, chen):
    path = address(chen)
    person(session, chen.id).active = False
    session.commit()
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/calendar/cal_made-up.ics", "/calendar/.ics", "/calendar/x"])
def test_a_made_up_address_is_nowhere(browser, path):
    assert browser.get(path).status_code == 404


def test_by_the_api(browser, signed_in, chen):
    headers, url = signed_in(chen), "/api/v1/me/calendar"
    made = browser.post(url, headers=headers)
    assert made.status_code == 201
    path = made.json()["address"].removeprefix("http://127.0.0.1:8000")
    assert browser.get(path).status_code == 200
    assert browser.delete(url, headers=headers).status_code == 204
    assert browser.get(path).status_code == 404
    assert browser.delete(url, headers=headers).status_code == 404
