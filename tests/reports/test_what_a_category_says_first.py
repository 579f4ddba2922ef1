"""Above its items a category says how its score came about; its sections say what applies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.reports.document import Deducted, Photo, Reckoned
from app.reports.shapes.base import Term
from tests.reports import documents
from tests.reports.test_lines_of_an_item import typeset

POINTS = Decimal(3)


def first_with(**said):
    """The report with other words in its first category, which has points deducted."""
    document = documents.gap("en")
    first, *rest = document.categories
    score = replace(first.score, deducted=POINTS)
    return replace(document, categories=(replace(first, score=score, **said), *rest))


def test_what_spot_checks_took_is_told_zone_by_zone():
    taken = Deducted(
        item="FAC-WSH-001",
        zone="Washroom 2F",
        on=date(2026, 9, 23),
        points=POINTS,
        of_total=Decimal("0.24"),
        again=True,
    )
    how = Reckoned(missing=Decimal(20), weights=Decimal(100), deductions=(taken,))
    html = typeset(first_with(reckoned=how))
    [row] = [line for line in html.split("\n") if "Washroom 2F · again in the same place" in line]
    assert [cell.partition("<")[0] for cell in row.split(">") if cell.partition("<")[0]] == [
        "FAC-WSH-001",
        "Washroom 2F · again in the same place",
        "23 Sept 2026",
        "−3",
        "−0.24",
    ]


def test_a_section_says_what_of_it_does_not_apply():
    category = documents.gap("en").categories[0]
    section = category.sections[0]
    away = Term(code="na", words="Not applicable")
    one, *others = (
        replace(item, answers=(replace(item.answers[0], level=away, findings=()),))
        for item in section.items
    )
    some = replace(section, items=(one, *section.items[1:]))
    html = typeset(first_with(sections=(some,)))
    assert f"{section.title} · {len(section.items)} items · 1 does not apply" in html
    none = replace(section, items=(one, *others))
    html = typeset(first_with(sections=(none,)))
    assert f"{section.title} · {len(section.items)} items · none applies" in html
    assert f"</b> / 0 · not applicable <b>{len(section.items)}</b>" in html


def test_a_photo_is_told_by_its_zone_and_the_start_of_its_hash():
    section = documents.gap("en").categories[0].sections[0]
    item = section.items[0]
    photo = Photo(id="P1", caption="IMG_2034.jpg", sha256="0123456789abcdef" * 4)
    answer = replace(item.answers[0], zone="Washroom 2F", photos=(photo,))
    section = replace(section, items=(replace(item, answers=(answer,)),))
    html = typeset(first_with(sections=(section,)))
    assert "Washroom 2F<br>SHA-256 0123456789ab</span>" in html


def test_zones_of_one_level_are_told_at_once():
    document = documents.gap("en", 36)
    item = next(one for one in document.items if len(one.answers) > 1)
    alike = replace(item, answers=tuple(replace(a, level=item.worst.level) for a in item.answers))
    low = Term(code="0", words="Not met")
    apart = replace(item, answers=(replace(item.answers[0], level=low), *alike.answers[1:]))
    assert alike.alike
    assert apart.alike is (item.worst.level.code == "0")
    category = document.categories[0]
    section = replace(category.sections[0], items=(alike,))
    html = typeset(first_with(sections=(section,)))
    assert f"{item.worst.level.words} · in all {len(item.answers)} zones" in html
