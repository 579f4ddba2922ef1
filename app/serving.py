"""What comes before and after serving: a database that is up to date and furnished, one server."""

import fcntl
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.checklists.changes import publish
from app.checklists.check import load_edition
from app.checklists.queries import latest_edition
from app.demo.build import build_demo
from app.evidence.files import Files
from app.kit import clock
from app.kit.db import Database
from app.kit.errors import Conflict
from app.kit.migrations import newest, revision, upgrade
from app.kit.settings import ROOT, Settings
from app.kit.words import mark as _
from app.mail.sender import Sender
from app.programmes.changes import load_folder
from app.reminders.walker import Walker
from app.reports.drawer import Drawer
from app.trail.rules import System

CHECKLISTS = ROOT / "checklists"


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database at its newest revision."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    if revision(database) != newest():
        upgrade(database)
    try:
        yield database
    finally:
        database.close()


def furnish(database: Database, settings: Settings, told: Callable[[str, float], None]) -> None:
    """A new installation gets the checklist and programmes that come with it; a demo its story."""
    with database.reading() as session:
        if latest_edition(session):
            return
    at = clock.now()
    if settings.demo:
        build_demo(database, Files(settings.files), CHECKLISTS, now=at, told=told)
        return
    with database.writing() as session:
        publish(session, load_edition(CHECKLISTS), by=System(), at=at)
        load_folder(session, CHECKLISTS / "programmes", by=System(), at=at)
        session.commit()


@contextmanager
def at_work(database: Database, settings: Settings) -> Iterator[None]:
    """Beside the server: who draws reports, who sends letters, who sees what is due."""
    threads = (
        Drawer(database, settings),
        Sender(database, settings, Files(settings.files).read),
        Walker(database),
    )
    for one in threads:
        one.start()
    try:
        yield
    finally:
        for one in threads:
            one.stop()


@contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """SQLite has one writer, so it has one server."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict(
                _("Another Shortlist is already serving {folder}. Stop it first."),
                folder=settings.data,
            ) from error
        yield


def refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Conflict(
                _("Port {port} is taken. Choose another: ./shortlist serve --port {other}"),
                port=port,
                other=port + 1,
            ) from error
