"""What only the rooms can say of a backup: its trail holds, and each piece of evidence is there."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.evidence.queries import every_hash
from app.kit.db import Database
from app.kit.migrations import newest, revision, upgrade
from app.kit.restore import SQLITE, Backup, Spoiled, refuse_spoiled
from app.kit.words import mark as _
from app.trail.queries import Verified, verify_trail


@dataclass(frozen=True, slots=True)
class Examined:
    trail: Verified
    evidence: int


def examined(backup: Backup) -> Examined:
    """On a copy of its database: nothing of the backup is touched, and nothing of the home."""
    refuse_spoiled(backup)
    with TemporaryDirectory(prefix="shortlist-") as folder:
        copy = Path(folder) / SQLITE
        shutil.copy(backup.database, copy)
        database = Database(f"sqlite:///{copy}")
        try:
            _refuse_damaged(database)
            if revision(database) != newest():
                upgrade(database)
            with database.reading() as session:
                trail, named = verify_trail(session), every_hash(session)
        finally:
            database.close()
    _refuse_broken(trail)
    _refuse_lost(backup, named)
    return Examined(trail, len(named))


def _refuse_damaged(database: Database) -> None:
    found = database.damage()
    if found:
        raise Spoiled(_("The database of the backup is damaged: {found}"), found=found)


def _refuse_broken(trail: Verified) -> None:
    if not trail.holds:
        raise Spoiled(
            _("The trail of the backup does not hold from entry {n} on. Use another one."),
            n=trail.broken,
        )


def _refuse_lost(backup: Backup, named: frozenset[str]) -> None:
    """A file of evidence is named after its content."""
    kept = {Path(path).name: digest for path, digest in backup.sha256.items()}
    lost = sorted(one for one in named if kept.get(one) != one)
    if lost:
        raise Spoiled(
            _("Evidence that the database names is not in the backup: {n}, such as {one}."),
            n=len(lost),
            one=lost[0],
        )
