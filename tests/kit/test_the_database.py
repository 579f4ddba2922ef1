import threading
import time

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from app.kit import db
from app.kit.db import Database, Turnstile, UnsafeSqlite, check_sqlite
from app.kit.errors import Unavailable
from app.suppliers.models import Supplier

SAFE = [(3, 44, 6), (3, 50, 7), (3, 50, 8), (3, 51, 3), (3, 53, 0), (4, 0, 0)]
UNSAFE = [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2), (3, 52, 0)]


def names(session):
    return set(session.exec(select(Supplier.name)))


def test_a_reader_cannot_write(database):
    with database.reading() as session:
        session.add(Supplier(name="Sly"))
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            session.flush()


def test_a_connection_that_has_read_can_write_again(database):
    for n in range(30):
        with database.reading() as session:
            names(session)
        with database.writing() as session:
            session.add(Supplier(name=f"Supplier {n}"))
            session.commit()


def test_what_is_not_committed_is_gone(database):
    with database.writing() as session:
        session.add(Supplier(name="Hasty"))
        session.flush()
    with database.reading() as session:
        assert "Hasty" not in names(session)


def test_a_failure_frees_the_place_of_the_writer(database):
    with pytest.raises(DBAPIError), database.writing() as session:
        session.connection().exec_driver_sql("SELECT nothing FROM nowhere")
    start = time.monotonic()
    with database.writing() as session:
        session.add(Supplier(name="Next"))
        session.commit()
    assert time.monotonic() - start < 2


def test_a_reader_does_not_wait_for_the_writer(database):
    with database.writing() as writer:
        writer.add(Supplier(name="Slow"))
        writer.flush()
        with database.reading() as reader:
            assert "Slow" not in names(reader)


def test_a_foreign_key_must_lead_somewhere(database, site):
    with database.writing() as session:
        session.add(type(site)(supplier_id=site.id, code="XX-99", name="Nowhere"))
        with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
            session.flush()


@pytest.fixture
def sqlite(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'own.db'}", durable=True)
    yield database
    database.close()


def test_who_waits_too_long_for_the_one_writer_is_told_so(sqlite, monkeypatch):
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.05)
    with sqlite.writing() as first, sqlite.writing() as second:
        first.connection()
        with pytest.raises(Unavailable, match="Too many people"):
            second.connection()


def test_an_acknowledged_commit_is_on_the_disk(sqlite):
    with sqlite.reading() as session:
        asked = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


@pytest.mark.parametrize("version", SAFE)
def test_a_sound_sqlite_is_let_in(version):
    check_sqlite(version)


@pytest.mark.parametrize("version", UNSAFE)
def test_an_sqlite_that_loses_rows_is_refused(version):
    with pytest.raises(UnsafeSqlite, match="pysqlite3"):
        check_sqlite(version)


class TestTurnstile:
    def test_it_lets_through_in_the_order_of_coming(self):
        turnstile, order, threads = Turnstile(), [], []
        assert turnstile.enter(1)
        for n in range(8):
            thread = threading.Thread(target=self._pass, args=(turnstile, order, n))
            thread.start()
            threads.append(thread)
            while len(turnstile._queue) <= n:
                time.sleep(0.001)
        turnstile.leave()
        for thread in threads:
            thread.join(5)
        assert order == list(range(8))

    @staticmethod
    def _pass(turnstile, order, n):
        assert turnstile.enter(5)
        order.append(n)
        turnstile.leave()

    def test_who_gives_up_loses_the_place_in_the_queue(self):
        turnstile = Turnstile()
        assert turnstile.enter(1)
        assert not turnstile.enter(0.01)
        turnstile.leave()
        assert turnstile.enter(0.01)

    def test_only_one_is_inside(self):
        turnstile, inside, most = Turnstile(), [], []

        def work(n):
            for _ in range(50):
                assert turnstile.enter(5)
                inside.append(n)
                most.append(len(inside))
                inside.pop()
                turnstile.leave()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert set(most) == {1}
        assert len(most) == 400
