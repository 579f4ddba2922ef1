"""The baseline of the bench: the gap report as one would write it first, six columns in a row."""

from collections.abc import Iterable, Iterator
from html import escape

from app.reports.document import (
    GapAction,
    GapAnswer,
    GapDocument,
    GapFinding,
    GapItem,
    NotApplicable,
    Unseen,
)

STYLE = """
@page { size: A4; margin: 15mm; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 9pt/1.4 "Noto Sans CJK SC", sans-serif }
table { width: 100%; table-layout: fixed; border-collapse: collapse }
th, td { border: 0.5pt solid #999; padding: 1mm; vertical-align: top; text-align: left }
tr { break-inside: avoid }
"""
HEADS = ("No.", "Rating", "Requirement", "Evidence", "Finding", "Action")


def naive_html(document: GapDocument) -> str:
    """All that the gap report says, in tables of six columns."""
    found = {finding.ref: finding for finding in document.findings}
    return "".join(
        [
            f"<html lang={document.head.lang}><meta charset=utf-8><style>{STYLE}</style>",
            f"<h1>{escape(document.head.site)}</h1>",
            *_contents(document),
            *(line for n in range(len(document.categories)) for line in _items(document, n, found)),
            *_table("Findings", map(_register, document.findings)),
            *_table("Not applicable", map(_not_applicable, document.not_applicable)),
            *_table("Not seen", map(_unseen, document.unseen)),
            *(f"<p>{escape(note)}</p>" for note in document.method.notes),
        ]
    )


def _contents(document: GapDocument) -> Iterator[str]:
    for n, category in enumerate(document.categories):
        score = category.score
        yield f"<p><a href='#c{n}'>{escape(score.title)}</a> {score.score} {score.change}</p>"


def _items(document: GapDocument, n: int, found: dict[str, GapFinding]) -> Iterator[str]:
    category = document.categories[n]
    rows = (
        _row(item, answer, next(map(found.get, answer.findings), None))
        for section in category.sections
        for item in section.items
        for answer in item.answers
    )
    title = f"<span id=c{n}>{escape(category.score.title)} {category.score.score}</span>"
    return _table(title, rows)


def _table(title: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """`rows` hold HTML already."""
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    yield f"<h2>{title}</h2><table><thead><tr>{heads}</tr></thead>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
    yield "</table>"


def _row(item: GapItem, answer: GapAnswer, finding: GapFinding | None) -> tuple[str, ...]:
    was = f" was {answer.before.code}" if answer.before else ""
    level = f"{answer.level.code} {answer.level.words}{was}" if answer.level else "-"
    pictures = "".join(f"<img src='asset:{photo.id}' width=120>" for photo in answer.photos)
    seen = (
        f"{answer.zone} {answer.note} {answer.measured} {answer.observed_on} {answer.observed_by}"
    )
    said = f"{finding.ref} {finding.cls.words} {finding.statement}" if finding else ""
    owner = f"{finding.status.words} {finding.owner} {finding.due_on}" if finding else ""
    done = " ".join(map(_deed, finding.actions)) if finding else ""
    asked = f"{item.title} {item.criterion} {' '.join(item.refs)}"
    told = (f"{item.id} {item.severity.words}", level, asked, seen, f"{said} {owner}", done)
    cells = [escape(text) for text in told]
    cells[3] += pictures
    return tuple(cells)


def _deed(action: GapAction) -> str:
    day = action.verified_on or action.done_on or action.due_on
    return f"{action.kind} {action.words} {action.owner} {day} {action.verified_by}"


def _register(finding: GapFinding) -> tuple[str, ...]:
    day = finding.closed_on or finding.due_on
    told = (finding.ref, finding.item, finding.cls.words, finding.status.words, finding.owner, day)
    return tuple(escape(str(text)) for text in told)


def _not_applicable(entry: NotApplicable) -> tuple[str, ...]:
    told = (entry.item, entry.title, entry.zone, entry.reason, entry.said_by, entry.approved_by)
    return tuple(map(escape, told))


def _unseen(entry: Unseen) -> tuple[str, ...]:
    return tuple(map(escape, (entry.item, entry.title, entry.zone, entry.why, "", "")))
