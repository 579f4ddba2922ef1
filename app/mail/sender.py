"""Hands waiting letters to the mail server, one at a time, in a thread beside the server.

A letter is leased first and noted as sent afterwards: if the process dies in between, it goes out
again under the same Message-ID. Without a mail server letters stay in the outbox.
"""

import logging
import threading
from collections.abc import Callable
from email.message import EmailMessage

from app.kit import clock
from app.kit.db import Database
from app.kit.settings import Settings
from app.mail.changes import note_failed, note_kept, note_sent, take_letter
from app.mail.message import message_of
from app.mail.models import Letter
from app.mail.queries import files_of, letter, letters_wait, waiting_letters
from app.mail.relay import NotHandedOver, Relay, relay_of
from app.mail.rules import LetterStatus
from app.people.queries import person

log = logging.getLogger("shortlist")
PAUSE = 2.0
TROUBLE = 30.0


class Sender:
    """`read` gives a file of the store by its hash."""

    def __init__(
        self, database: Database, settings: Settings, read: Callable[[str], bytes]
    ) -> None:
        self.database = database
        self.settings = settings
        self.read = read
        self.relay: Relay | None = relay_of(settings)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                pause = 0.0 if self.send_next() else PAUSE
            except NotHandedOver:
                pause = TROUBLE  # of all letters, not only of this one
            except Exception:
                log.exception("the sender stumbled")
                pause = TROUBLE
            self._stop.wait(pause)

    def send_next(self) -> bool:
        """Sends the next letter, if one waits; says whether one did."""
        with self.database.reading() as session:
            waiting = letters_wait(session, clock.now())
        if not waiting:
            return False
        if self.relay is None:
            return self._keep()
        with self.database.writing() as session:
            row = take_letter(session, at=clock.now())
            session.commit()
        if row is not None:
            self._send(row, self.relay)
        return True

    def _keep(self) -> bool:
        with self.database.writing() as session:
            for row in waiting_letters(session):
                note_kept(session, row, at=clock.now())
            session.commit()
        return True

    def _send(self, row: Letter, relay: Relay) -> None:
        try:
            message = self._message(row)
            if message is None:
                self._note(row, "the person has left", for_good=True)
                return
            relay.hand_over(message)
        except NotHandedOver as trouble:
            log.warning("letter %s to %s: %s", row.id, row.to_address, trouble)
            self._note(row, str(trouble), for_good=trouble.for_good)
            if not trouble.for_good:
                raise
        except Exception as fault:
            log.exception("letter %s", row.id)
            self._note(row, f"{type(fault).__name__}: {fault}", for_good=False)
        else:
            self._note(row, "", for_good=False)

    def _message(self, row: Letter) -> EmailMessage | None:
        """None: whoever it was for is no longer there."""
        with self.database.reading() as session:
            who = person(session, row.person_id)
            files = files_of(session, [row.id])[row.id]
        if who is None or not who.active:
            return None
        return message_of(
            row,
            who.name,
            files,
            sender=self.settings.mail_from,
            public_url=self.settings.public_url,
            read=self.read,
        )

    def _note(self, taken: Letter, why: str, *, for_good: bool) -> None:
        with self.database.writing() as session:
            row = letter(session, taken.id)
            if row is None or row.status is not LetterStatus.WAITING:
                return
            if why:
                note_failed(session, row, why, for_good=for_good, at=clock.now())
            else:
                note_sent(session, row, at=clock.now())
            session.commit()
