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
    words = [_spellings(word) for word in wanted.q.split()]
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


def _says(item: Item, words: list[tuple[str, str]]) -> bool:
    if not words:
        return True
    texts = (f"{t.title} {t.requirement} {t.criterion}" for t in item.text.values())
    said = " ".join((item.id, *texts)).casefold()
    return all(typed in said or plain in said for typed, plain in words)


def _spellings(word: str) -> tuple[str, str]:
    """As typed, and with its full-width letters and digits made plain; case does not matter."""
    return word.casefold(), normalize("NFKC", word).casefold()
