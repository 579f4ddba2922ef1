"""Walks the ladder once a minute, in a thread beside the server.

What was told is on record (models.Notice), so it may be stopped, started and set to any clock. Of
several servers on one database one walks at a time, by a lease.
"""

import logging
import threading
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.kit import clock
from app.kit.db import Database
from app.kit.ids import new_id
from app.reminders.changes import end_shift, take_shift
from app.reminders.digest import digest_of, weeks_due
from app.reminders.gather import by_person, tellings
from app.reminders.looks import Look, look, news
from app.reminders.queries import everybody
from app.reminders.tell import tell, tell_week

log = logging.getLogger("shortlist")
PAUSE = 60.0


class Walker:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.holder = new_id().hex
        self._seen: Look | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="walker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self.walk(clock.now())
            except Exception:
                log.exception("the walker stumbled")
            self._stop.wait(PAUSE)

    def walk(self, at: datetime) -> int:
        """Returns how many letters were put into the outbox."""
        try:
            with self.database.writing() as session:
                mine = take_shift(session, self.holder, at=at)
                session.commit()
            return self._tell(at) if mine else 0
        except IntegrityError:  # another server was first: it tells
            log.warning("reminders: another server is at it", exc_info=True)
            return 0

    def _tell(self, at: datetime) -> int:
        letters = 0
        with self.database.reading() as session:
            now = look(session, at)
            among = news(session, self._seen, now)
            listed = tellings(session, at, among=among)
        for mine in by_person(listed).values():
            with self.database.writing() as session:
                letters += tell(session, mine, listed, at=at)
                session.commit()
        if among is None:  # weeks begin when days do
            letters += self._tell_weeks(at)
        with self.database.writing() as session:
            end_shift(session, self.holder, at=at)
            session.commit()
        self._seen = now
        return letters

    def _tell_weeks(self, at: datetime) -> int:
        letters = 0
        with self.database.reading() as session:
            people = sorted(everybody(session).values(), key=lambda one: one.name)
            due = list(weeks_due(session, people, at))
        for to, week in due:
            with self.database.reading() as session:
                found = digest_of(session, to, at)
            with self.database.writing() as session:
                letters += tell_week(session, to, week, found, at=at)
                session.commit()
        return letters
