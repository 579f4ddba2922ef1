from datetime import timedelta

import pytest

from app.mail.queries import snooze_of

URL = "/findings/F-0001/snooze"


def test_until_a_day(browser, signed_in, chen, finding, look, at):
    headers = signed_in(chen)
    assert "Remind me later" in browser.get(URL, headers=headers).text
    until = at.date() + timedelta(days=5)
    assert browser.post(URL, data={"until": until.isoformat()}, headers=headers).status_code == 303
    assert look(snooze_of, chen.id, finding.id).until == until
    assert "nobody reminds you" in browser.get(URL, headers=headers).text


def test_and_again(browser, signed_in, chen, finding, look, at):
    headers = signed_in(chen)
    until = (at.date() + timedelta(days=5)).isoformat()
    browser.post(URL, data={"until": until}, headers=headers)
    assert browser.post(f"{URL}/removal", headers=headers).status_code == 303
    assert look(snooze_of, chen.id, finding.id) is None
    assert browser.post(f"{URL}/removal", headers=headers).status_code == 404


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_not_today_and_not_for_ever(browser, signed_in, chen, finding, days, at, nothing_changes):
    headers = signed_in(chen)
    until = (at.date() + timedelta(days=days)).isoformat()
    with nothing_changes():
        reply = browser.post(URL, data={"until": until}, headers=headers)
    assert reply.status_code == 422
    assert "at most 30 days ahead" in reply.text


def test_only_of_what_i_may_see(browser, signed_in, zoe, finding):
    assert browser.get(URL, headers=signed_in(zoe)).status_code == 404


def test_by_the_api(browser, signed_in, chen, finding, at):
    headers, url = signed_in(chen), "/api/v1/findings/F-0001/snooze"
    until = (at.date() + timedelta(days=5)).isoformat()
    assert browser.put(url, json={"until": until}, headers=headers).json() == {"until": until}
    assert browser.delete(url, headers=headers).status_code == 204
    assert browser.delete(url, headers=headers).status_code == 404
