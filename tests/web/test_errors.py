import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from app.kit import errors
from app.people import policy

CHINESE = {"accept-language": "zh-CN,zh;q=0.9"}


def refusing(app, error, monkeypatch, path="/api/v1/attic"):
    """A public route that does nothing but refuse."""

    def attic():
        raise error

    attic.__module__ = "app.attic"
    app.add_api_route(path, attic)
    app.router.routes.insert(0, app.router.routes.pop())  # before the one for every address
    monkeypatch.setitem(policy.rows(), "attic.attic", policy.PUBLIC)
    return TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


REFUSALS = [
    (errors.NotSignedIn, 401),
    (errors.NotAllowed, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.TooLarge, 413),
    (errors.Unsupported, 415),
    (errors.Invalid, 422),
    (errors.Unavailable, 503),
]


@pytest.mark.parametrize(("kind", "status"), REFUSALS)
def test_a_refusal_is_a_problem_for_programs(app, monkeypatch, kind, status):
    told = refusing(app, kind("No {ref} today.", ref="F-1"), monkeypatch).get("/api/v1/attic")
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    body = told.json()
    assert (body["status"], body["detail"], body["type"]) == (
        status,
        "No F-1 today.",
        "about:blank",
    )
    assert body["title"]
    assert ("retry-after" in told.headers) == (status == 503)


def test_every_kind_of_refusal_has_its_status():
    assert {kind for kind, _status in REFUSALS} == set(errors.Refusal.__subclasses__())


def test_a_crash_says_nothing_of_its_cause(app, monkeypatch, caplog):
    told = refusing(app, RuntimeError("secret"), monkeypatch).get("/api/v1/attic")
    assert told.status_code == 500
    assert "secret" not in told.text
    assert "secret" in caplog.text


@pytest.mark.parametrize(("reason", "status"), [("database or disk is full", 507), ("locked", 503)])
def test_a_database_that_cannot_is_told(app, monkeypatch, reason, status):
    error = OperationalError("INSERT", {}, RuntimeError(reason))
    assert refusing(app, error, monkeypatch).get("/api/v1/attic").status_code == status


def test_what_is_not_there(browser):
    told = browser.get("/api/v1/nothing")
    assert (told.status_code, told.json()["status"]) == (404, 404)


def test_an_id_that_is_none_is_not_there(browser, signed_in, omar):
    told = browser.get("/api/v1/answers/none/revisions", headers=signed_in(omar))
    assert told.status_code == 404


def test_a_wrong_field_is_named(browser, signed_in, ines, failed):
    told = browser.post(
        "/api/v1/findings", json={"answer": "none", "colour": "red"}, headers=signed_in(ines)
    )
    assert told.status_code == 422
    assert {one["field"] for one in told.json()["errors"]} == {"answer", "colour"}


@pytest.mark.parametrize("body", ["{", "[", '{"a": NaN', "nul", '"\\ud800"', "[" * 100_000])
def test_what_is_no_json_is_refused(browser, signed_in, ines, body):
    headers = signed_in(ines) | {"content-type": "application/json"}
    told = browser.post("/api/v1/findings", content=body, headers=headers)
    assert 400 <= told.status_code < 500


def test_a_page_asks_to_sign_in_and_comes_back(browser, finding):
    told = browser.get(f"/findings/{finding.ref}")
    assert (told.status_code, told.headers["location"]) == (
        303,
        f"/sign-in?next=/findings/{finding.ref}",
    )


def test_a_page_that_is_not_there_is_a_page(browser, signed_in, ines):
    told = browser.get("/findings/F-9999", headers=signed_in(ines))
    assert told.status_code == 404
    assert told.headers["content-type"].startswith("text/html")
    assert "There is no such finding" in told.text


def test_it_is_told_in_the_language_of_the_reader(browser, signed_in, session, ines, look):
    english = browser.get("/api/v1/findings/F-9999", headers=signed_in(ines)).json()
    chinese = browser.get("/api/v1/nothing", headers=CHINESE).json()
    assert english["title"] == "Not found"
    assert chinese["title"] != "Not found"
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese["detail"])


def test_both_values_of_a_conflict_travel_back(browser, signed_in, audit, failed, ines, at):
    body = {
        "audit": str(audit.id),
        "item": failed.item,
        "zone": str(failed.zone_id),
        "level": "4",
        "observed_at": at.isoformat(),
    }
    address = "/api/v1/answers/018f0000-0000-7000-8000-000000000000"
    told = browser.put(address, json=body, headers=signed_in(ines))
    assert told.status_code == 409
    assert (told.json()["yours"]["level"], told.json()["theirs"]["level"]) == ("4", "1")
    assert told.json()["theirs"]["by"] == ines.name


def test_an_address_that_leads_nowhere_leaves_me_signed_in(browser, signed_in, ines):
    told = browser.get("/nowhere/at/all", headers=signed_in(ines))
    assert told.status_code == 404
    assert "Ines Corda" in told.text
    assert "Ines Corda" not in browser.get("/nowhere/at/all").text
    assert browser.get("/api/v1/nowhere").json()["status"] == 404


def test_of_a_mistyped_address_what_is_not_known_and_the_page_without_it(browser, signed_in, wei):
    told = browser.get("/findings?class=bogus&mine=true", headers=signed_in(wei))
    assert told.status_code == 422
    assert "The address asks for something that is not known here: class=bogus." in told.text
    assert 'href="/findings?mine=true"' in told.text
    assert "query" not in told.text


@pytest.mark.parametrize("path", ["/findings?sort=x", "/board?whole=x", "/practices?kind=x"])
def test_with_nothing_else_in_it_the_whole_page_is_offered(browser, signed_in, wei, path):
    told = browser.get(path, headers=signed_in(wei))
    assert told.status_code == 422
    assert f'href="{path.partition("?")[0]}"' in told.text.partition("<main")[2]


def test_what_somebody_put_into_an_address_is_text(browser, signed_in, wei):
    told = browser.get("/findings?class=<script>", headers=signed_in(wei))
    assert "class=&lt;script&gt;" in told.text
