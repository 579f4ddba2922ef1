"""How a long report is cut into parts that can be drawn apart, and joined again page by page."""

from dataclasses import dataclass

from app.reports.document import Document, GapCategory, GapDocument

FULL = 60  # items that fill a few pages
IN_ORDER = ("annexes", "signatures")  # the second names the report, and is always new
ANNEXES = frozenset(IN_ORDER)
ELSEWHERE = "part:"  # a link out of a part; joined, it leads inside the report again


@dataclass(frozen=True, slots=True)
class Face:
    """A face of our type and what is set in it."""

    family: str
    bold: bool
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`front`: whether it is in it. `openers`: categories on a page of their own.

    The annexes are parts too, so that what changes elsewhere leaves them as they were drawn.
    """

    front: bool = False
    categories: tuple[GapCategory, ...] = ()
    annexes: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        return self.front and self.annexes == ANNEXES

    def opens(self, category: GapCategory) -> bool:
        return category.score.id in self.openers


def whole(document: Document, full: int = FULL) -> Part:
    if not isinstance(document, GapDocument):
        return Part(front=True, annexes=ANNEXES)
    openers = frozenset(some[0].score.id for some in _filled(document, full))
    return Part(front=True, categories=document.categories, annexes=ANNEXES, openers=openers)


def parts(document: Document, full: int = FULL) -> tuple[Part, ...]:
    """The front, then what follows; one part, the whole, where cutting would not pay."""
    if not isinstance(document, GapDocument) or len(filled := _filled(document, full)) < 3:  # noqa: PLR2004 - two processes
        return (whole(document, full),)
    middle = (Part(categories=some, openers=frozenset({some[0].score.id})) for some in filled)
    annexes = (Part(annexes=frozenset({one})) for one in IN_ORDER)
    return (Part(front=True), *middle, *annexes)


def _filled(document: GapDocument, full: int) -> list[tuple[GapCategory, ...]]:
    """Neighbours together until they hold `full` items."""
    found: list[tuple[GapCategory, ...]] = []
    held: list[GapCategory] = []
    for category in document.categories:
        held.append(category)
        if sum(map(_size, held)) >= full:
            found.append(tuple(held))
            held = []
    if held and found:
        found[-1] = (*found[-1], *held)
    elif held:
        found.append(tuple(held))
    return found


def _size(category: GapCategory) -> int:
    return sum(len(section.items) for section in category.sections)
