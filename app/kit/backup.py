"""A copy of database and files, taken while the server runs.

The database first, then the files: these are only ever added, so that each one which the copied
database names is there.
"""

import json
import shutil
import subprocess
from hashlib import file_digest
from pathlib import Path

from app.kit.db import Database
from app.kit.errors import Conflict, Unavailable
from app.kit.migrations import revision
from app.kit.words import mark as _


def back_up(database: Database, files: Path, to: Path) -> int:
    """Returns the number of files kept. `to` must not exist: no backup is ever written over."""
    if to.exists():
        raise Conflict(_("{folder} exists already. Name a new folder."), folder=to)
    part = to.with_name(f".{to.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    name = _dump_sqlite(database, part) if database.is_sqlite else _dump_postgresql(database, part)
    kept = sorted(path for path in files.glob("??/*") if not path.name.startswith("."))
    for path in kept:
        target = part / "files" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    copied = sorted(path for path in part.rglob("*") if path.is_file())
    manifest = {
        "database": name,
        "revision": revision(database),
        "sha256": {str(path.relative_to(part)): _sha256(path) for path in copied},
    }
    (part / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    part.rename(to)
    return len(kept)


def _dump_sqlite(database: Database, folder: Path) -> str:
    """On a bare connection: VACUUM INTO stands in no transaction, and takes a consistent copy."""
    connection = database.engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(folder / "shortlist.db"),))
    finally:
        connection.close()
    return "shortlist.db"


def _dump_postgresql(database: Database, folder: Path) -> str:
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = ["pg_dump", "-Fc", "-f", str(folder / "shortlist.dump"), url]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(
            _("pg_dump of the same version as the server is needed for a backup.")
        ) from error
    return "shortlist.dump"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
