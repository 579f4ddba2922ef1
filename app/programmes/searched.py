"""The programmes that come along were searched for a counter-example where they were written.

`python -m app.programmes.searched` searches all of them and keeps the hash of what it saw; while
the folder stands like that, loading it runs their vectors only. Whatever else is loaded, and a
folder that was changed, is searched.
"""

from hashlib import sha256
from pathlib import Path

from app.kit.settings import ROOT
from app.programmes.trying import checked, files_in

KEPT = "searched.sha256"
SHIPPED = ROOT / "checklists" / "programmes"


def were_searched(folder: Path) -> bool:
    kept = folder / KEPT
    return kept.is_file() and kept.read_text(encoding="utf-8").strip() == hash_of(folder)


def hash_of(folder: Path) -> str:
    """Over all its programmes: an overlay is as good as what it lies on."""
    told = sha256()
    for path in files_in([folder]):
        told.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return told.hexdigest()


def main() -> None:
    faults = [str(fault) for path in files_in([SHIPPED]) for fault in checked(path).faults]
    if faults:
        raise SystemExit("\n".join(faults))
    (SHIPPED / KEPT).write_text(hash_of(SHIPPED) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
