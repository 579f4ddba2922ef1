from datetime import timedelta

import pytest

from app.actions.changes import NothingToVerify, OwnWork, implement, plan_action, verify
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import action as action_of
from app.actions.queries import actions_of
from app.answers.queries import answer, marks_of_sites
from app.answers.rules import Level, standing
from app.kit.errors import Invalid
from app.trail.queries import entries

SEEN = "Dry on both shifts."


@pytest.fixture
def url(action):
    return f"/findings/F-0001/actions/{action.id}/verification"


@pytest.fixture
def judged(session, finding, tracked, wei, at):
    def judge(*, by=wei, at=at, **said):
        form = Verify(**{"passed": True, "level": "4", "note": SEEN} | said)
        return verify(session, session.merge(finding), tracked(), form, by=by, at=at)

    return judge


def test_a_pass_rates_the_item_anew(judged, done, session, finding, site, at):
    row = judged(level="3", at=at + timedelta(days=3))
    session.flush()
    rated = answer(session, row.answer_id)
    assert (rated.level, rated.audit_id, rated.zone_id) == (Level.LAPSE, None, finding.zone_id)
    later = at + timedelta(days=3)
    now = standing(marks_of_sites(session, [site.id])[site.id], as_of=later, known=later)
    assert now[finding.item, finding.zone_id].level is Level.LAPSE


def test_before_it_the_item_stands_as_it_was(judged, done, session, finding, site, at):
    judged(at=at + timedelta(days=3))
    then = standing(marks_of_sites(session, [site.id])[site.id], as_of=at, known=at)
    assert then[finding.item, finding.zone_id].level is Level.MOSTLY_NOT


def test_what_is_sent_back_waits_to_be_done_again(
    judged, done, session, tracked, chen, finding, at
):
    judged(passed=False, level=None, note="Wet again on the night shift.")
    session.flush()
    assert tracked().state == "open"
    again = Implement(note="Second trap fitted.")
    implement(session, session.merge(finding), tracked(), again, by=chen, at=at)
    judged()
    session.flush()
    assert [one.verification.passed for one in tracked().tries] == [False, True]
    told = [e.action for e, _ in entries(session, sites=None, subject="F-0001", limit=4)]
    assert told == [
        "action.verified",
        "action.implemented",
        "action.sent_back",
        "action.implemented",
    ]


def test_what_is_sent_back_rates_nothing(judged, done):
    assert judged(passed=False, level="4").answer_id is None


def test_a_containment_rates_nothing(session, finding, site, wei, chen, at):
    form = PlanAction(
        kind="containment", what="Close the washroom.", owner=chen.id, due_on=at.date()
    )
    row = session.merge(finding)
    plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
    (one,) = actions_of(session, [row.id])[row.id]
    implement(session, row, one, Implement(note="Closed it."), by=chen, at=at)
    assert (
        verify(session, row, one, Verify(passed=True, note=SEEN), by=wei, at=at).answer_id is None
    )


def test_nobody_verifies_what_nobody_has_done(judged, action):
    with pytest.raises(NothingToVerify, match="Nobody has reported this action as done"):
        judged()


def test_nobody_verifies_twice(judged, verified):
    with pytest.raises(NothingToVerify, match="Nobody has reported this action as done"):
        judged()


def test_whoever_did_it_does_not_verify_it(judged, session, finding, tracked, wei, at):
    implement(session, session.merge(finding), tracked(), Implement(note="Did it."), by=wei, at=at)
    with pytest.raises(OwnWork, match=r"You did this yourself\. Ask somebody else to verify it\."):
        judged(by=wei)


def test_nor_does_whoever_owns_it(judged, done, chen):
    with pytest.raises(OwnWork, match=r"You did this yourself\."):
        judged(by=chen)


@pytest.mark.parametrize("level", [None, "0", "1", "2", "na"])
def test_a_pass_leaves_the_item_met(judged, done, session, level):
    with pytest.raises(Invalid, match=r"A verified action leaves the item at level 3 or 4\."):
        judged(level=level)


def test_the_page_takes_the_verdict(browser, signed_in, wei, done, url, look, action):
    data = {"passed": "true", "level": "4", "note": SEEN}
    reply = browser.post(url, data=data, headers=signed_in(wei))
    assert (reply.status_code, reply.headers["location"]) == (303, "/findings/F-0001#actions")
    assert look(action_of, action.finding_id, action.id).state == "verified"


def test_the_api_takes_the_verdict(browser, signed_in, wei, done, url):
    body = {"passed": True, "level": "4", "note": SEEN}
    assert browser.post(f"/api/v1{url}", json=body, headers=signed_in(wei)).status_code == 201
    (one,) = browser.get("/api/v1/findings/F-0001/actions", headers=signed_in(wei)).json()
    assert (one["state"], one["verified_by"], one["criterion_met"]) == ("verified", wei.name, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"level": ""}, "A verified action leaves the item at level 3 or 4. Say which you saw."),
        ({"level": "0"}, "A verified action leaves the item at level 3 or 4."),
        ({"level": "5"}, "Choose one of:"),
        ({"note": ""}, "Please fill this in."),
    ],
)
def test_a_bad_verdict_is_named_and_the_note_kept(
    browser, signed_in, wei, done, url, change, said, nothing_changes
):
    data = {"passed": "true", "level": "4", "note": SEEN} | change
    with nothing_changes():
        reply = browser.post(url, data=data, headers=signed_in(wei))
    assert reply.status_code == 422
    assert said in reply.text
    assert data["note"] in reply.text


def test_the_page_does_not_offer_it_to_whoever_did_it(
    browser, signed_in, omar, wei, session, finding, tracked, at, url, nothing_changes
):
    row = session.merge(finding)
    implement(session, row, tracked(), Implement(note="Did it."), by=omar, at=at)
    session.commit()
    page = url.removesuffix("/verification")
    assert url in browser.get(page, headers=signed_in(wei)).text
    assert url not in browser.get(page, headers=signed_in(omar)).text
    data = {"passed": "true", "level": "4", "note": SEEN}
    with nothing_changes():
        reply = browser.post(url, data=data, headers=signed_in(omar))
    assert reply.status_code == 403
    assert "You did this yourself. Ask somebody else to verify it." in reply.text
    assert SEEN in reply.text


@pytest.mark.parametrize("who", ["ines", "chen", "diana"])
def test_who_may_not_verify_gets_403(browser, signed_in, request, done, url, who, nothing_changes):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        assert browser.post(url, data={"note": SEEN}, headers=headers).status_code == 403
