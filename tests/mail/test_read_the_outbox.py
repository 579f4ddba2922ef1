import pytest

from app.evidence.files import Files
from app.mail.changes import note_kept, post
from app.mail.queries import letter, preferences
from app.mail.rules import Attached, LetterStatus, MailKind


@pytest.fixture
def kept(session, chen, settings, at):
    digest = Files(settings.files).keep(b"%PDF-1.7")
    row = post(
        session,
        chen.id,
        kind=MailKind.REPORT,
        key="r",
        subject="The puddle, drawn",
        text="Dear Chen,\n\nF-0001\n<script>x</script>\n/findings/F-0001",
        attach=[Attached("report.pdf", digest, "application/pdf")],
        at=at,
    )
    note_kept(session, row, at=at)
    session.commit()
    return row


def test_an_empty_one_says_what_will_come_and_how_to_send(browser, signed_in, omar):
    page = browser.get("/outbox?whose=all", headers=signed_in(omar)).text
    assert "No letter yet" in page
    assert "SHORTLIST_SMTP_URL" in page


def test_everybody_reads_their_own(browser, signed_in, chen, ines, kept):
    assert "The puddle, drawn" in browser.get("/outbox", headers=signed_in(chen)).text
    assert "The puddle, drawn" not in browser.get("/outbox?whose=all", headers=signed_in(ines)).text
    page = browser.get(f"/outbox/{kept.id}", headers=signed_in(chen)).text
    assert '<a href="/findings/F-0001">F-0001</a>' in page
    assert "<script>x" not in page


def test_letters_of_others_are_not_there(browser, signed_in, ines, kept):
    headers = signed_in(ines)
    assert browser.get(f"/outbox/{kept.id}", headers=headers).status_code == 404
    assert browser.get(f"/outbox/{kept.id}/files/0", headers=headers).status_code == 404


def test_an_administrator_sees_all_and_sends_again(browser, signed_in, omar, kept, look):
    headers = signed_in(omar)
    assert "The puddle, drawn" in browser.get("/outbox?whose=all", headers=headers).text
    assert "The puddle, drawn" not in browser.get("/outbox", headers=headers).text
    assert browser.post(f"/outbox/{kept.id}/sending", headers=headers).status_code == 303
    assert look(letter, kept.id).status is LetterStatus.WAITING
    assert browser.post(f"/outbox/{kept.id}/sending", headers=headers).status_code == 409


def test_nobody_else_sends(browser, signed_in, chen, kept, nothing_changes):
    headers = signed_in(chen)
    with nothing_changes():
        assert browser.post(f"/outbox/{kept.id}/sending", headers=headers).status_code == 403


def test_a_file_is_handed_out_as_it_was(browser, signed_in, chen, kept):
    headers = signed_in(chen)
    reply = browser.get(f"/outbox/{kept.id}/files/0", headers=headers)
    assert (reply.content, reply.headers["content-type"]) == (b"%PDF-1.7", "application/pdf")
    assert "attachment" in reply.headers["content-disposition"]
    assert browser.get(f"/outbox/{kept.id}/files/1", headers=headers).status_code == 404


def test_what_i_want_is_ticked_under_my_account(browser, signed_in, chen, look):
    headers = signed_in(chen)
    assert 'value="digest" checked' in browser.get("/me", headers=headers).text
    reply = browser.post("/me/letters", data={"wanted": ["reminder", "mention"]}, headers=headers)
    assert reply.status_code == 303
    told = look(preferences, chen.id)
    assert {kind for kind, wanted in told.items() if wanted} == {
        MailKind.REMINDER,
        MailKind.MENTION,
    }
    assert 'value="digest" checked' not in browser.get("/me", headers=headers).text
    browser.post("/me/letters", headers=headers)
    assert not any(look(preferences, chen.id).values())
