"""A backup read back: whole to the last byte before anything of it is used."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from app.kit.errors import Conflict, Invalid
from app.kit.migrations import revisions
from app.kit.words import mark as _

SQLITE = "shortlist.db"
KEPT = (SQLITE, f"{SQLITE}-wal", f"{SQLITE}-shm", "files", "drawn")
"""What a home consists of; `drawn` can be made anew, but belongs to what goes aside."""


class Spoiled(Invalid): ...


class HoldsData(Conflict): ...


@dataclass(frozen=True, slots=True)
class Backup:
    """`sha256`: of each file of it, by its path."""

    folder: Path
    revision: str
    sha256: Mapping[str, str]

    @property
    def database(self) -> Path:
        return self.folder / SQLITE

    @property
    def files(self) -> list[str]:
        return [path for path in self.sha256 if path.startswith("files/")]


def read_backup(folder: Path) -> Backup:
    """What its manifest says of it."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = Backup(folder, str(told["revision"]), dict(told["sha256"]))
        database = str(told["database"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(
            _("{folder} is no backup: there is no manifest.json in it that can be read."),
            folder=folder,
        ) from error
    if database != SQLITE:
        raise Invalid(
            _(
                "This backup is of PostgreSQL. Bring {name} into an empty database with "
                "pg_restore, and the folder files into {folder}."
            ),
            name=database,
            folder="SHORTLIST_HOME",
        )
    if found.revision not in revisions():
        raise Invalid(
            _("This backup is of a newer Shortlist (revision {revision}). Update this one first."),
            revision=found.revision,
        )
    return found


def refuse_spoiled(backup: Backup) -> None:
    """Each file that the manifest names is there, and has not changed by a bit."""
    for path, digest in {SQLITE: "", **backup.sha256}.items():
        file = backup.folder / path
        if not file.is_file():
            raise Spoiled(_("{path} is missing from the backup. Use another one."), path=path)
        if _sha256(file) != digest:
            raise Spoiled(
                _("{path} is not what it was when the backup was taken. Use another one."),
                path=path,
            )


def put_back(backup: Backup, data: Path, *, aside: Path | None) -> None:
    """All of it or nothing: it is copied beside first, and only then takes its place.

    `aside`: where what stands there now is kept; None: nothing may stand there.
    """
    standing = [data / name for name in KEPT if (data / name).exists()]
    if standing and aside is None:
        raise HoldsData(
            _("{folder} holds data already. With --over it is kept aside first."), folder=data
        )
    part = data / ".restore.part"
    shutil.rmtree(part, ignore_errors=True)
    for path in backup.sha256:
        target = part / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(backup.folder / path, target)
    if aside and standing:
        aside.mkdir()
        for one in standing:
            one.rename(aside / one.name)
    for one in part.iterdir():
        one.rename(data / one.name)
    part.rmdir()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
