import re

from tests.cast import PASSWORD

NEW = "a dry floor of forty square metres"


def test_my_page_says_my_roles_and_where(browser, signed_in, ines, marta):
    mine = browser.get("/me", headers=signed_in(ines)).text
    assert "Auditor" in mine
    assert "JR-01 Jade River Works" in mine
    assert (
        "every site of Jade River Electronics" in browser.get("/me", headers=signed_in(marta)).text
    )


def test_a_token_is_shown_once_works_and_ends(browser, signed_in, ines):
    headers = signed_in(ines)
    made = browser.post("/me/tokens", data={"label": "nightly", "days": "30"}, headers=headers)
    assert made.status_code == 201
    secret = re.search(r"slt_[\w-]+", made.text).group()
    page = browser.get("/me", headers=headers).text
    assert "nightly" in page
    assert secret not in page
    bearer = {"authorization": f"Bearer {secret}"}
    assert browser.get("/api/v1/me", headers=bearer).json()["name"] == "Ines Corda"
    path = re.search(r"/me/tokens/[0-9a-f-]+/revocation", page).group()
    assert browser.post(path, headers=headers).status_code == 303
    assert browser.get("/api/v1/me", headers=bearer).status_code == 401


def test_tokens_of_others_are_not_there(browser, signed_in, ines, chen, nothing_changes):
    browser.post("/me/tokens", data={"label": "mine", "days": "30"}, headers=signed_in(ines))
    page = browser.get("/me", headers=signed_in(ines)).text
    path = re.search(r"/me/tokens/[0-9a-f-]+/revocation", page).group()
    headers = signed_in(chen)
    with nothing_changes():
        assert browser.post(path, headers=headers).status_code == 404


def test_a_bad_token_is_asked_for_again(browser, signed_in, ines, nothing_changes):
    headers = signed_in(ines)
    with nothing_changes():
        reply = browser.post("/me/tokens", data={"label": "x", "days": "9999"}, headers=headers)
    assert reply.status_code == 422
    assert "At most 366." in reply.text


def test_a_new_password_ends_every_other_sign_in(browser, signed_in, ines):
    here, elsewhere = signed_in(ines), signed_in(ines)
    form = {"old": PASSWORD, "new": NEW}
    reply = browser.post("/me/password", data=form, headers=here)
    assert reply.status_code == 303
    assert browser.get("/me", headers=elsewhere).status_code == 303
    assert browser.get("/me").status_code == 200  # by the cookie of the reply
    again = {"email": "ines@example.org", "password": NEW}
    assert browser.post("/sign-in", data=again).status_code == 303


def test_the_old_one_must_be_known(browser, signed_in, ines, nothing_changes):
    headers = signed_in(ines)
    with nothing_changes():
        wrong = browser.post("/me/password", data={"old": "x", "new": NEW}, headers=headers)
        short = browser.post("/me/password", data={"old": PASSWORD, "new": "x"}, headers=headers)
    assert (wrong.status_code, short.status_code) == (422, 422)
    assert "not your present password" in wrong.text
    assert NEW not in wrong.text
