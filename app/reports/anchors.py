"""Names inside a report to which its links lead; never made of what a person typed."""

from collections.abc import Iterator
from hashlib import sha256

from app.reports.document import Document, GapDocument


class Anchors:
    """`of("finding", "F-7")` is "f" and a digest, or "" when nothing in the report leads there.

    Few are better: an element with a name of its own cannot share its style with its like. No name
    depends on its neighbours, so that what is new elsewhere leaves a part of the report as it was.
    """

    def __init__(self, document: Document) -> None:
        self._names = {named: _name(*named) for named in _led_to(document)}

    def of(self, kind: str, ref: str) -> str:
        return self._names.get((kind, ref), "")


def _name(kind: str, ref: str) -> str:
    return kind[0] + sha256(ref.encode()).hexdigest()[:12]


def _led_to(document: Document) -> Iterator[tuple[str, str]]:
    if not isinstance(document, GapDocument):
        return
    told = {*_items(document)}
    named = [
        *(finding.item for finding in document.findings),
        *(entry.item for entry in document.not_applicable),
        *(entry.item for entry in document.unseen),
        *_reckoned(document),
        *(item.id for item in document.costliest),
    ]
    yield from (("category", category.score.id) for category in document.categories)
    yield from (("item", item) for item in dict.fromkeys(named) if item in told)
    yield from (("finding", finding.ref) for finding in document.findings)


def _reckoned(document: GapDocument) -> Iterator[str]:
    for category in document.categories:
        if how := category.reckoned:
            yield from (one.item for one in how.deductions)
            yield from (one.item for one in how.costly)


def _items(document: GapDocument) -> Iterator[str]:
    for category in document.categories:
        for section in category.sections:
            yield from (item.id for item in section.items)
