import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.people.doors import cookie_name
from app.web import deps
from tests.cast import PASSWORD

INES = {"email": "ines@example.org", "password": PASSWORD}


def client(settings, database, watch):
    service = create_app(settings, database)
    service.dependency_overrides[deps.now] = lambda: watch.now
    return TestClient(
        service,
        base_url="http://127.0.0.1:8000",
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )


def test_with_the_right_password_one_is_in(browser, settings):
    reply = browser.post("/sign-in", data=INES | {"next": "/audits"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/audits")
    assert "httponly" in reply.headers["set-cookie"].lower()
    assert browser.cookies[cookie_name(settings)]
    assert browser.get("/me").status_code == 200


@pytest.mark.parametrize("said", [{"password": "guess"}, {"email": "nobody@example.org"}])
def test_a_wrong_one_says_so_and_keeps_what_was_typed(browser, said):
    reply = browser.post("/sign-in", data=INES | said)
    assert reply.status_code == 422
    assert "The e-mail address or the password is wrong." in reply.text
    assert (INES | said)["email"] in reply.text
    assert (INES | said)["password"] not in reply.text


def test_nothing_typed_is_asked_for_again(browser):
    reply = browser.post("/sign-in", data={})
    assert reply.status_code == 422
    assert "Please fill this in." in reply.text


@pytest.mark.parametrize(
    "after", ["//evil.example", "/\\evil", "https://evil.example", "/../x", "data:text/html,x"]
)
def test_one_lands_on_our_own_pages_only(browser, after):
    reply = browser.post("/sign-in", data=INES | {"next": after})
    assert reply.headers["location"] == "/"


def test_a_page_that_needs_it_sends_there_and_back(browser):
    reply = browser.get("/audits")
    assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in?next=/audits")
    assert 'value="/audits"' in browser.get(reply.headers["location"]).text


def test_signing_out_ends_it(browser, signed_in, ines):
    headers = signed_in(ines)
    assert browser.post("/sign-out", headers=headers).status_code == 303
    assert browser.get("/me", headers=headers).status_code == 303


def test_it_ends_by_itself(browser, signed_in, ines, watch, settings):
    headers = signed_in(ines)
    watch.now += timedelta(minutes=settings.idle_minutes - 1)
    assert browser.get("/me", headers=headers).status_code == 200
    watch.now += timedelta(minutes=settings.idle_minutes + 1)
    assert browser.get("/me", headers=headers).status_code == 303


def test_guessing_ends_after_fifty_tries(browser, monkeypatch):
    monkeypatch.setattr("app.people.routes.knows_password", lambda *_typed: False)
    replies = [browser.post("/sign-in", data=INES).status_code for _try in range(51)]
    assert (replies[49], replies[50]) == (422, 403)


def test_an_empty_house_says_how_to_begin(settings, empty_database, watch):
    text = client(settings, empty_database, watch).get("/sign-in").text
    assert "./shortlist person add EMAIL --role admin" in text


def test_the_demo_offers_its_persons(settings, database, watch, ines):
    demo = client(settings.model_copy(update={"demo": True}), database, watch)
    text = demo.get("/sign-in").text
    names = re.findall("Continue as ([A-Za-z ]+)<", text)
    assert names[:3] == ["Ines Corda", "Zoe Pelham", "Wei Lanshan"]
    reply = demo.post("/demo/sign-in", data={"who": str(ines.id), "next": "/audits"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/audits")
    assert "Ines Corda" in demo.get("/me").text


def test_only_the_demo_does(browser, ines):
    assert "Continue as" not in browser.get("/sign-in").text
    reply = browser.post("/demo/sign-in", data={"who": str(ines.id)})
    assert reply.status_code in {403, 404, 405}


def test_language_and_light_are_kept(browser, signed_in, ines):
    headers = signed_in(ines)
    reply = browser.post(
        "/preferences", data={"lang": "zh", "theme": "dark", "back": "/me"}, headers=headers
    )
    assert reply.headers["location"] == "/me"
    page = browser.get("/me", headers=headers).text
    assert 'lang="zh-CN"' in page
