from datetime import timedelta

import pytest

from app.actions.changes import close_verified, implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import action as action_of

DAY = timedelta(days=1)
PAGE = "/readiness/JR-01"
API = "/api/v1/sites/JR-01/readiness?programme=bt-like"


@pytest.fixture
def standing(browser, signed_in, diana, watch):
    def ask(query=""):
        return browser.get(API + query, headers=signed_in(diana)).json()

    return ask


@pytest.fixture
def mended(session, finding, action, chen, wei, at):
    """The puddle's action is done after two days and verified after three."""
    one = action_of(session, finding.id, action.id)
    implement(session, finding, one, Implement(note="Trap replaced."), by=chen, at=at + 2 * DAY)
    session.commit()
    one = action_of(session, finding.id, action.id)
    verdict = Verify(passed=True, note="Dry on three visits.", level="4")
    verify(session, finding, one, verdict, by=wei, at=at + 3 * DAY)
    close_verified(session, finding, reason="Dry, and stays dry.", by=wei, at=at + 3 * DAY)
    session.commit()


def test_before_any_audit_the_page_says_what_to_do(browser, signed_in, diana, site):
    reply = browser.get(PAGE, headers=signed_in(diana))
    assert "No audit yet" in reply.text
    assert browser.get(API, headers=signed_in(diana)).status_code == 404


def test_verification_moves_readiness_between_audits(standing, answers, audit, mended, watch, at):
    watch.now = at + timedelta(hours=1)
    before = standing()
    watch.now = at + 4 * DAY
    after = standing()
    assert float(before["total"]) < float(after["total"])
    assert before["nodes"]["c12"] != after["nodes"]["c12"]


def test_a_past_day_is_told_as_it_was(standing, mended, watch, at):
    watch.now = at + timedelta(hours=1)
    then = standing()
    watch.now = at + 30 * DAY
    asked_later = standing(f"&as_of={at.date()}&known={at.date()}")
    assert asked_later == then


def test_what_was_recorded_later_is_not_known_before(standing, answers, audit, watch, at):
    answers(audit, "LGV-REV-004", "4", at=at)
    answers(audit, "LGV-AUT-002", "0", at=at + 5 * DAY, observed_at=at)
    watch.now = at + 6 * DAY
    assert standing(f"&as_of={at.date()}&known={at.date()}")["nodes"]["c01"] == "100"
    assert standing(f"&as_of={at.date()}")["nodes"]["c01"] == "50"


def test_the_page_shows_verdict_bars_and_the_items_that_cost(
    browser, signed_in, diana, failed, watch, at
):
    watch.now = at + DAY
    text = browser.get(PAGE, headers=signed_in(diana)).text
    assert "Not ready" in text
    assert "What bars the list" in text
    assert "FAC-WSH-001" in text
    assert "data-chart" in text


def test_the_front_page_has_every_site_under_every_buyer(browser, signed_in, marta, failed):
    text = browser.get("/", headers=signed_in(marta)).text
    assert "Hollin Telecom" in text
    assert "JR-01" in text
    assert "NM-01" not in text


def test_a_guest_sees_readiness_and_no_more(browser, signed_in, gil, failed):
    headers = signed_in(gil)
    assert browser.get(PAGE, headers=headers).status_code == 200
    assert browser.get("/findings", headers=headers).status_code == 403
    assert "Order the report" not in browser.get(PAGE, headers=headers).text


def test_the_trace_leads_from_the_verdict_to_single_answers(browser, signed_in, diana, failed):
    trace = browser.get(API.replace("?", "/trace?"), headers=signed_in(diana)).json()

    def walk(one):
        yield one["kind"], one["ref"]
        for child in one["children"]:
            yield from walk(child)

    assert trace["kind"] == "verdict"
    assert ("item", "FAC-WSH-001") in list(walk(trace))


def test_an_unknown_programme_is_named(browser, signed_in, diana, failed):
    reply = browser.get(API.replace("bt-like", "moon"), headers=signed_in(diana))
    assert (reply.status_code, reply.json()["detail"]) == (404, "No programme moon is loaded.")


def test_the_trend_has_a_point_for_each_round(
    browser, signed_in, diana, audit, moved, failed, watch, at
):
    moved(audit, "review", at=at + DAY)
    moved(audit, "closed", at=at + 2 * DAY)
    watch.now = at + 40 * DAY
    points = browser.get(API.replace("?", "/trend?"), headers=signed_in(diana)).json()
    assert [point["as_of"] for point in points] == ["2026-03-04", "2026-04-11"]
