"""The deadline block of a finding, its forms, and the same in the API."""

from datetime import date, timedelta

import pytest

URL = "/findings/F-0001"
API = "/api/v1/findings/F-0001"
REASON = "The new trap is delivered in May only."


@pytest.fixture
def row(session, under):
    """Major under bt-like: containment by 5 March, plan by the 16th, closed by 1 May."""
    row = under("bt-like")("major")
    session.commit()
    return row


@pytest.fixture
def asked(browser, signed_in, chen, row):
    data = {"step": "close", "until": "2026-05-20", "reason": REASON}
    reply = browser.post(f"{API}/extensions", json=data, headers=signed_in(chen))
    assert reply.status_code == 201
    return reply.json()[0]["id"]


def test_each_step_tells_its_day_its_reason_and_what_is_left(browser, signed_in, wei, row):
    seen = browser.get(URL, headers=signed_in(wei)).text
    for told in (
        "3 working days from the raising",
        "BT-like supplier certification",
        "3 days left",
        "14 days left",
        "60 days left",
        '<time class="day" datetime="2026-05-01">',
    ):
        assert told in seen, told


def test_late_is_said_in_words(browser, signed_in, wei, row, watch, at):
    watch.now = at + timedelta(days=5)
    seen = browser.get(URL, headers=signed_in(wei)).text
    assert "2 days overdue" in seen
    assert 'data-state="overdue"' in seen


def test_provisional_is_said_with_the_place_to_mend_it(session, browser, signed_in, marta, under):
    found = under("iatf-16949-clocks")
    found("minor")
    session.commit()
    seen = browser.get(URL, headers=signed_in(marta)).text
    assert "provisional" in seen
    assert f'href="/audits/{found.audit.ref}#days"' in seen
    form = {"closing_meeting_on": "2026-03-02"}
    here = f"/audits/{found.audit.ref}"
    reply = browser.post(f"{here}/days", data=form, headers=signed_in(marta))
    assert reply.headers["location"] == f"{here}#days"
    assert "provisional" not in browser.get(URL, headers=signed_in(marta)).text


def test_a_day_of_the_audit_that_cannot_be_comes_back(session, browser, signed_in, marta, under):
    audit = under("iatf-16949-clocks").audit
    session.commit()
    data = {"closing_meeting_on": "2026-04-02"}
    reply = browser.post(f"/audits/{audit.ref}/days", data=data, headers=signed_in(marta))
    assert reply.status_code == 422
    assert "has not come yet" in reply.text
    assert 'value="2026-04-02"' in reply.text


def test_the_owner_asks_and_another_grants(browser, signed_in, chen, wei, row, session):
    data = {"step": "close", "until": "2026-05-20", "reason": REASON}
    assert browser.post(f"{URL}/extensions", data=data, headers=signed_in(chen)).status_code == 303
    seen = browser.get(URL, headers=signed_in(wei)).text
    assert "asks for time until 20 May 2026" in seen
    address = seen.split("/reply")[0].rpartition('"')[2] + "/reply"
    refused = browser.post(address, data={"granted": "false"}, headers=signed_in(wei))
    assert (refused.status_code, "Say why you refuse it." in refused.text) == (422, True)
    browser.post(address, data={"granted": "true"}, headers=signed_in(wei))
    seen = browser.get(URL, headers=signed_in(chen)).text
    assert "By the clock 1 May 2026" in seen
    assert "<strong>granted</strong>" in seen


def test_who_asks_sees_no_button_to_grant(browser, signed_in, chen, row, asked):
    seen = browser.get(URL, headers=signed_in(chen)).text
    assert "Withdraw it" in seen
    assert "Grant it" not in seen
    gone = browser.post(f"{URL}/extensions/{asked}/withdrawal", headers=signed_in(chen))
    assert gone.status_code == 303
    assert "withdrawn" in browser.get(URL, headers=signed_in(chen)).text


def test_an_extension_that_is_refused_keeps_what_was_typed(
    browser, signed_in, chen, row, nothing_changes
):
    data = {"step": "containment", "until": "2026-03-20", "reason": REASON}
    with nothing_changes():
        reply = browser.post(f"{URL}/extensions", data=data, headers=signed_in(chen))
    assert reply.status_code == 409
    assert "This step is never extended: it stays due on 5 Mar 2026." in reply.text
    assert REASON in reply.text


def test_the_buyers_date_stands_beside_the_clocks(browser, signed_in, wei, row, buyer):
    data = {"step": "close", "due_on": "2026-04-15", "buyer": str(buyer.id), "letter": "HT-4711"}
    assert browser.post(f"{URL}/buyer-date", data=data, headers=signed_in(wei)).status_code == 303
    seen = browser.get(URL, headers=signed_in(wei)).text
    assert "Hollin Telecom set it: HT-4711" in seen
    assert "By the clock 1 May 2026" in seen


def test_without_a_clock_partner_and_day_are_asked_for_until_given(
    session, browser, signed_in, chen, wei, under
):
    under("smeta-clocks")("observation")
    session.commit()
    me = signed_in(chen)
    assert "Nothing says by when this is mended" in browser.get(URL, headers=me).text
    data = {"partner": str(wei.id), "review_on": "2026-06-01"}
    assert browser.post(f"{URL}/review", data=data, headers=me).status_code == 303
    seen = browser.get(URL, headers=me).text
    assert "Nothing says by when this is mended" not in seen
    assert "No clock runs: Wei Lanshan looks at it again then" in seen


def test_the_day_of_the_confirmation_is_asked_where_a_clock_runs_from_it(
    session, browser, signed_in, marta, under
):
    under("rba-vap")("critical")
    session.commit()
    me = signed_in(marta)
    assert "Say when it was confirmed" in browser.get(URL, headers=me).text
    data = {"confirmed_on": "2026-03-02"}
    assert browser.post(f"{URL}/confirmed-on", data=data, headers=me).status_code == 303


def test_the_api_tells_every_deadline(browser, signed_in, wei, row):
    told = browser.get(f"{API}/deadlines", headers=signed_in(wei)).json()
    assert [(one["step"], one["due_on"], one["source"]) for one in told] == [
        ("containment", "2026-03-05", "programme"),
        ("plan", "2026-03-16", "programme"),
        ("close", "2026-05-01", "programme"),
    ]


def test_the_api_tells_what_became_of_a_question(browser, signed_in, wei, chen, row, asked):
    answer = {"granted": False, "note": "Borrow one from line 2."}
    browser.post(f"{API}/extensions/{asked}/reply", json=answer, headers=signed_in(wei))
    (told,) = browser.get(f"{API}/extensions", headers=signed_in(chen)).json()
    assert (told["outcome"], told["answered_by"], told["note"]) == (
        "refused",
        "Wei Lanshan",
        "Borrow one from line 2.",
    )


def test_who_answers_too_late_reads_why_and_what_they_wrote(browser, signed_in, wei, row, asked):
    address = f"{URL}/extensions/{asked}/reply"
    browser.post(address, data={"granted": "true"}, headers=signed_in(wei))
    data = {"granted": "false", "note": "Not a day more."}
    late = browser.post(address, data=data, headers=signed_in(wei))
    assert late.status_code == 409
    assert 'role="alert"' in late.text
    assert "Not a day more." in late.text


def test_an_action_owner_does_not_grant(browser, signed_in, chen, row, asked, nothing_changes):
    with nothing_changes():
        reply = browser.post(
            f"{API}/extensions/{asked}/reply", json={"granted": True}, headers=signed_in(chen)
        )
    assert reply.status_code == 403


def test_the_api_says_the_days_of_an_audit(session, browser, signed_in, marta, under):
    audit = under("iatf-16949-clocks").audit
    session.commit()
    address = f"/api/v1/audits/{audit.ref}/days"
    told = browser.put(address, json={"report_issued_on": "2026-03-02"}, headers=signed_in(marta))
    assert (told.status_code, told.json()["report_issued_on"]) == (200, str(date(2026, 3, 2)))
