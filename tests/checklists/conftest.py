import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import Request
from starlette.testclient import TestClient

import app.tables
from app.checklists.changes import publish
from app.checklists.check import check_folder, load_edition
from app.kit.db import Database
from app.kit.ids import new_id
from app.kit.settings import Settings
from app.main import create_app
from app.people.doors import enter
from app.people.rules import Actor, Granted, Role
from app.trail.rules import System

CHECKLIST = Path(__file__).parents[2] / "checklists"


class Desk:
    """A copy of the checklist that an author may spoil."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name, old, new):
        """Replaces the one place where `old` stands; its line."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def line_of(self, name, text):
        before, _, _ = (self.folder / name).read_text(encoding="utf-8").partition(text)
        return before.count("\n") + 1

    def faults(self):
        """As (file, line, rule, item), without the warnings that the checklist has anyway."""
        return [
            (str(Path(f.file).relative_to(self.folder)), f.line, f.rule, f.item)
            for f in check_folder(self.folder)
            if f.rule != "citation-status"
        ]


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "checklists"
    shutil.copytree(CHECKLIST, folder)
    return Desk(folder)


@pytest.fixture(scope="session")
def edition():
    return load_edition(CHECKLIST)


NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", durable=False)
    app.tables.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def published(database, edition):
    with database.writing() as session:
        known = publish(session, edition, by=System(), at=NOW)
        session.commit()
    return known


@pytest.fixture
def reader(database, tmp_path, monkeypatch):
    """The browser of an auditor who may read."""
    monkeypatch.setattr("app.web.pages._manifest", lambda: {"app.css": "a.css", "app.js": "a.js"})
    service = create_app(Settings(home=tmp_path), database)
    auditor = Actor(new_id(), "Ines", "ines@example.org", "en", (Granted(Role.AUDITOR),))

    def let_in(request: Request) -> None:
        request.state.actor = auditor

    service.dependency_overrides[enter] = let_in
    return TestClient(service, base_url="http://127.0.0.1:8000")
