"""A database, an app and a browser for each test; who and what is in them stands in cast.py.

SQLite unless SHORTLIST_TEST_DATABASE=postgresql: then a real server, brought by a package, or the
one at SHORTLIST_TEST_DATABASE_URL, whose user may create databases.
"""

import gc
import os
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from starlette.testclient import TestClient

from app.kit.settings import Settings
from app.web import deps
from tests.engines import PostgreSQL, SQLite

pytest_plugins = ("tests.cast",)

hypothesis.settings.register_profile(
    "house",
    deadline=None,  # a busy machine is no fault
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=True,
    database=None,
)
hypothesis.settings.load_profile("house")


SELDOM = (20_000, 20, 50)


def pytest_collection_finish():
    """What was imported stays: no collection walks through it again, as where it is served."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def pytest_collection_modifyitems(config, items):
    """What asks for no database, or not what one answers, is tried once, with SQLite."""
    if _engine() == "sqlite":
        return
    again = [item for item in items if _depends_on_the_engine(item)]
    config.hook.pytest_deselected(
        items=[item for item in items if not _depends_on_the_engine(item)]
    )
    items[:] = again


def _depends_on_the_engine(item):
    return "engine_room" in item.fixturenames and not item.get_closest_marker("any_engine")


def _engine():
    return os.environ.get("SHORTLIST_TEST_DATABASE", "sqlite")


@pytest.fixture
def at():
    """The instant at which everything happens, unless a test says otherwise: a Monday."""
    return AT


AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def engine_room(tmp_path_factory, testrun_uid, worker_id):
    """Makes databases, each a copy of one that was migrated, and of one that was furnished."""
    if _engine() == "sqlite":
        yield SQLite(tmp_path_factory.mktemp("templates"))
        return
    server = PostgreSQL(testrun_uid, worker_id, os.environ.get("SHORTLIST_TEST_DATABASE_URL", ""))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def furnished(engine_room):
    """The template with the whole cast in it, made once per process by the product's own verbs."""
    from tests.cast import furnish  # noqa: PLC0415 - a plugin must not be imported before it is one

    return engine_room.template("furnished", lambda session: furnish(session, AT))


@pytest.fixture(scope="session")
def bare(engine_room):
    return engine_room.template("bare", lambda _session: None)


@pytest.fixture
def database(engine_room, furnished):
    """The cast, two suppliers, a buyer, an edition and a programme; no audit yet."""
    with engine_room.copy(furnished) as database:
        yield database


@pytest.fixture
def empty_database(engine_room, bare):
    """Migrated, and nothing in it."""
    with engine_room.copy(bare) as database:
        yield database


@pytest.fixture
def session(database):
    """A writer, for verbs. Commit before a browser writes: on SQLite only one can at a time."""
    with database.writing() as session:
        yield session


@pytest.fixture
def look(database):
    """`look(query, *args)`: what a query answers now, in a session of its own."""

    def ask(query, *args, **named):
        with database.reading() as session:
            return query(session, *args, **named)

    return ask


@pytest.fixture
def settings(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("SHORTLIST_")]:
        monkeypatch.delenv(name)
    return Settings(home=tmp_path / "home")


class Watch:
    """What the app takes for the present: `watch.now += timedelta(hours=1)`."""

    def __init__(self, now):
        self.now = now


@pytest.fixture
def watch(at):
    return Watch(at)


@pytest.fixture(scope="session")
def built():
    """Apps by their settings: to learn its routes takes a new one longer than what it is asked."""
    return {}


@pytest.fixture
def app(built, settings, database, watch):
    """One for all tests; a route that a test adds goes with it."""
    from app.main import create_app, equip  # noqa: PLC0415 - what needs no page starts sooner without

    kind = settings.model_copy(update={"home": Path()})
    if kind not in built:
        built[kind] = create_app(settings, database)
    service = built[kind]
    equip(service, settings, database)
    service.dependency_overrides = {deps.now: lambda: watch.now}
    routes = [*service.routes]
    yield service
    service.routes[:] = routes


@pytest.fixture
def browser(app):
    """Follows no redirect and says of each request what a browser says: it comes from our pages."""
    return TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
