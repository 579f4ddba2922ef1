"""What an item says is parted by lines or by dots, or figures run into one another."""

from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

from app.reports.press import Places
from app.reports.typeset import Typesetter
from tests.reports import documents


@pytest.mark.parametrize("costs", [None, Decimal("0.12")])
def test_nothing_runs_into_what_stands_before_it(costs):
    document = documents.gap("en")
    told = [replace(item, points=costs) for item in document.items]
    html = typeset(costing(document, costs))
    lines = {line.split("<")[0].strip() for line in html.split("\n")}
    assert {item.bare for item in told} == {True, False}
    for item in told:
        weight = item.severity.words + (" · knock-out" if item.knock_out else "")
        assert item.bare or {weight} < lines
        assert item.bare or begins(item.criterion, lines)
        assert not item.bare or f"{item.title}</b> · {item.criterion}" in html
        assert not item.failed or begins(item.requirement, lines)


def begins(text, lines):
    return any(line.startswith(text) for line in lines)


def costing(document, points):
    return replace(
        document,
        categories=tuple(
            replace(
                category,
                sections=tuple(
                    replace(
                        section,
                        items=tuple(replace(item, points=points) for item in section.items),
                    )
                    for section in category.sections
                ),
            )
            for category in document.categories
        ),
    )


def typeset(document):
    html = Typesetter(Places().templates, Places().charts).html(document)
    return unescape(html).replace("\u00a0", " ").replace("\u2060", "")
