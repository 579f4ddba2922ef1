import re
from datetime import timedelta

import pytest
from pydantic import SecretStr

from app.evidence.files import Files
from app.kit import clock
from app.kit.errors import Invalid
from app.kit.settings import Settings
from app.mail.changes import post, take_letter
from app.mail.queries import letter, preferences
from app.mail.relay import NotHandedOver, relay_of
from app.mail.rules import LEASE, PAUSES, Attached, LetterStatus, MailKind
from app.mail.sender import Sender
from app.people.changes import speak
from app.people.queries import person
from tests.mail.post_office import PostOffice

TEXT = "Dear Chen,\n\nF-0001 · Minor\nThe <b>puddle</b> & more: 22 分钟\n/findings/F-0001"


@pytest.fixture
def office():
    with PostOffice() as office:
        yield office


@pytest.fixture
def posted(settings, office):
    """The settings with that mail server."""
    return settings.model_copy(
        update={
            "smtp_url": SecretStr(office.url),
            "mail_from": "Shortlist <shortlist@jade.example>",
            "public_url": "https://list.example",
        }
    )


@pytest.fixture
def sender(database, posted):
    return Sender(database, posted, Files(posted.files).read)


@pytest.fixture
def put(session, chen, at):
    def put(to=None, **said):
        told = {"kind": MailKind.REMINDER, "key": "one", "subject": "F-0001 到期", "text": TEXT}
        row = post(session, to or chen.id, **told | said, at=at)
        session.commit()
        return row

    return put


@pytest.fixture
def hour(monkeypatch, at):
    """`hour(3)`: the clock shows three hours after `at`."""

    def turn(hours):
        monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=hours))

    turn(0)
    return turn


def test_a_mail_program_reads_it(put, sender, office, hour, look):
    row = put()
    assert sender.send_next()
    assert not sender.send_next()
    (mail,) = office.letters
    assert office.envelopes == [("shortlist@jade.example", ["chen@example.org"])]
    assert mail["subject"] == "F-0001 到期"
    assert mail["to"].addresses[0].display_name == "Chen Muyuan"
    assert mail["content-language"] == "en-GB"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    plain = mail.get_body(("plain",)).get_content()
    assert "22 分钟\nhttps://list.example/findings/F-0001\n" in plain.replace("\r", "")
    html = mail.get_body(("html",)).get_content()
    assert '<a href="https://list.example/findings/F-0001"><b>F-0001 · Minor</b></a>' in html
    assert "The &lt;b&gt;puddle&lt;/b&gt; &amp; more" in html
    now = look(letter, row.id)
    assert (now.status, now.tries, now.error) == (LetterStatus.SENT, 1, "")


def test_its_frame_is_in_the_language_of_its_reader(session, put, sender, office, hour, wei, at):
    speak(session, person(session, wei.id), "zh")
    put(wei.id)
    sender.send_next()
    html = office.letters[0].get_body(("html",)).get_content()
    assert office.letters[0]["content-language"] == "zh-CN"
    assert '<html lang="zh-CN">' in html


def test_its_way_out_works_at_one_click(put, sender, office, hour, browser, look, chen):
    put()
    sender.send_next()
    mail = office.letters[0]
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(r"<https://list\.example(/\S+)>", mail["list-unsubscribe"]).group(1)
    robot = {"sec-fetch-site": ""}
    assert browser.get(path, headers=robot).status_code == 200
    assert look(preferences, chen.id)[MailKind.REMINDER] is True  # looking is not leaving
    reply = browser.post(path, data={"List-Unsubscribe": "One-Click"}, headers=robot)
    assert reply.status_code == 200
    assert look(preferences, chen.id)[MailKind.REMINDER] is False
    assert look(preferences, chen.id)[MailKind.ESCALATION] is True


def test_a_made_up_way_out_leads_nowhere(browser):
    assert browser.get("/letters/leave/made-up").status_code == 404
    assert browser.post("/letters/leave/made-up").status_code == 404


def test_files_come_along(put, sender, office, hour, posted):
    digest = Files(posted.files).keep(b"%PDF-1.7")
    put(attach=[Attached("就绪度.pdf", digest, "application/pdf")])
    sender.send_next()
    (file,) = office.letters[0].iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("就绪度.pdf", "application/pdf")
    assert file.get_content() == b"%PDF-1.7"


def test_what_is_refused_for_now_is_tried_again_later(put, sender, office, hour, look):
    row = put()
    office.refuse = "451 later"
    with pytest.raises(NotHandedOver):
        sender.send_next()
    assert not sender.send_next()  # not before its pause is over
    assert "later" in look(letter, row.id).error
    office.refuse = ""
    hour(1)
    assert sender.send_next()
    now = look(letter, row.id)
    assert (now.status, now.tries, now.error) == (LetterStatus.SENT, 2, "")


def test_what_is_refused_for_good_is_not(put, sender, office, hour, look):
    row = put()
    office.refuse = "550 nobody of that name"
    assert sender.send_next()
    hour(100)
    assert not sender.send_next()
    now = look(letter, row.id)
    assert now.status is LetterStatus.FAILED
    assert "nobody of that name" in now.error


def test_after_the_last_pause_it_is_given_up(put, sender, office, hour, look):
    row = put()
    office.refuse = "451 later"
    for n in range(len(PAUSES) + 1):
        hour(n * 25)
        with pytest.raises(NotHandedOver):
            sender.send_next()
    assert look(letter, row.id).status is LetterStatus.FAILED


def test_a_server_that_is_not_there_costs_nothing_but_a_try(put, database, posted, hour, look):
    row = put()
    nowhere = posted.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    with pytest.raises(NotHandedOver):
        Sender(database, nowhere, None).send_next()
    assert look(letter, row.id).status is LetterStatus.WAITING


def test_a_sender_that_died_is_followed_by_another_with_the_same_letter(
    put, database, sender, office, hour, at
):
    row = put()
    with database.writing() as session:
        assert take_letter(session, at=at).id == row.id
        session.commit()
    assert not sender.send_next()
    hour(LEASE.total_seconds() / 3600)
    assert sender.send_next()
    assert str(row.id) in office.letters[0]["message-id"]


def test_whoever_left_meanwhile_gets_nothing(put, session, sender, office, hour, look, chen):
    row = put()
    person(session, chen.id).active = False
    session.commit()
    sender.send_next()
    assert office.letters == []
    assert look(letter, row.id).status is LetterStatus.FAILED


def test_an_address_that_is_none_fails_alone(put, session, sender, office, hour, look, wei, chen):
    person(session, chen.id).email = "a,b@c@d.example"
    session.commit()
    bad, good = put(), put(wei.id, key="two")
    sender.send_next()
    sender.send_next()
    assert look(letter, bad.id).error
    assert look(letter, good.id).status is LetterStatus.SENT


def test_without_a_mail_server_letters_stay_here(put, database, settings, hour, look):
    row = put()
    assert Sender(database, settings, None).send_next()
    assert look(letter, row.id).status is LetterStatus.KEPT


def test_the_demo_writes_to_nobody(posted):
    assert relay_of(posted)
    assert relay_of(posted.model_copy(update={"demo": True})) is None


@pytest.mark.parametrize(
    ("url", "sender", "named"),
    [
        ("http://mail.example", "a@b.example", "SHORTLIST_SMTP_URL"),
        ("smtp://", "a@b.example", "SHORTLIST_SMTP_URL"),
        ("smtp://mail.example:many", "a@b.example", "SHORTLIST_SMTP_URL"),
        ("smtp://mail.example", "", "SHORTLIST_MAIL_FROM"),
    ],
)
def test_a_setting_that_cannot_work_is_named_at_the_start(settings, url, sender, named):
    said = settings.model_copy(update={"smtp_url": SecretStr(url), "mail_from": sender})
    with pytest.raises(Invalid, match=named):
        relay_of(said)


@pytest.mark.parametrize(
    ("url", "port", "tls", "starttls"),
    [
        ("smtp://mail.example", 587, False, True),
        ("smtp://mail.example:25?tls=no", 25, False, False),
        ("smtps://mail.example", 465, True, False),
        ("smtp://127.0.0.1:2525", 2525, False, False),
    ],
)
def test_a_password_crosses_no_net_in_clear(settings, url, port, tls, starttls):
    said = {"smtp_url": SecretStr(url), "mail_from": "a@b.example"}
    relay = relay_of(settings.model_copy(update=said))
    assert (relay.port, relay.tls, relay.starttls) == (port, tls, starttls)


def test_the_password_is_not_told_with_the_settings(monkeypatch):
    monkeypatch.setenv("SHORTLIST_SMTP_URL", "smtp://list:s3cret@mail.example")
    assert "s3cret" not in repr(Settings())
