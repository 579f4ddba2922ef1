"""Names inside a report to which its links lead; never made of what a person typed."""

from collections.abc import Iterator

from app.reports.document import Document, GapDocument


class Anchors:
    """`of("finding", "F-7")` is "f3", or "" when the report does not tell that finding."""

    def __init__(self, document: Document) -> None:
        self._names = {named: f"{named[0][0]}{n}" for n, named in enumerate(_told(document), 1)}

    def of(self, kind: str, ref: str) -> str:
        return self._names.get((kind, ref), "")


def _told(document: Document) -> Iterator[tuple[str, str]]:
    if not isinstance(document, GapDocument):
        return
    for category in document.categories:
        yield "category", category.score.id
        for section in category.sections:
            yield from (("item", item.id) for item in section.items)
    yield from (("finding", finding.ref) for finding in document.findings)
