from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from app.comments.changes import IdTaken
from app.comments.queries import thread
from app.evidence.changes import Stored, bring_evidence
from app.kit.errors import Invalid
from app.kit.ids import new_id

URL = "/findings/F-0001/comments"
API = "/api/v1/findings/F-0001/comments"


def photo():
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def test_it_stands_with_its_author_and_instant(say, wei, at, session, finding):
    say("Is the trap of the right size?", by=wei)
    (one,) = thread(session, finding.id)
    assert (one.text, one.comment.by_name, one.comment.at) == (
        "Is the trap of the right size?",
        "Wei Lanshan",
        at,
    )


def test_it_may_be_about_an_action(say, wei, action, session, finding):
    say("By whom?", by=wei, action=action.id)
    assert thread(session, finding.id)[0].comment.action_id == action.id


def test_an_action_of_another_finding_is_refused(say, wei):
    with pytest.raises(Invalid, match="no such action"):
        say("By whom?", by=wei, action=new_id())


def test_a_closed_finding_can_be_talked_about(say, wei, session, finding, at):
    from app.findings.changes import reject_finding  # noqa: PLC0415

    reject_finding(session, session.merge(finding), reason="A reflection.", by=wei, at=at)
    session.commit()
    assert say("Was it, really?", by=wei).text == "Was it, really?"


def test_sent_twice_it_stands_once(say, wei, session, finding):
    id = new_id()
    say("Once.", by=wei, id=id)
    say("Once.", by=wei, id=id)
    assert len(thread(session, finding.id)) == 1


def test_an_id_of_somebody_else_is_refused(say, wei, chen):
    id = new_id()
    say("Mine.", by=wei, id=id)
    with pytest.raises(IdTaken):
        say("Mine too.", by=chen, id=id)


def test_a_file_that_has_not_arrived_is_refused(say, wei):
    with pytest.raises(Invalid, match="not arrived"):
        say("See here.", by=wei, evidence=(new_id(),))


def test_a_file_comes_with_it(say, wei, session, site, finding, at):
    stored = Stored("0" * 64, "application/pdf", 9, "trap.pdf")
    file = bring_evidence(session, site, stored, id=new_id(), by=wei, at=at)
    session.flush()
    say("The drawing.", by=wei, evidence=(file.id,))
    assert [one.name for one in thread(session, finding.id)[0].files] == ["trap.pdf"]


def test_the_page_shows_it_with_its_photo(browser, signed_in, wei, finding):
    me = signed_in(wei)
    files = {"photos": ("trap.png", photo(), "image/png")}
    sent = browser.post(
        URL, data={"text": "<b>Look</b> https://a.example"}, files=files, headers=me
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/findings/F-0001#talk")
    page = browser.get("/findings/F-0001", headers=me).text
    assert "&lt;b&gt;Look&lt;/b&gt;" in page
    assert '<a href="https://a.example" rel="noopener noreferrer nofollow">' in page
    assert 'alt="trap.png"' in page


def test_what_was_typed_stays_when_it_is_refused(browser, signed_in, wei, finding, nothing_changes):
    me = signed_in(wei)
    with nothing_changes():
        sent = browser.post(URL, data={"text": "Ask @Gil about it."}, headers=me)
    assert sent.status_code == 422
    assert "Nobody called Gil may see this finding." in sent.text
    assert "Ask @Gil about it.</textarea>" in sent.text


def test_who_may_not_see_the_finding_hears_nothing(browser, signed_in, zoe, gil, finding, say, wei):
    say("Between us.", by=wei)
    assert browser.get(API, headers=signed_in(zoe)).status_code == 404
    assert browser.get(API, headers=signed_in(gil)).status_code == 403
    assert browser.post(API, json={"text": "Hm."}, headers=signed_in(gil)).status_code == 403


def test_what_others_say_is_new_until_it_was_read(browser, signed_in, say, wei, chen, watch):
    me = signed_in(chen)
    say("Look at this.", by=wei)
    assert "1 new: mark as read" in browser.get("/findings/F-0001", headers=me).text
    watch.now += timedelta(minutes=1)
    assert browser.post(f"{URL}/visit", headers=me).status_code == 303
    assert "mark as read" not in browser.get("/findings/F-0001", headers=me).text


def test_ones_own_words_are_not_new(browser, signed_in, say, wei):
    say("Look at this.", by=wei)
    assert "mark as read" not in browser.get("/findings/F-0001", headers=signed_in(wei)).text


def test_the_api_tells_the_same(browser, signed_in, wei, finding):
    me = signed_in(wei)
    said = browser.post(API, json={"text": "Measured twice."}, headers=me)
    assert said.status_code == 201
    assert browser.get(API, headers=me).json() == [said.json()]
    assert said.json()["text"] == "Measured twice."
