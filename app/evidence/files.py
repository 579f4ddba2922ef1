"""Files by their hash, in a folder: written once, durable before anybody hears of it."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path


class Files:
    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, content: bytes) -> str:
        """Returns the SHA-256 under which it stands, also if it stood there before."""
        digest = sha256(content).hexdigest()
        self.keep_as(digest, content)
        return digest

    def keep_as(self, name: str, content: bytes) -> None:
        """A derived file (such as a thumbnail), beside the file that it shows."""
        path = self.path(name)
        if path.exists():
            return
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _settle(self.root)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _settle(path.parent)

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()

    def path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def has(self, name: str) -> bool:
        return self.path(name).exists()


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
