from collections import Counter

import pytest
import yaml
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.kit.db import Database
from app.kit.settings import Settings
from app.people import policy
from app.people.rules import Ability

AT_LEAST = 60
MOUNTS = {"/static"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    from app.main import create_app  # noqa: PLC0415 - see conftest.py

    home = tmp_path_factory.mktemp("home")
    return create_app(Settings(home=home, demo=True), Database(f"sqlite:///{home / 'x.db'}"))


@pytest.fixture(scope="module")
def routes(service):
    """(name in the policy, methods, path) of every route, whoever included it."""
    contexts = [c for c in iter_route_contexts(service.routes) if not _is_mount(c)]
    return [(policy.name_of(c.endpoint), tuple(sorted(c.methods)), c.path) for c in contexts]


def _is_mount(context):
    return isinstance(context.original_route, Mount)


def test_there_are_as_many_as_the_api_tells_of(service, routes):
    told = sum(len(methods) for methods in service.openapi()["paths"].values())
    assert len(routes) >= max(told, AT_LEAST)


def test_every_route_stands_in_the_policy(routes):
    assert sorted({name for name, _methods, _path in routes} - set(policy.rows())) == []


def test_every_row_of_the_policy_is_a_route(routes):
    assert sorted(set(policy.rows()) - {name for name, _methods, _path in routes}) == []


def test_no_route_stands_in_the_policy_twice():
    told = yaml.safe_load(policy.FILE.read_text(encoding="utf-8"))
    counted = Counter(route for listed in told.values() for route in listed)
    assert [route for route, n in counted.items() if n > 1] == []


def test_every_need_is_known():
    assert set(policy.rows().values()) <= {policy.PUBLIC, policy.SIGNED_IN, *Ability}


def test_no_two_routes_answer_at_one_address(routes):
    counted = Counter((method, path) for _n, methods, path in routes for method in methods)
    assert [address for address, n in counted.items() if n > 1] == []


def test_nothing_is_mounted_but_static_files(service):
    mounted = {c.path for c in iter_route_contexts(service.routes) if _is_mount(c)}
    assert mounted == MOUNTS


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/api/docs"])
def test_the_framework_shows_no_page_of_its_own(service, path):
    assert TestClient(service, base_url="http://127.0.0.1:8000").get(path).status_code == 404


def test_a_route_that_is_not_in_the_policy_is_refused_to_everybody(app, browser, signed_in, omar):
    app.add_api_route("/attic", attic)
    app.router.routes.insert(0, app.router.routes.pop())  # before the one for every address
    assert browser.get("/attic").status_code == 403
    assert browser.get("/attic", headers=signed_in(omar)).status_code == 403


def attic():
    return "never seen"
