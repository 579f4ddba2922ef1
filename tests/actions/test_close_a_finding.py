import pytest

from app.actions.changes import NotVerified, close_verified, implement, plan_action, verify
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.findings.changes import AlreadyClosed
from app.findings.queries import finding as finding_by_ref
from app.trail.queries import entries

URL = "/findings/F-0001/closure"
REASON = "Seen dry on both shifts, twice."


@pytest.fixture
def closed(session, finding, wei, at):
    row = session.merge(finding)
    return lambda: close_verified(session, row, reason=REASON, by=wei, at=at)


def test_a_verified_action_lets_it_close(verified, closed, session, wei):
    assert closed().by_name == wei.name
    (entry, _payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert (entry.action, entry.why) == ("finding.closed", REASON)


def test_it_cannot_be_closed_twice(verified, closed, session):
    closed()
    session.flush()
    with pytest.raises(AlreadyClosed, match=r"Finding F-0001 is already closed\."):
        closed()


def test_without_an_action_it_stays_open(finding, closed):
    with pytest.raises(NotVerified, match=r"Plan one, do it, and have it verified\."):
        closed()


def test_while_an_action_is_to_do_it_stays_open(action, closed):
    with pytest.raises(NotVerified, match="once another person has verified its actions"):
        closed()


def test_while_an_action_waits_it_stays_open(done, closed):
    with pytest.raises(NotVerified, match="once another person has verified its actions"):
        closed()


def test_containment_alone_closes_nothing(session, finding, site, wei, chen, at, closed):
    form = PlanAction(
        kind="containment", what="Close the washroom.", owner=chen.id, due_on=at.date()
    )
    row = session.merge(finding)
    plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
    (one,) = actions_of(session, [row.id])[row.id]
    implement(session, row, one, Implement(note="Closed it."), by=chen, at=at)
    verify(session, row, one, Verify(passed=True, note="It is closed."), by=wei, at=at)
    with pytest.raises(NotVerified, match="no correction or corrective action yet"):
        closed()


def test_the_page_closes_it(browser, signed_in, wei, verified, look, omar):
    reply = browser.post(URL, data={"reason": REASON}, headers=signed_in(wei))
    assert (reply.status_code, reply.headers["location"]) == (303, "/findings/F-0001")
    assert look(finding_by_ref, omar, "F-0001").closure.reason == REASON


def test_the_lead_auditor_may_close_by_the_api(browser, signed_in, marta, verified):
    reply = browser.post(f"/api/v1{URL}", json={"reason": REASON}, headers=signed_in(marta))
    assert reply.status_code == 201
    shown = browser.get("/api/v1/findings/F-0001", headers=signed_in(marta)).json()
    assert shown["closed_at"]


def test_a_second_tab_is_told_and_keeps_its_words(
    browser, signed_in, wei, verified, nothing_changes
):
    me = signed_in(wei)
    browser.post(URL, data={"reason": REASON}, headers=me)
    with nothing_changes():
        reply = browser.post(URL, data={"reason": "Once more, with feeling."}, headers=me)
    assert reply.status_code == 409
    assert "Finding F-0001 is already closed." in reply.text
    assert "Once more, with feeling." in reply.text


@pytest.mark.parametrize("way", ["page", "api"])
def test_too_early_it_is_refused(browser, signed_in, wei, done, way, nothing_changes):
    with nothing_changes():
        reply = _close(browser, way, {"reason": REASON}, signed_in(wei))
    assert reply.status_code == 409
    assert "can be closed once another person has verified its actions" in reply.text


@pytest.mark.parametrize(("reason", "said"), [("", "fill this in"), ("Fine.", "at least 10")])
def test_a_reason_is_asked_for(browser, signed_in, wei, verified, reason, said, nothing_changes):
    with nothing_changes():
        reply = browser.post(URL, data={"reason": reason}, headers=signed_in(wei))
    assert reply.status_code == 422
    assert said in reply.text


@pytest.mark.parametrize("way", ["page", "api"])
@pytest.mark.parametrize("who", ["ines", "chen", "diana"])
def test_who_may_not_verify_may_not_close(
    browser, signed_in, request, verified, who, way, nothing_changes
):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        assert _close(browser, way, {"reason": REASON}, headers).status_code == 403


def _close(browser, way, body, headers):
    if way == "page":
        return browser.post(URL, data=body, headers=headers)
    return browser.post(f"/api/v1{URL}", json=body, headers=headers)
