"""What an item says stands on lines of its own, or figures run into one another."""

from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

from app.reports.press import Places
from app.reports.typeset import Typesetter
from tests.reports import documents


@pytest.mark.parametrize("costs", [None, Decimal("0.12")])
def test_criterion_requirement_and_severity_begin_a_line(costs):
    document = documents.gap("en")
    told = [replace(item, points=costs) for item in document.items]
    lines = {line.split("<")[0].strip() for line in typeset(costing(document, costs)).split("\n")}
    begun = [item for item in told if begins(item.criterion, lines)]
    assert begun == told
    assert any(item.bare for item in told)
    for item in told:
        assert item.bare or item.severity.words in lines
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
