"""A real browser before a real server. `window("ines")`: her own browser window, signed in."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import sync_playwright

from app.kit import clock
from tests.cast import furnish
from tests.journeys.house import served
from tests.journeys.rounds import Rounds
from tests.journeys.window import open_window

CHROMIUM = os.environ.get("SHORTLIST_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def now():
    return clock.now()


@pytest.fixture(scope="session")
def past(engine_room, now):
    """The template in which the cast has held a round four months ago."""

    def fill(session):
        furnish(session, now - timedelta(days=140))
        session.flush()
        Rounds(session).hold(now - timedelta(days=120), now=now)

    return engine_room.template("past", fill)


@pytest.fixture(scope="module")
def house(engine_room, past, tmp_path_factory):
    """What went before, and all that serves it."""
    folder = tmp_path_factory.mktemp("house")
    with (
        engine_room.copy(past, folder) as database,
        served(database, folder / "home") as house,
    ):
        yield house


@pytest.fixture
def window(chromium, house, now):
    """Everything a window shows must go well: an error on its console fails the test."""
    windows = []

    def open_(who=None, *, at=now, **look):
        windows.append(open_window(chromium, house, who, now=at, **look))
        return windows[-1]

    yield open_
    for one in windows:
        one.close()
    assert [trouble for one in windows for trouble in one.troubles] == []
