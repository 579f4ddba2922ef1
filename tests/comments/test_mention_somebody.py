from datetime import timedelta

import pytest

from app.comments.changes import note_visit
from app.comments.queries import mentions_of
from app.kit.errors import Invalid
from app.mail.queries import letter_with_key

URL = "/findings/F-0001/comments"


def test_who_is_named_finds_it_in_their_list(say, wei, chen, session):
    say("@Chen Muyuan is the trap in yet?", by=wei)
    (one,) = mentions_of(session, chen)
    assert (one.finding.ref, one.text, one.new) == (
        "F-0001",
        "@Chen Muyuan is the trap in yet?",
        True,
    )
    assert mentions_of(session, wei) == []


def test_once_read_it_is_new_no_more(say, wei, chen, session, finding, at):
    say("@Chen, well?", by=wei)
    note_visit(session, session.merge(finding), by=chen, at=at + timedelta(minutes=1))
    session.flush()
    assert [one.new for one in mentions_of(session, chen)] == [False]


@pytest.mark.parametrize("name", ["Gil Harrowby", "Zoe", "Nobody"])
def test_whoever_may_not_see_it_cannot_be_named(say, wei, name):
    with pytest.raises(Invalid, match="may see this finding"):
        say(f"@{name} look", by=wei)


def test_what_was_withdrawn_addresses_nobody(say, wei, chen, session, finding, at):
    from app.comments.changes import withdraw_comment  # noqa: PLC0415

    said = say("@Chen, well?", by=wei)
    withdraw_comment(session, session.merge(finding), said, by=wei, at=at)
    session.flush()
    assert mentions_of(session, chen) == []


def test_a_letter_tells_them_in_their_own_language(browser, signed_in, wei, chen, finding, look):
    browser.post(URL, data={"text": "@Chen Muyuan, well?"}, headers=signed_in(wei))
    (one,) = look(mentions_of, chen)
    letter = look(letter_with_key, f"mention:{one.comment.id}:{chen.id}")
    assert letter.subject == "Wei Lanshan mentioned you on finding F-0001"
    assert "@Chen Muyuan, well?" in letter.text
    assert letter.text.endswith("/findings/F-0001")


def test_an_edited_comment_tells_only_whom_it_names_anew(
    browser, signed_in, wei, chen, ines, finding, look
):
    me = signed_in(wei)
    api = "/api/v1/findings/F-0001/comments"
    id = browser.post(api, json={"text": "@Chen, well?"}, headers=me).json()["id"]
    browser.patch(f"{api}/{id}", json={"text": "@Chen, @Ines, well?"}, headers=me)
    assert look(letter_with_key, f"mention:{id}:{ines.id}").text.count("@Ines") == 1
    assert "@Ines" not in look(letter_with_key, f"mention:{id}:{chen.id}").text
    assert browser.get("/api/v1/mentions", headers=signed_in(ines)).json()[0]["comment"] == id
