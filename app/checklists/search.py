"""Finding items: words in either language, and the coded words that narrow the list."""

from dataclasses import dataclass
from unicodedata import normalize

from app.checklists.rules import Edition, Item, Method, Severity


@dataclass(frozen=True, slots=True)
class Wanted:
    """Each field narrows; an empty one does not. `q`: every word must stand in the item."""

    q: str = ""
    category: str = ""
    section: str = ""
    method: Method | None = None
    severity: Severity | None = None
    knock_out: bool = False
    trait: str = ""

    def __bool__(self) -> bool:
        return self != Wanted()


def find(edition: Edition, wanted: Wanted) -> tuple[Item, ...]:
    """The items that are wanted, in the order of the checklist."""
    words = _folded(wanted.q).split()
    return tuple(item for item in edition.items if _fits(item, wanted) and _says(item, words))


def _fits(item: Item, wanted: Wanted) -> bool:
    return (
        wanted.category in {"", item.category}
        and wanted.section in {"", item.section}
        and wanted.method in {None, item.method}
        and wanted.severity in {None, item.severity}
        and (item.knock_out or not wanted.knock_out)
        and (wanted.trait in item.traits or not wanted.trait)
    )


def _says(item: Item, words: list[str]) -> bool:
    if not words:
        return True
    texts = (f"{t.title} {t.requirement} {t.criterion}" for t in item.text.values())
    said = _folded(" ".join((item.id, *texts)))
    return all(word in said for word in words)


def _folded(text: str) -> str:
    """Upper and lower case, full-width and half-width are the same to who searches."""
    return normalize("NFKC", text).casefold()
