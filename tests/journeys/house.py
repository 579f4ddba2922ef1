"""A Shortlist as it is served: one server on a free port of this machine, its drawer beside it."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn

from app.kit.settings import Settings
from app.main import create_app
from app.people.changes import sign_in, speak
from app.people.doors import cookie_name
from app.people.queries import actor, person_by_email
from app.reports.drawer import Drawer
from app.web import deps
from app.web.pages import DIST

START_SECONDS = 20


class House:
    def __init__(self, database, settings, service):
        self.database = database
        self.settings = settings
        self.service = service
        self.address = settings.public_url

    @contextmanager
    def on(self, instant):
        """The house as it will be at that instant; whoever was signed in before is so no more."""
        self.service.dependency_overrides[deps.now] = lambda: instant
        yield
        del self.service.dependency_overrides[deps.now]

    def cookie(self, first_name, now, lang):
        """For whoever need not show that signing in works."""
        with self.database.writing() as session:
            who = person_by_email(session, f"{first_name}@example.org")
            by = actor(session, who)
            speak(session, who, lang)
            secret = sign_in(session, who, by=by, at=now)
            session.commit()
        return {"name": cookie_name(self.settings), "value": secret, "url": self.address}


@contextmanager
def served(database, home):
    if not (DIST / "manifest.json").exists():
        pytest.fail("The pages are not built: run ./shortlist setup first.", pytrace=False)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        settings = Settings(home=home, public_url=f"http://127.0.0.1:{port}")
        service = create_app(settings, database)
        config = uvicorn.Config(
            service,
            log_level="warning",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        drawer = Drawer(database, settings)
        thread.start()
        _wait_for(server, thread)
        drawer.start()
        try:
            yield House(database, settings, service)
        finally:
            drawer.stop()
            server.should_exit = True
            thread.join(timeout=10)


def _wait_for(server, thread):
    end = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > end:
            pytest.fail("The server did not start.", pytrace=False)
        thread.join(timeout=0.02)
