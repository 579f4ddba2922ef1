"""Parts of reports drawn before, by what they are drawn from; the longest unused go first."""

import os
from hashlib import sha256
from pathlib import Path

ROOM = 256_000_000
DIGEST = 32


class Shelf:
    """`room` in bytes. A file is the digest of a part, then the part: half a one is not taken."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self._folder = folder
        self._room = room
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, key: str) -> bytes | None:
        path = self._folder / key
        try:
            content = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        digest, part = content[:DIGEST], content[DIGEST:]
        return part if sha256(part).digest() == digest else None

    def keep(self, key: str, part: bytes) -> None:
        new = self._folder / f".{key}.{os.getpid()}"
        new.write_bytes(sha256(part).digest() + part)
        new.replace(self._folder / key)

    def tidy(self) -> None:
        """Also clears away what a drawing that was ended left half written."""
        kept = 0
        for _used, size, path in sorted(map(_known, self._folder.iterdir()), reverse=True):
            kept += size
            if kept > self._room:
                path.unlink(missing_ok=True)


def _known(path: Path) -> tuple[float, int, Path]:
    told = path.stat()
    return told.st_mtime, told.st_size, path
