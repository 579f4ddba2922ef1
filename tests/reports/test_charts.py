import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from app.kit.settings import ROOT
from app.reports.charts import (
    DARK,
    LIGHT,
    PRINT,
    Heat,
    Pair,
    Run,
    age_words,
    ageing_option,
    burn_down,
    chart_words,
    classes_of,
    dumbbell,
    heat_map,
    heat_of,
    pareto,
    radar_option,
    trend_option,
    wrapped,
)
from app.reports.document import Ageing, Band, Tone, TrendLine, TrendMark, Verdict
from app.reports.svg import Charts
from tests.reports import documents

WORDS = chart_words(lambda text: text)
NAMES = [f"{n:02d} A category with quite a long name to read" for n in range(1, 13)]

BANDS = [
    Band(verdict=Verdict(code="a", words="Ready", tone=Tone.GOOD), floor=Decimal(85)),
    Band(verdict=Verdict(code="b", words="Nearly", tone=Tone.FAIR), floor=Decimal(70)),
    Band(verdict=Verdict(code="c", words="Not ready", tone=Tone.POOR)),
]


@pytest.fixture(scope="module")
def engine():
    return Charts(ROOT / ".cache" / "front" / "echarts.server.js")


def options(lang, palette=PRINT):
    document = documents.executive(lang)
    return [
        trend_option(document.trend, palette),
        radar_option(document.categories, WORDS, palette),
        ageing_option(document.ageing, WORDS, palette),
        burn_down(
            [one.on for one in document.burn_down],
            [Run("Open", [one.open for one in document.burn_down])],
            palette,
        ),
        heat_map(NAMES, ["DG-02", "SZ-01"], [[Heat("79.21"), Heat("–")]] * len(NAMES), palette),
        dumbbell([Pair(c.title, c.before, c.score) for c in document.categories], WORDS, palette),
        pareto([(name, n) for n, name in enumerate(NAMES, 1)], palette),
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
    trend, radar, ageing, *_rest = (engine.svg(o, 673, 340, "t") for o in options("en"))
    assert ">79.21<" in trend
    assert ">77.01<" in trend
    assert ">58.50<" in radar
    assert ">31<" in ageing


def test_a_name_of_broad_letters_has_room():
    label = pareto([("Management", 3)])["yAxis"]["axisLabel"]
    assert label["width"] >= 68  # measured in the face of a page
    assert label["overflow"] == "truncate"


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


def test_numbers_on_a_line_keep_apart(engine):
    """A point a week for three years: the latest, the ends of rounds, and no two that touch."""
    start = documents.trend("en")[0].points[0]
    weekly = tuple(
        replace(start, on=start.on + timedelta(days=7 * n), total=Decimal(40 + n % 30), audit="")
        for n in range(150)
    )
    line = replace(documents.trend("en")[0], points=weekly)
    drawn = engine.svg(trend_option([line]), 673, 270, "t")
    shown = sorted(x for x, _y, text in places(drawn) if re.fullmatch(r"\d\d", text) and x > 40)
    assert len(shown) > 8
    assert all(after - before > 30 for before, after in pairwise(shown))


def test_milestones_near_each_other_stand_in_rows(engine):
    marks = tuple(
        TrendMark(words=words, on=date(2024, 5, day))
        for words, day in (("Invited", 1), ("Visit of the buyer", 9), ("Stage 1", 20))
    )
    line = replace(documents.trend("en")[0], marks=marks)
    drawn = engine.svg(trend_option([line]), 673, 290, "t")
    rows = {y for _x, y, text in places(drawn) if text in {one.words for one in marks}}
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("floors", "sides"),
    [
        ((85, 70), ["middle", "middle"]),
        ((85, 82), ["bottom", "top"]),
        ((90, 87, 84), ["bottom", "middle", "top"]),
    ],
)
def test_the_words_of_floors_near_each_other_keep_apart(floors, sides):
    bands = tuple(replace(BANDS[0], floor=Decimal(floor)) for floor in floors)
    [series] = trend_option([replace(documents.trend("en")[0], bands=bands)])["series"]
    rules = [one["label"]["verticalAlign"] for one in series["markLine"]["data"] if "yAxis" in one]
    assert rules == sides


def test_every_cell_of_a_heat_map_prints_what_it_says(engine):
    cells = [[Heat("83.63", Decimal("0.2")), Heat("–")], [Heat("0.00", Decimal(1)), Heat("100.00")]]
    drawn = engine.svg(heat_map(["a", "b"], ["x", "y"], cells), 673, 120, "t")
    assert {"83.63", "–", "0.00", "100.00"} <= {text for _x, _y, text in places(drawn)}


def test_scores_are_told_apart_by_a_sign_as_their_verdict_would_be():
    classes = classes_of(BANDS)
    scores = [Decimal(85), Decimal("84.99"), Decimal(70), Decimal("69.99"), None]
    told = [heat_of(score, classes, None).words for score in scores]
    assert told == ["● 85", "◐ 84.99", "◐ 70", "○ 69.99", "–"]


def test_the_tint_grows_from_class_to_class_and_within_the_last():
    classes = classes_of(BANDS)
    weights = [heat_of(Decimal(n), classes, None).weight for n in (90, 80, 75, 60, 40, 0)]
    assert weights == sorted(weights)
    assert weights[1] == weights[2]
    assert (weights[0], weights[-1]) == (0, 1)


def test_what_lies_below_what_is_asked_has_a_cross():
    told = heat_of(Decimal(74), classes_of(BANDS), Decimal(75)).words
    assert told == "◐ 74 ✗"


def test_without_floors_there_is_one_class():
    [one] = classes_of([])
    assert heat_of(Decimal(40), [one], None).words == "○ 40"


def test_a_pareto_has_the_largest_first_and_the_share_so_far():
    [series] = pareto([("few", 1), ("most", 6), ("some", 3)])["series"]
    assert [one["label"]["formatter"] for one in series["data"]] == [
        "6 · 60 %",
        "3 · 90 %",
        "1 · 100 %",
    ]


def test_a_burn_down_names_its_ends_and_where_it_turns():
    days = [date(2026, 1, n) for n in range(1, 8)]
    [series] = burn_down(days, [Run("Open", [3, 5, 9, 9, 4, 4, 6])])["series"]
    named = [point["value"][1] for point in series["data"] if point["label"]["show"]]
    assert named == [3, 9, 6]


@pytest.mark.parametrize(
    ("most", "highest", "step"), [(0, 2, 1), (4, 5, 1), (22, 30, 5), (5000, 6000, 1000)]
)
def test_the_axis_of_a_burn_down_leaves_room_over_its_summit(most, highest, step):
    days = [date(2026, 1, 1), date(2026, 1, 2)]
    axis = burn_down(days, [Run("Open", [0, most])])["yAxis"]
    assert (axis["max"], axis["interval"]) == (highest, step)


def test_a_burn_down_without_days_is_empty(engine):
    assert engine.svg(burn_down([], [Run("Open", [])]), 300, 200, "t").startswith("<svg")


def test_what_was_not_there_before_has_one_end_of_a_dumbbell(engine):
    drawn = engine.svg(dumbbell([Pair("new", None, Decimal("50.25"))], WORDS), 673, 90, "t")
    assert [text for _x, _y, text in places(drawn) if "." in text] == ["50.25"]


def test_the_words_of_a_milestone_stand_over_its_line():
    marks = (
        TrendMark(words="Stage 1", on=date(2024, 5, 1), reached=True),
        TrendMark(words="List", on=date(2026, 5, 1)),
    )
    [line] = trend_option([replace(documents.trend("en")[0], marks=marks)])["series"]
    uprights = [one for one in line["markLine"]["data"] if "xAxis" in one]
    assert [(one["label"]["formatter"], one["symbol"]) for one in uprights] == [
        ("Stage 1", "diamond"),
        ("List", "emptyDiamond"),
    ]
