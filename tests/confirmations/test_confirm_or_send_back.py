from datetime import timedelta

import pytest

from app.actions.step_changes import open_again
from app.confirmations.changes import NotYours, reply_to_confirmation
from app.confirmations.forms import ReplyToConfirmation
from app.confirmations.queries import sent_back_to
from app.findings.models import LapsedClosure
from app.findings.queries import closure_of, turn_of
from app.findings.queries import finding as finding_of
from app.kit.errors import Conflict, Invalid
from app.mail.queries import letter_with_key

WHY = "The photo shows another washroom."


@pytest.fixture
def reply(session, asked, gil, at):
    def one(*, confirmed, reason="", by=gil):
        form = ReplyToConfirmation(confirmed=confirmed, reason=reason)
        row = reply_to_confirmation(session, asked, form, by=by, at=at)
        session.commit()
        return row

    return one


def test_confirmed_its_page_says_so(reply, browser, signed_in, wei):
    reply(confirmed=True)
    assert "Not yet confirmed" not in browser.get("/findings/F-0001", headers=signed_in(wei)).text


def test_sent_back_it_stays_closed_and_the_quality_lead_sees_it(reply, session, closed, wei, ines):
    reply(confirmed=False, reason=WHY)
    assert closure_of(session, closed.id)
    assert [one.reply.reason for one in sent_back_to(session, wei)] == [WHY]
    assert sent_back_to(session, ines) == []


def test_sent_back_it_says_why(reply):
    with pytest.raises(Invalid, match="Say why you send it back"):
        reply(confirmed=False)


def test_it_is_answered_once(reply):
    reply(confirmed=True)
    with pytest.raises(Conflict, match="answered already"):
        reply(confirmed=False, reason=WHY)


def test_nobody_answers_for_the_guest(reply, wei):
    with pytest.raises(NotYours):
        reply(confirmed=True, by=wei)


def test_opened_again_its_closure_is_kept_and_nothing_waits(reply, session, closed, wei, at):
    reply(confirmed=False, reason=WHY)
    row = session.merge(closed)
    open_again(session, row, [], reason=WHY, by=wei, at=at + timedelta(days=1))
    session.flush()
    assert closure_of(session, row.id) is None
    kept = session.get(LapsedClosure, (row.id, 1))
    assert (kept.reason, kept.lapsed_at) == ("Dry on both shifts.", at + timedelta(days=1))
    assert (turn_of(session, row.id), sent_back_to(session, wei)) == (2, [])


def test_an_open_finding_is_not_opened(session, finding, wei, at):
    with pytest.raises(Conflict, match="there is nothing to open"):
        open_again(session, session.merge(finding), [], reason=WHY, by=wei, at=at)


def test_the_guest_confirms_on_one_page(browser, signed_in, asked, gil, wei, look, proofs):
    me, here = signed_in(gil), f"/confirmations/{asked.asked.id}"
    page = browser.get(here, headers=me).text
    assert "Puddle of 40 cm" in page
    assert "A new trap was fitted." in page
    assert f"{here}/evidence/{proofs[0].id}/file" in page
    assert str(proofs[1].id) not in page
    assert browser.post(here, data={"confirmed": "true"}, headers=me).status_code == 303
    assert "Confirmed by Gil Harrowby" in browser.get(here, headers=me).text
    assert (
        look(letter_with_key, f"confirmation-answer:{asked.asked.id}").to_address
        == "wei@example.org"
    )
    assert (
        "Confirmed for Hollin Telecom"
        in browser.get("/findings/F-0001", headers=signed_in(wei)).text
    )


def test_the_quality_lead_opens_it_again_in_one_tap(browser, signed_in, reply, wei, look):
    reply(confirmed=False, reason=WHY)
    me = signed_in(wei)
    page = browser.get("/findings/F-0001", headers=me).text
    reason = page.partition('name="reason" value="')[2].partition('"')[0]
    assert WHY in reason
    sent = browser.post("/findings/F-0001/reopening", data={"reason": reason}, headers=me)
    assert sent.status_code == 303
    assert look(finding_of, wei, "F-0001").closure is None


def test_the_guest_sees_the_files_that_were_chosen_and_no_others(
    browser, signed_in, asked, gil, proofs
):
    me, here = signed_in(gil), f"/confirmations/{asked.asked.id}/evidence"
    one = browser.get(f"{here}/{proofs[0].id}/file", headers=me)
    assert (one.status_code, one.content) == (200, b"%PDF-1.4\none")
    assert one.headers["content-security-policy"].startswith("sandbox")
    assert browser.get(f"{here}/{proofs[1].id}/file", headers=me).status_code == 404
    assert browser.get(f"/api/v1/evidence/{proofs[0].id}/file", headers=me).status_code == 403


@pytest.mark.parametrize(
    "path", ["/findings", "/findings/F-0001", "/api/v1/findings/F-0001", "/tasks"]
)
def test_of_the_house_the_guest_sees_nothing_else(browser, signed_in, asked, gil, path):
    assert browser.get(path, headers=signed_in(gil)).status_code == 403


def test_nobody_else_finds_the_page(browser, signed_in, asked, chen, zoe):
    for who in (chen, zoe):
        assert (
            browser.get(f"/confirmations/{asked.asked.id}", headers=signed_in(who)).status_code
            == 404
        )


def test_the_list_of_the_guest_and_the_api(browser, signed_in, asked, gil):
    me = signed_in(gil)
    assert "Waits for you" in browser.get("/confirmations", headers=me).text
    assert [one["finding"] for one in browser.get("/api/v1/confirmations", headers=me).json()] == [
        "F-0001"
    ]
    sent = browser.post(
        f"/api/v1/confirmations/{asked.asked.id}/reply",
        json={"confirmed": False, "reason": WHY},
        headers=me,
    )
    assert (sent.status_code, sent.json()["confirmed"]) == (201, False)
    assert "Sent back" in browser.get("/confirmations", headers=me).text
