from datetime import timedelta

import pytest

from app.kit.errors import NotAllowed
from app.kit.settings import Settings
from app.people import changes
from app.people.changes import (
    TooManyTries,
    end_sign_ins,
    make_token,
    note_failed_sign_in,
    refuse_guessing,
    revoke_token,
)
from app.people.doors import cookie_name
from app.people.forms import NewToken, SignInForm
from app.people.models import SignIn
from app.people.queries import hashed, person_by_email
from app.trail.queries import all_entries
from tests.cast import PASSWORD

ME = "/api/v1/me"


def enter(browser, email="ines@example.org", password=PASSWORD, **more):
    return browser.post("/sign-in", data={"email": email, "password": password, **more})


def secret_of(response):
    return response.headers["set-cookie"].split(";")[0].partition("=")[2]


def test_the_right_password_opens(browser, ines):
    response = enter(browser, next="/findings")
    assert (response.status_code, response.headers["location"]) == (303, "/findings")
    assert browser.get(ME).json()["email"] == ines.email


def test_an_address_may_be_typed_in_any_case(browser):
    assert enter(browser, email=" Ines@Example.ORG ").status_code == 303


def test_no_spelling_of_an_address_has_guesses_of_its_own():
    assert SignInForm(email=" INES@Example.org", password="x").email == "ines@example.org"


def test_the_cookie_is_only_for_the_server(browser):
    told = enter(browser).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(told.split("; "))


def test_on_https_the_cookie_belongs_to_this_host_alone(tmp_path):
    safe = Settings(home=tmp_path, public_url="https://shortlist.example.org")
    assert safe.secure
    assert cookie_name(safe) == "__Host-shortlist"


def test_only_the_hash_of_the_secret_is_kept(browser, look):
    secret = secret_of(enter(browser))
    assert look(lambda session: session.get(SignIn, secret)) is None
    assert look(lambda session: session.get(SignIn, hashed(secret))) is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [("ines@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", ""), ("x" * 300, "y")],
)
def test_a_wrong_one_does_not_and_says_the_same(browser, email, password):
    response = enter(browser, email=email, password=password)
    assert response.status_code == 422
    assert "set-cookie" not in response.headers
    assert browser.get(ME).status_code == 401


def test_an_unknown_person_costs_as_much_as_a_known_one(look, monkeypatch):
    asked = []
    monkeypatch.setattr(changes._hasher, "verify", lambda *args: asked.append(args) or True)
    assert not changes.knows_password(None, "whatever")
    assert len(asked) == 1
    assert changes.knows_password(look(person_by_email, "ines@example.org"), "whatever")


def test_signing_out_ends_it_on_the_server(browser, signed_in, ines):
    mine = signed_in(ines)
    assert browser.post("/sign-out", headers=mine).status_code == 303
    assert browser.get(ME, headers=mine).status_code == 401


def test_signing_in_again_is_another_secret(browser):
    first, second = secret_of(enter(browser)), secret_of(enter(browser))
    assert first != second


def test_it_ends_after_half_an_hour_without_a_click(browser, signed_in, ines, watch):
    mine = signed_in(ines)
    watch.now += timedelta(minutes=29)
    assert browser.get(ME, headers=mine).status_code == 200
    watch.now += timedelta(minutes=29)
    assert browser.get(ME, headers=mine).status_code == 200
    watch.now += timedelta(minutes=31)
    assert browser.get(ME, headers=mine).status_code == 401


def test_it_ends_after_twelve_hours_whatever_happens(browser, signed_in, ines, watch):
    mine = signed_in(ines)
    for _ in range(12 * 60 // 20):
        watch.now += timedelta(minutes=20)
        assert browser.get(ME, headers=mine).status_code == 200
    watch.now += timedelta(minutes=1)
    assert browser.get(ME, headers=mine).status_code == 401


def test_all_sign_ins_can_be_ended_at_once(browser, session, signed_in, ines, omar, at):
    mine, also_mine = signed_in(ines), signed_in(ines)
    end_sign_ins(session, person_by_email(session, ines.email), by=omar, at=at)
    session.commit()
    assert {browser.get(ME, headers=one).status_code for one in (mine, also_mine)} == {401}


def test_who_is_no_longer_active_is_out_at_once(browser, session, signed_in, ines):
    mine = signed_in(ines)
    person_by_email(session, ines.email).active = False
    session.commit()
    assert browser.get(ME, headers=mine).status_code == 401
    assert enter(browser).status_code == 422


def test_guessing_ends_after_fifty_tries_an_hour(session, at):
    guess = {"email": "ines@example.org", "address": "192.0.2.1"}
    for _ in range(changes.TRIES_AN_HOUR):
        refuse_guessing(session, **guess, at=at)
        note_failed_sign_in(session, **guess, at=at)
    for one in (guess, guess | {"email": "x"}, guess | {"address": "192.0.2.9"}):
        with pytest.raises(TooManyTries):
            refuse_guessing(session, **one, at=at)
    refuse_guessing(session, email="wei@example.org", address="192.0.2.9", at=at)
    refuse_guessing(session, **guess, at=at + timedelta(hours=1))


def test_the_right_password_does_not_help_who_has_guessed_too_often(browser, monkeypatch):
    monkeypatch.setattr(changes, "TRIES_AN_HOUR", 2)
    for spelling in ("ines@example.org", "INES@example.org"):
        enter(browser, email=spelling, password="wrong")
    assert enter(browser).status_code == 403


@pytest.fixture
def token(session, ines, at):
    made, secret = make_token(session, ines.id, NewToken(label="Sheet", days=7), by=ines, at=at)
    session.commit()
    return made, {"authorization": f"Bearer {secret}"}


def test_a_token_acts_as_its_person(browser, token, ines):
    assert browser.get(ME, headers=token[1]).json()["email"] == ines.email


def test_a_token_ends_when_it_was_said_to(browser, token, watch):
    watch.now += timedelta(days=7)
    assert browser.get(ME, headers=token[1]).status_code == 401


def test_a_token_that_was_taken_back_opens_nothing(browser, session, token, ines, at):
    revoke_token(session, token[0], by=ines, at=at)
    session.commit()
    assert browser.get(ME, headers=token[1]).status_code == 401


def test_a_token_is_shown_once(browser, signed_in, ines):
    made = browser.post(f"{ME}/tokens", json={"label": "Sheet"}, headers=signed_in(ines))
    assert made.json()["secret"].startswith("slt_")
    (listed,) = browser.get(f"{ME}/tokens", headers=signed_in(ines)).json()
    assert "secret" not in listed


def test_nobody_ends_the_token_of_another(browser, signed_in, token, wei):
    address = f"{ME}/tokens/{token[0].id}"
    assert browser.delete(address, headers=signed_in(wei)).status_code == 404
    assert browser.get(ME, headers=token[1]).status_code == 200


def test_coming_and_going_are_on_the_trail(browser, look):
    enter(browser)
    browser.post("/sign-out")
    came, went = look(all_entries)[-2:]
    assert [came.action, went.action] == ["person.signed_in", "person.signed_out"]
    assert came.request_id


def test_a_refusal_to_sign_in_is_one_of_not_being_allowed():
    assert issubclass(TooManyTries, NotAllowed)
