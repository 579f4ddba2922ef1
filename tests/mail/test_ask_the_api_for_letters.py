from app.mail.changes import post
from app.mail.rules import MailKind


def test_my_letters_and_what_i_want(session, browser, signed_in, chen, ines, at):
    text = "F-0001\n/findings/F-0001"
    post(session, chen.id, kind=MailKind.REMINDER, key="k", subject="Due", text=text, at=at)
    session.commit()
    headers = signed_in(chen)
    (one,) = browser.get("/api/v1/me/letters", headers=headers).json()
    assert (one["subject"], one["status"], one["files"]) == ("Due", "waiting", [])
    assert one["text"].endswith("http://127.0.0.1:8000/findings/F-0001")
    assert browser.get("/api/v1/me/letters?status=sent", headers=headers).json() == []
    wished = browser.put(
        "/api/v1/me/letter-wishes", json={"wanted": ["digest"]}, headers=headers
    ).json()
    assert wished == {"wanted": ["digest"]}
    assert browser.get("/api/v1/me/letter-wishes", headers=headers).json() == wished
    assert browser.get("/api/v1/me/letters", headers=signed_in(ines)).json() == []


def test_a_kind_that_is_none_changes_nothing(browser, signed_in, chen, nothing_changes):
    headers = signed_in(chen)
    with nothing_changes():
        reply = browser.put(
            "/api/v1/me/letter-wishes", json={"wanted": ["pigeon"]}, headers=headers
        )
    assert reply.status_code == 422
