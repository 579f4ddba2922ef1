import json
import re
from dataclasses import replace

import pytest

from app.kit.settings import ROOT
from app.reports.charts import (
    DARK,
    LIGHT,
    PRINT,
    age_words,
    ageing_option,
    chart_words,
    radar_option,
    trend_option,
    wrapped,
)
from app.reports.document import Ageing, TrendLine
from app.reports.svg import Charts
from tests.reports import documents

WORDS = chart_words(lambda text: text)


@pytest.fixture(scope="module")
def engine():
    return Charts(ROOT / ".cache" / "front" / "echarts.server.js")


def options(lang, palette=PRINT):
    document = documents.executive(lang)
    return [
        trend_option(document.trend, palette),
        radar_option(document.categories, WORDS, palette),
        ageing_option(document.ageing, WORDS, palette),
    ]


@pytest.mark.parametrize("palette", [PRINT, LIGHT, DARK])
def test_an_option_is_plain_json(palette):
    for option in options("zh", palette):
        assert json.loads(json.dumps(option)) == option


@pytest.mark.parametrize("width", [340, 480, 673, 1100])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_drawn_outside_the_frame(engine, lang, width):
    for option in options(lang):
        drawn = engine.svg(option, width, 340, "A chart")
        for x, y, text in places(drawn):
            assert 0 <= x <= width, text
            assert 0 <= y <= 340, text


def places(svg):
    for found in re.finditer(r"<text ([^>]*)>([^<]*)</text>", svg):
        moved = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", found[1])
        if moved:
            yield float(moved[1]), float(moved[2]), found[2]


def test_every_value_is_written_beside_its_mark(engine):
    trend, radar, ageing = (engine.svg(o, 673, 340, "t") for o in options("en"))
    assert ">79.21<" in trend
    assert ">77.01<" in trend
    assert ">58.50<" in radar
    assert ">31<" in ageing


def test_lines_differ_by_dash_and_symbol():
    first, second = trend_option(documents.trend("en"))["series"]
    assert first["lineStyle"]["type"] != second["lineStyle"]["type"]
    assert first["symbol"] != second["symbol"]


def test_the_same_option_gives_the_same_bytes(engine):
    for option in options("zh"):
        first = engine.svg(option, 673, 300, "t")
        assert engine.svg(option, 673, 300, "t") == first
        assert "zr0" not in first


def test_a_chart_has_a_title_for_who_cannot_see_it(engine):
    drawn = engine.svg(options("en")[0], 300, 200, 'Totals <b> & "more"')
    assert "<title>Totals &lt;b&gt; &amp; &#34;more&#34;</title>" in drawn
    assert 'role="img"' in drawn


def test_a_title_with_markup_is_text(engine):
    line = replace(documents.trend("en")[0], buyer="<script>alert(1)</script>")
    drawn = engine.svg(trend_option([line, line]), 673, 300, "t")
    assert "<script" not in drawn


def test_nothing_to_show_is_still_a_chart(engine):
    empty = TrendLine(buyer="b", programme="p", points=())
    for option in (trend_option([empty]), ageing_option(Ageing(), WORDS)):
        assert engine.svg(option, 300, 200, "empty").startswith("<svg")


def test_two_categories_make_no_radar():
    assert radar_option(documents.scores("en", 1)[:2], WORDS) is None


def test_a_category_without_a_score_has_no_spoke():
    scores = documents.scores("en", 1)
    scores[4] = replace(scores[4], score=None)
    spokes = radar_option(scores, WORDS)["radar"]["indicator"]
    assert len(spokes) == 11
    assert not any("Quality management" in spoke["name"] for spoke in spokes)


def test_the_spokes_go_clockwise():
    names = [
        s["name"][:2] for s in radar_option(documents.scores("en", 1), WORDS)["radar"]["indicator"]
    ]
    assert names == ["01", "12", "11", "10", "09", "08", "07", "06", "05", "04", "03", "02"]


def test_ages_are_named_by_their_limits():
    assert age_words((30, 60), WORDS) == ["≤ 30 days", "31–60 days", "> 60 days"]
    assert age_words((), WORDS) == ["> 0 days"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Leadership and governance", ["Leadership and", "governance"]),
        ("合规、商业道德与企业文化", ["合规、商业道德与企", "业文化"]),
        ("", [""]),
    ],
)
def test_long_names_are_wrapped(text, lines):
    assert wrapped(text, 18) == lines
