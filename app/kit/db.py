"""One engine. On SQLite one writer at a time, in order of arrival, durable when acknowledged."""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from app.kit.errors import Unavailable
from app.kit.words import mark as _

try:
    import pysqlite3 as sqlite
except ImportError:  # not on this platform: the standard build, if it passes the gate below
    sqlite = sqlite3

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "cache_size=-20000",
    "mmap_size=268435456",
)
WAIT_SECONDS = 10.0
CONNECTIONS = 24  # more than SLOTS in web/deps.py, so that nobody who holds one waits for one


class UnsafeSqlite(RuntimeError): ...


def check_sqlite(version: tuple[int, ...] = sqlite.sqlite_version_info) -> None:
    """Refuse the builds whose WAL can lose committed rows (sqlite.org/wal.html#walresetbug)."""
    backports = ((3, 44, 6), (3, 50, 7))
    fixed = version >= (3, 51, 3) and version[:2] != (3, 52)
    patched = any(version[:2] == b[:2] and version >= b for b in backports)
    if not (fixed or patched):
        raise UnsafeSqlite(
            f"SQLite {'.'.join(map(str, version))} can lose committed rows in WAL mode. "
            "Install the package pysqlite3 (`./shortlist serve` does), or use PostgreSQL.",
        )


class Turnstile:
    """A lock that lets threads through in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._busy = False

    def enter(self, timeout: float) -> bool:
        with self._guard:
            if not self._busy:
                self._busy = True
                return True
            turn = threading.Event()
            self._queue.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():
                return True
            self._queue.remove(turn)
            return False

    def leave(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._busy = False


class Database:
    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite(durable=durable) if self.is_sqlite else self._postgresql()
        self._writer = self.engine.execution_options(writes=True)
        self._reader = self.engine.execution_options(writes=False)

    def reader(self) -> Session:
        """Cannot change anything: a GET that writes fails loudly."""
        return Session(self._reader, expire_on_commit=False)

    def writer(self) -> Session:
        """On SQLite its first statement waits for the one writer's place (503 after 10 s)."""
        return Session(self._writer, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.writer() as session:
            yield session

    def damage(self) -> str:
        """What SQLite finds broken in its own file, in its words; "" if it is whole."""
        try:
            with self._reader.connect() as connection:
                said = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
        except sa.exc.DatabaseError as error:
            said = str(error.orig)
        return "" if said == "ok" else said

    def close(self) -> None:
        self.engine.dispose()

    def _sqlite(self, *, durable: bool) -> sa.Engine:
        check_sqlite()
        engine = sa.create_engine(
            self.url,
            module=sqlite,
            pool_size=CONNECTIONS,
            max_overflow=CONNECTIONS,
            connect_args={"check_same_thread": False, "isolation_level": None},
        )
        pragmas = PRAGMAS if durable else (*PRAGMAS, "synchronous=OFF")

        @sa.event.listens_for(engine, "connect")
        def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
            cursor = connection.cursor()
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        _let_one_write(engine)
        return engine

    def _postgresql(self) -> sa.Engine:
        url = self.url.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(
            url, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_pre_ping=True
        )

        @sa.event.listens_for(engine, "begin")
        def begin(connection: sa.Connection) -> None:
            if not connection.get_execution_options().get("writes", True):
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        return engine


def _let_one_write(engine: sa.Engine) -> None:
    turnstile = Turnstile()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("writes", True):
            connection.exec_driver_sql("PRAGMA query_only=1")
            connection.exec_driver_sql("BEGIN")
            return
        if not turnstile.enter(WAIT_SECONDS):
            raise Unavailable(_("Too many people are saving at once. Try again in a moment."))
        connection.info["writing"] = True
        connection.exec_driver_sql("PRAGMA query_only=0")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @sa.event.listens_for(engine, "checkin")
    def leave(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop("writing", False):
            turnstile.leave()
