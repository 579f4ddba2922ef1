import pytest
from starlette.testclient import TestClient

from app.kit.settings import Settings
from app.main import create_app
from app.web.replies import own_path
from tests.cast import PASSWORD

SIGN_OUT = "/sign-out"
ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "/..//evil.example",
    "/../\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%0d%0aSet-Cookie: x=1\r\n",
    "/\tevil",
    "",
    "evil",
    "\\\\evil",
    "/a/../../evil",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nobody_is_led_elsewhere(path):
    assert own_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/findings/F-0001?open=1#actions", "/checklist?q=水洼"])
def test_our_own_pages_are_led_to(path):
    assert own_path(path) == path


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_signing_in_leads_nowhere_else(browser, path):
    typed = {"email": "ines@example.org", "password": PASSWORD, "next": path}
    assert browser.post("/sign-in", data=typed).headers["location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": "", "origin": "http://127.0.0.1:8001"},
        {"sec-fetch-site": ""},
    ],
)
def test_a_change_that_comes_from_another_site_is_refused(browser, signed_in, ines, headers):
    mine = signed_in(ines)
    assert browser.post(SIGN_OUT, headers=mine | headers).status_code == 403
    assert browser.get("/api/v1/me", headers=mine).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "", "origin": "http://127.0.0.1:8000"},
    ],
)
def test_a_change_that_comes_from_our_pages_is_made(browser, signed_in, ines, headers):
    assert browser.post(SIGN_OUT, headers=signed_in(ines) | headers).status_code == 303


def test_no_other_site_may_read_what_we_answer(browser):
    reply = browser.get("/healthz", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/api/v1/nothing", "/api/v1/me"])
def test_every_reply_says_what_a_browser_may_do(browser, path):
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers


def test_a_refused_request_is_dressed_like_any_other(browser, signed_in, ines):
    foreign = signed_in(ines) | {"sec-fetch-site": "cross-site"}
    headers = browser.post(SIGN_OUT, headers=foreign).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_on_https_it_stays_https(tmp_path, database):
    service = create_app(Settings(home=tmp_path, public_url="https://s.example.org"), database)
    reply = TestClient(service, base_url="https://s.example.org").get("/healthz")
    assert "max-age" in reply.headers["strict-transport-security"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a/api?x="])
def test_another_host_is_refused(browser, host):
    assert browser.get("/healthz", headers={"host": host}).status_code == 400


def test_too_large_a_body_is_refused_before_it_is_read(browser, signed_in, wei, site, settings):
    headers = signed_in(wei) | {"content-length": str(2**40)}
    address = "/api/v1/evidence/018f0000-0000-7000-8000-000000000000"
    asked = {"site": str(site.id), "name": "big.png"}
    reply = browser.put(address, params=asked, content=b"x", headers=headers)
    assert reply.status_code == 413


def test_the_api_describes_itself_to_who_is_signed_in(browser, signed_in, ines):
    assert browser.get("/api/v1/openapi.json").status_code == 401
    told = browser.get("/api/v1/openapi.json", headers=signed_in(ines)).json()
    assert told["info"]["title"] == "Shortlist"
