"""An installation from before the deadlines: what its findings were due by stays."""

import uuid
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import command

from app.findings.deadline_queries import deadlines_of
from app.kit import migrations
from app.kit.db import Database

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_each_day_becomes_the_deadline_of_its_step(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'old.db'}", durable=False)
    with database.engine.begin() as connection:
        command.upgrade(migrations.configured(connection), "0003")
        ids = _old_findings(connection)
    migrations.upgrade(database)
    with database.reading() as session:
        found = deadlines_of(session, ids)
        told = [[(one.turn, one.step, one.due_on) for one in found[id]] for id in ids]
        assert told == [
            [(1, "containment", date(2026, 3, 3)), (1, "close", date(2026, 4, 1))],
            [(2, "close", date(2026, 9, 1))],
            [],
        ]
        assert not any(one.provisional for of_one in found.values() for one in of_one)
    database.close()


def _old_findings(connection):
    """With both days; opened again, with one; without any."""
    add = adder(connection)
    supplier, site, person = (uuid.uuid4().hex for _ in range(3))
    ids = [uuid.uuid4() for _ in range(3)]
    add("supplier", id=supplier, name="Jade River")
    add("site", id=site, supplier_id=supplier, code="JR-01", time_zone="Asia/Shanghai")
    add("person", id=person, email="wei@example.org")
    days = ((date(2026, 3, 3), date(2026, 4, 1)), (None, date(2026, 9, 1)), (None, None))
    for n, (contain_by, due_on) in enumerate(days):
        about = {"contain_by": contain_by, "due_on": due_on, "class": "major"}
        add("finding", id=ids[n].hex, ref=f"F-{n}", site_id=site, **about)
    add("reopening", finding_id=ids[1].hex, turn=2, by_id=person)
    return ids


def adder(connection):
    """`add("site", id=..., ...)`: a row of a table as it was then, with what it must have."""
    tables = sa.MetaData()
    tables.reflect(connection)

    def add(table, **row):
        known = tables.tables[table]
        filled = {c.name: row.get(c.name, _any(c)) for c in known.columns if _any(c) is not None}
        connection.execute(known.insert().values(**filled | row))

    return add


def _any(column):
    """What fills a column that must not be empty."""
    if column.nullable or column.server_default is not None:
        return None
    kind = column.type.python_type
    if kind is datetime:
        return AT
    return {str: "en", int: 1, bool: False}.get(kind)
