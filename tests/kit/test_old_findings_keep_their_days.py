"""An installation from before findings kept their days and actions how far they are."""

import uuid
from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlmodel import select

from app.actions.models import Action
from app.findings.models import Finding
from app.kit import migrations
from app.kit.db import Database
from tests.kit.test_old_dates_become_deadlines import adder

LATE = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
TRIED = {"never": (), "done": (None,), "failed": (False,), "again": (False, None), "held": (True,)}


@pytest.fixture
def upgraded(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'old.db'}", durable=False)
    with database.engine.begin() as connection:
        command.upgrade(migrations.configured(connection), "0008")
        _old(connection)
    migrations.upgrade(database)
    with database.reading() as session:
        yield session
    database.close()


def _old(connection):
    """One open and one closed, each late in the evening; the open one has an action of each kind"""
    add = adder(connection)
    supplier, site, person = (uuid.uuid4().hex for _ in range(3))
    add("supplier", id=supplier, name="Jade River")
    add("site", id=site, supplier_id=supplier, code="JR-01", time_zone="Asia/Shanghai")
    add("person", id=person, email="wei@example.org")
    shown = {"site_id": site, "class": "major", "raised_at": LATE.replace(tzinfo=None)}
    ids = [uuid.uuid4().hex for _ in range(2)]
    for n, id in enumerate(ids):
        add("finding", id=id, ref=f"F-{n}", **shown)
    add("closure", finding_id=ids[1], at=LATE.replace(tzinfo=None, month=5))
    for what, verdicts in TRIED.items():
        action = uuid.uuid4().hex
        said = {"kind": "correction", "what": what, "due_on": LATE.date()}
        add("action", id=action, finding_id=ids[0], owner_id=person, **said)
        for n, passed in enumerate(verdicts):
            done = uuid.uuid4().hex
            at = datetime(2026, 3, 3 + n)  # noqa: DTZ001 - as SQLite keeps it
            add("implementation", id=done, action_id=action, by_id=person, at=at)
            if passed is not None:
                add("verification", implementation_id=done, by_id=person, passed=passed)


def test_each_has_the_days_of_its_site(upgraded):
    rows = {row.ref: (row.raised_on, row.closed_on) for row in upgraded.exec(select(Finding))}
    assert rows == {
        "F-0": (date(2026, 3, 3), None),
        "F-1": (date(2026, 3, 3), date(2026, 5, 3)),
    }


def test_each_action_is_as_far_as_its_last_report(upgraded):
    rows = {row.what: row for row in upgraded.exec(select(Action))}
    assert {what: row.state for what, row in rows.items()} == {
        "never": "open", "done": "implemented", "failed": "open", "again": "implemented",
        "held": "verified",
    }  # fmt: skip
    assert {what: row.done_at and row.done_at.day for what, row in rows.items()} == {
        "never": None, "done": 3, "failed": None, "again": 4, "held": 3,
    }  # fmt: skip
    assert rows["again"].done_by_id
    assert rows["failed"].done_by_id is None
