"""Names inside a report to which its links lead; never made of what a person typed."""

from collections.abc import Iterator

from app.reports.document import Document, GapDocument


class Anchors:
    """`of("finding", "F-7")` is "f3", or "" when nothing in the report leads there.

    Few are better: an element with a name of its own cannot share its style with its like.
    """

    def __init__(self, document: Document) -> None:
        self._names = {named: f"{named[0][0]}{n}" for n, named in enumerate(_led_to(document), 1)}

    def of(self, kind: str, ref: str) -> str:
        return self._names.get((kind, ref), "")


def _led_to(document: Document) -> Iterator[tuple[str, str]]:
    if not isinstance(document, GapDocument):
        return
    told = {*_items(document)}
    named = [
        *(finding.item for finding in document.findings),
        *(entry.item for entry in document.not_applicable),
        *(entry.item for entry in document.unseen),
    ]
    yield from (("category", category.score.id) for category in document.categories)
    yield from (("item", item) for item in dict.fromkeys(named) if item in told)
    yield from (("finding", finding.ref) for finding in document.findings)


def _items(document: GapDocument) -> Iterator[str]:
    for category in document.categories:
        for section in category.sections:
            yield from (item.id for item in section.items)
