import pytest

from app.findings.changes import AlreadyClosed, change_finding, reject_finding
from app.findings.forms import AskToTakeOver, ChangeFinding, ReplyToHandOver
from app.findings.owner_changes import NotYours, ask_to_take_over, reply_to_hand_over
from app.findings.owner_queries import handed_to, open_hand_over
from app.kit.errors import Conflict, Invalid
from app.trail.queries import entries

URL = "/findings/F-0001/hand-over"
API = f"/api/v1{URL}"
WHY = "I am on the night shift from Monday."


@pytest.fixture
def asked(session, finding, site, wei, chen, at):
    row = session.merge(finding)

    def ask(*, to=wei, by=chen):
        form = AskToTakeOver(to=to.id, reason=WHY)
        one = ask_to_take_over(session, row, form, place=site, to=to, by=by, at=at)
        session.flush()
        return one

    return ask


@pytest.fixture
def replied(session, finding, wei, at):
    row = session.merge(finding)

    def reply(*, by=wei, accepted=True, note=""):
        form = ReplyToHandOver(accepted=accepted, note=note)
        one = reply_to_hand_over(session, row, form, by=by, at=at)
        session.flush()
        return one

    return reply


def test_until_it_is_accepted_it_stays(asked, session, finding, chen, wei):
    asked()
    row = session.merge(finding)
    assert row.owner_id == chen.id
    assert open_hand_over(session, row).to_id == wei.id
    assert [found.ref for _one, found, _site in handed_to(session, wei)] == ["F-0001"]


def test_whoever_accepts_owns_it(asked, replied, session, finding, wei, chen):
    asked()
    replied()
    row = session.merge(finding)
    assert (row.owner_id, open_hand_over(session, row)) == (wei.id, None)
    told = [e.action for e, _ in entries(session, sites=None, subject="F-0001", limit=2)]
    assert told == ["finding.taken_over", "finding.hand_over_asked"]
    assert handed_to(session, wei) == []


def test_whoever_declines_says_why(asked, replied, session, finding, chen):
    asked()
    with pytest.raises(Invalid, match=r"Say why you do not take it over\."):
        replied(accepted=False)
    replied(accepted=False, note="I audit this very place.")
    row = session.merge(finding)
    assert (row.owner_id, open_hand_over(session, row)) == (chen.id, None)


def test_only_whom_one_asked_can_answer(asked, replied, chen):
    asked()
    with pytest.raises(NotYours, match="Somebody else was asked to take this over"):
        replied(by=chen)


def test_nobody_answers_what_was_not_asked(replied):
    with pytest.raises(Conflict, match="Nobody is asked any more"):
        replied()


def test_one_is_asked_at_a_time(asked):
    asked()
    with pytest.raises(Conflict, match="Somebody was asked already"):
        asked()


def test_it_is_not_handed_to_its_owner(asked, chen):
    with pytest.raises(Invalid, match="Chen Muyuan owns this finding already"):
        asked(to=chen)


def test_the_new_owner_needs_a_role_that_acts(asked, gil):
    with pytest.raises(Invalid, match="needs a role at this site that lets them act"):
        asked(to=gil)


def test_who_neither_owns_nor_manages_hands_nothing_over(asked, replied, wei, chen, omar):
    asked()
    replied()
    with pytest.raises(NotYours, match="Only its owner or the quality lead"):
        asked(by=chen, to=omar)


def test_the_quality_lead_decides_over_it(asked, replied, session, finding, site, wei, omar, at):
    asked()
    row = session.merge(finding)
    form = ChangeFinding(version=row.version, owner=omar.id)
    change_finding(session, row, form, place=site, owner=omar, by=wei, at=at)
    session.flush()
    assert open_hand_over(session, row) is None
    with pytest.raises(Conflict, match="Nobody is asked any more"):
        replied()


def test_what_is_shut_is_not_handed_over(asked, session, finding, wei, at):
    reject_finding(session, session.merge(finding), reason="It was none.", by=wei, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed):
        asked()


def test_the_pages_ask_and_accept(browser, signed_in, chen, wei, finding):
    her, me = signed_in(chen), signed_in(wei)
    data = {"to": str(wei.id), "reason": WHY}
    assert browser.post(URL, data=data, headers=her).status_code == 303
    assert WHY in browser.get("/tasks", headers=me).text
    here = browser.get("/findings/F-0001", headers=me).text
    assert "Chen Muyuan asks Wei Lanshan to take this over" in here
    refused = browser.post(f"{URL}/reply", data={"accepted": "false"}, headers=me)
    assert refused.status_code == 422
    assert "Say why you do not take it over." in refused.text
    assert browser.post(f"{URL}/reply", data={"accepted": "true"}, headers=me).status_code == 303
    again = browser.post(f"{URL}/reply", data={"accepted": "true"}, headers=me)
    assert (again.status_code, "Nobody is asked any more" in again.text) == (409, True)
    assert browser.get("/api/v1/findings/F-0001", headers=me).json()["owner"] == wei.name


def test_the_api_asks_and_accepts(browser, signed_in, chen, wei, finding):
    her, me = signed_in(chen), signed_in(wei)
    assert browser.get(API, headers=me).json() is None
    body = {"to": str(wei.id), "reason": WHY}
    assert browser.post(API, json=body, headers=her).json()["asked_by"] == chen.name
    assert browser.get(API, headers=me).json()["to"] == str(wei.id)
    reply = browser.post(f"{API}/reply", json={"accepted": True}, headers=me)
    assert (reply.status_code, reply.json()["owner"]) == (201, wei.name)


@pytest.mark.parametrize("who", ["ines", "diana", "marta"])
def test_who_may_not_act_has_no_say(browser, signed_in, request, finding, who, nothing_changes):
    headers = signed_in(request.getfixturevalue(who))
    for path, data in (("", {"to": "", "reason": WHY}), ("/reply", {"accepted": "true"})):
        with nothing_changes():
            assert browser.post(URL + path, data=data, headers=headers).status_code == 403
            assert browser.post(API + path, json=data, headers=headers).status_code == 403
