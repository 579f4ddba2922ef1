from datetime import timedelta

import pytest

from app.comments.changes import NotYours, TooLate, amend_comment, withdraw_comment
from app.comments.forms import AmendComment
from app.comments.queries import thread
from app.kit.errors import Conflict

API = "/api/v1/findings/F-0001/comments"


@pytest.fixture
def amend(session, finding, readers, at):
    def one(said, text, *, by, at=at):
        row = session.merge(finding)
        amend_comment(session, row, said, AmendComment(text=text), readers=readers, by=by, at=at)
        session.flush()
        return thread(session, finding.id)[0]

    return one


def test_the_earlier_words_stay(say, amend, wei):
    one = amend(say("Fourty cm.", by=wei), "Forty cm.", by=wei)
    assert [each.text for each in one.revisions] == ["Fourty cm.", "Forty cm."]


def test_after_a_quarter_of_an_hour_they_stand(say, amend, wei, at):
    said = say("Fourty cm.", by=wei)
    assert amend(said, "Forty cm.", by=wei, at=at + timedelta(minutes=15)).text == "Forty cm."
    with pytest.raises(TooLate):
        amend(said, "40 cm.", by=wei, at=at + timedelta(minutes=15, seconds=1))


def test_nobody_edits_the_words_of_another(say, amend, wei, chen):
    with pytest.raises(NotYours):
        amend(say("Forty cm.", by=wei), "Fifty cm.", by=chen)


def test_withdrawn_it_leaves_a_gravestone(say, wei, session, finding, at, browser, signed_in, chen):
    withdraw_comment(session, session.merge(finding), say("Rash words.", by=wei), by=wei, at=at)
    session.commit()
    page = browser.get("/findings/F-0001", headers=signed_in(chen)).text
    assert "Withdrawn by its author" in page
    assert "Rash words." not in page
    (one,) = browser.get(API, headers=signed_in(chen)).json()
    assert (one["text"], one["by"]) == (None, "Wei Lanshan")


def test_nobody_withdraws_the_words_of_another(say, wei, chen, session, finding, at):
    with pytest.raises(NotYours):
        withdraw_comment(session, session.merge(finding), say("Mine.", by=wei), by=chen, at=at)


def test_what_is_withdrawn_is_edited_no_more(say, amend, wei, session, finding, at):
    said = say("Rash words.", by=wei)
    withdraw_comment(session, session.merge(finding), said, by=wei, at=at)
    session.flush()
    with pytest.raises(Conflict, match="withdrawn already"):
        amend(said, "Wise words.", by=wei)


def test_the_api_edits_and_withdraws(browser, signed_in, wei, finding):
    me = signed_in(wei)
    id = browser.post(API, json={"text": "Fourty."}, headers=me).json()["id"]
    told = browser.patch(f"{API}/{id}", json={"text": "Forty."}, headers=me).json()
    assert (told["text"], told["edited"]) == ("Forty.", 1)
    assert browser.delete(f"{API}/{id}", headers=me).status_code == 204
    assert browser.delete(f"{API}/{id}", headers=me).status_code == 409
