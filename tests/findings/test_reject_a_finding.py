import pytest

from app.findings.changes import AlreadyClosed, reject_finding
from app.findings.queries import finding as finding_by_ref
from app.trail.queries import entries

URL = "/findings/F-0001/rejection"
REASON = "A reflection of the lamp; the floor was dry."


def test_it_stands_with_its_reason(session, finding, wei, at):
    row = reject_finding(session, session.merge(finding), reason=REASON, by=wei, at=at)
    assert (row.rejected, row.reason, row.by_name) == (True, REASON, wei.name)
    (entry, _payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert (entry.action, entry.why) == ("finding.rejected", REASON)


def test_nobody_rejects_it_twice(session, finding, wei, at):
    reject_finding(session, session.merge(finding), reason=REASON, by=wei, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed):
        reject_finding(session, session.merge(finding), reason=REASON, by=wei, at=at)


def test_the_page_rejects_it_and_says_so(browser, signed_in, wei, finding, look, omar):
    me = signed_in(wei)
    assert browser.post(URL, data={"reason": REASON}, headers=me).status_code == 303
    assert look(finding_by_ref, omar, "F-0001").closure.rejected
    said = browser.get("/findings/F-0001", headers=me).text
    assert "Why it is no finding" in said
    assert "Rejected" in browser.get("/findings?shown=closed", headers=me).text
    told = browser.get("/api/v1/findings/F-0001/way", headers=me).json()
    assert (told["rejected"], told["next"]) == (True, None)


def test_the_api_rejects_it(browser, signed_in, wei, finding):
    reply = browser.post(f"/api/v1{URL}", json={"reason": REASON}, headers=signed_in(wei))
    assert (reply.status_code, reply.json()["rejected"]) == (201, True)


def test_a_reason_is_asked_for(browser, signed_in, wei, finding, nothing_changes):
    with nothing_changes():
        reply = browser.post(URL, data={"reason": "No."}, headers=signed_in(wei))
    assert reply.status_code == 422
    assert "at least 10" in reply.text


@pytest.mark.parametrize("who", ["ines", "chen", "diana", "marta"])
def test_only_the_quality_lead_rejects(browser, signed_in, request, finding, who, nothing_changes):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        assert browser.post(URL, data={"reason": REASON}, headers=headers).status_code == 403
        reply = browser.post(f"/api/v1{URL}", json={"reason": REASON}, headers=headers)
    assert reply.status_code == 403
