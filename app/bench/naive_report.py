"""The baseline of the bench: the gap report as one would write it first, six columns in a row."""

from collections.abc import Iterator
from html import escape

from app.reports.document import GapAnswer, GapDocument, GapFinding, GapItem

STYLE = """
@page { size: A4; margin: 15mm; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 9pt/1.4 "Noto Sans CJK SC", sans-serif }
table { width: 100%; table-layout: fixed; border-collapse: collapse }
th, td { border: 0.5pt solid #999; padding: 1mm; vertical-align: top; text-align: left }
tr { break-inside: avoid }
"""
HEADS = ("No.", "Rating", "Requirement", "Evidence", "Finding", "Action")


def naive_html(document: GapDocument) -> str:
    """All that the gap report says of its items, in tables of six columns."""
    found = {finding.ref: finding for finding in document.findings}
    return "".join(
        [
            f"<html lang={document.head.lang}><meta charset=utf-8><style>{STYLE}</style>",
            f"<h1>{escape(document.head.site)}</h1>",
            *_contents(document),
            *(line for n in range(len(document.categories)) for line in _table(document, n, found)),
        ]
    )


def _contents(document: GapDocument) -> Iterator[str]:
    for n, category in enumerate(document.categories):
        yield f"<p><a href='#c{n}'>{escape(category.score.title)}</a></p>"


def _table(document: GapDocument, n: int, found: dict[str, GapFinding]) -> Iterator[str]:
    category = document.categories[n]
    yield f"<h2 id=c{n}>{escape(category.score.title)} {category.score.score}</h2>"
    yield "<table><thead><tr>" + "".join(f"<th>{head}</th>" for head in HEADS) + "</tr></thead>"
    for section in category.sections:
        for item in section.items:
            yield from (_row(item, answer, found.get(answer.finding)) for answer in item.answers)
    yield "</table>"


def _row(item: GapItem, answer: GapAnswer, finding: GapFinding | None) -> str:
    level = f"{answer.level.code} {answer.level.words}" if answer.level else "-"
    pictures = "".join(f"<img src='asset:{photo.id}' width=120>" for photo in answer.photos)
    seen = (
        f"{answer.zone} {answer.note} {answer.measured} {answer.observed_on} {answer.observed_by}"
    )
    said = (
        f"{finding.ref} {finding.cls.words} {finding.statement} {finding.owner}" if finding else ""
    )
    done = " ".join(f"{a.kind} {a.words} {a.owner}" for a in finding.actions) if finding else ""
    asked = f"{item.title} {item.criterion} {' '.join(item.refs)}"
    told = [item.id + " " + item.severity.words, level, asked, seen, said, done]
    cells = [escape(cell) for cell in told]
    cells[3] += pictures
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
