"""Other rows of the same schemes, worked by hand: edges of bands, clamps, weekends, exclusions."""

from datetime import date
from decimal import Decimal

import pytest

from app.programmes.rules import due_on, timed
from tests.programmes.test_the_exact_vectors import (
    B1_LEVELS,
    LETTERS,
    P5,
    P7,
    PUDDLES,
    by_step,
    triggered,
)


@pytest.mark.parametrize(
    ("levels", "total", "verdict", "award"),
    [
        ({"C": 85}, "200.00", "green", "platinum"),
        ({"C": 68, "RISK": 17}, "160.00", "red", "silver"),
        ({"C": 69, "RISK": 16}, "162.35", "yellow", "silver"),
        ({"C": 77, "RISK": 8}, "181.18", "green", "gold"),
        ({"NR": 85}, "200.00", "green", "platinum"),
        ({"C": 1, "NA": 84}, "200.00", "green", "platinum"),
        ({"RISK": 85}, "0.00", "red", None),
    ],
)
def test_points_at_each_edge_of_a_colour(score, levels, total, verdict, award):
    """200 x 69/85 = 162.352..., 200 x 77/85 = 181.176..."""
    result = score("conformance", levels={"all": levels})
    assert (str(result.total), result.verdict, result.award) == (total, verdict, award)


def test_points_of_nothing_are_none(score):
    result = score("conformance", levels={"all": {"NA": 85}})
    assert (result.total, result.base, result.verdict, result.award) == (None, None, None, None)


def test_points_may_fall_below_nothing(score, findings):
    """200 x 0/85 - 5 x 20 = -100."""
    raised = findings(priority=5)
    result = score("conformance", levels={"all": {"PRI": 5, "RISK": 80}}, findings=raised)
    assert (str(result.total), result.verdict) == ("-100.00", "red")


@pytest.mark.parametrize(
    ("affected", "sampled", "cls"),
    [(1, 5, "major"), (1, 6, "minor"), (19, 96, "minor"), (20, 100, "major"), (0, 9, "minor")],
)
def test_a_fifth_is_a_fifth_exactly(score, affected, sampled, cls):
    finding = {"ref": "F-1", "class": "minor", "affected": affected, "sampled": sampled}
    result = score("conformance", levels={"all": {"C": 85}}, findings=[finding])
    assert result.metrics[f"open_{cls}"] == 1


@pytest.mark.parametrize(
    ("changed", "p5", "p7", "total", "verdict", "caps"),
    [
        ({}, ["10", "10", "ne"], P7, "96.36", "A", []),
        ({"u1": "ne ne"}, P5, P7, "96.36", "A", []),
        ({"u2": "10 0"}, P5, P7, "92.50", "C", ["B1", "B2", "B4", "C2"]),
        ({"u2": "4 4"}, P5, P7, "91.67", "B", ["B2", "B3"]),
        ({}, ["8", "8", "8"], ["8", "8", "8"], "88.33", "B", []),
        ({}, ["8", "8", "8"], ["8", "8", "6"], "86.67", "B", ["B1"]),
        ({}, ["6", "6", "6"], ["6", "6", "6"], "78.33", "C", ["B1", "C1"]),
        ({}, ["10", "10", "6"], ["10", "8", "6"], "90.00", "A", []),
        ({}, ["ne"] * 3, ["ne"] * 3, "96.67", "A", []),
    ],
)
def test_questions_of_other_levels(score, changed, p5, p7, total, verdict, caps):
    """P6 brings 58 of 60: 24 + 58 + 24 of 120 is 88.33; 26 + 58 + 24 is 90.00."""
    result = score("process", answers=by_step(**changed), levels={"P5": p5, "P7": p7})
    assert (str(result.total), result.verdict, triggered(result)) == (total, verdict, caps)


def test_a_mean_over_three_steps_is_rounded_to_two_places_first(score):
    """u1 (10+8+8)/3 = 8.666... is 8.67; the others of P6: 10 + 10 + 9 + 10 + 9."""
    result = score("process", answers=by_step(u1="10 8 8"), levels={"P5": P5, "P7": P7})
    item = next(x for x in result.trace.walk() if (x.kind, x.ref) == ("item", "u1"))
    assert item.value == Decimal("8.67")
    assert str(result.total) == "95.56"


@pytest.mark.parametrize(
    ("red", "yellow", "ne", "verdict"),
    [(0, 0, 0, "go"), (0, 12, 0, "careful"), (0, 0, 3, "go"), (0, 12, 4, "invalid")],
)
def test_colours_at_each_edge(score, red, yellow, ne, verdict):
    levels = {"green": 36 - red - yellow - ne, "yellow": yellow, "red": red, "ne": ne}
    assert score("traffic-light", levels={"all": levels}).verdict == verdict


@pytest.mark.parametrize(
    ("majors", "minors", "plans", "months", "verdict"),
    [
        (1, 0, 0, 6, "hold"),
        (1, 0, 0, 7, "repeat_stage2"),
        (1, 2, 2, 0, "hold"),
        (0, 1, 1, 9, "recommend_after_plan"),
    ],
)
def test_majors_hold_until_they_are_closed(score, findings, majors, minors, plans, months, verdict):
    named = {"plans_accepted": plans, "months_since_stage2": months}
    raised = findings(major=majors, minor=minors)
    assert score("certificate", findings=raised, named=named).verdict == verdict


CLOCKS = [
    ("review", date(2025, 8, 30), date(2026, 2, 28)),
    ("review", date(2027, 8, 31), date(2028, 2, 29)),
    ("review", date(2025, 7, 31), date(2026, 1, 31)),
    ("review", date(2025, 12, 31), date(2026, 6, 30)),
    ("reply", date(2025, 6, 6), date(2025, 6, 11)),
    ("reply", date(2025, 6, 7), date(2025, 6, 11)),
    ("reply", date(2025, 6, 8), date(2025, 6, 11)),
    ("reply", date(2025, 9, 30), date(2025, 10, 8)),
    ("containment", date(2025, 12, 31), date(2026, 1, 2)),
    ("close", date(2024, 12, 1), date(2025, 3, 1)),
]


@pytest.mark.parametrize(("step", "anchor", "due"), CLOCKS)
def test_clocks_over_weekends_holidays_and_the_ends_of_months(pack, step, anchor, due):
    """Friday, Saturday and Sunday lead to one Wednesday; the first of October is a holiday."""
    assert due_on(pack("clocks-only"), "minor", step, {"closing_meeting": anchor}) == due


@pytest.mark.parametrize(
    ("letters", "overtime", "verdict", "caps"),
    [
        ("AAAAAABBBBBBB", 0, "B", []),
        ("AAAAAAAAAAAAB", 36, "A", []),
        ("AAAAAAAAACCCC", 0, "C", []),
        ("AAAAAAAAAADDD", 0, "D", []),
        ("AAAAAAAEEEEEE", 0, "D", []),
        ("AAAAAAEEEEEEE", 0, "E", []),
        ("AAAAAAAAAADDD", 40, "D", ["OT36"]),
    ],
)
def test_letters_at_each_edge(score, letters, overtime, verdict, caps):
    levels = {f"PA{n}": [LETTERS[letter]] for n, letter in enumerate(letters, start=1)}
    result = score("letters", levels=levels, named={"overtime": overtime})
    assert (result.verdict, triggered(result)) == (verdict, caps)


@pytest.mark.parametrize(
    ("levels", "rung"), [("FFFFF", 3), ("LNNNN", 1), ("NFFFF", 0), ("FFPFF", 1), ("FFFFP", 2)]
)
def test_further_ladders(score, levels, rung):
    assert score("rungs", levels={"attributes": list(levels)}).metrics["level"] == rung


@pytest.mark.parametrize(
    ("percentile", "award"),
    [(99, "platinum"), (98, "gold"), (95, "gold"), (94, "silver"), (85, "silver"), (84, None)],
)
def test_medals_at_each_percentile(score, percentile, award):
    levels = {"environment": ["72"], "labour": ["68"], "ethics": ["60"], "procurement": ["30"]}
    assert score("medals", levels=levels, named={"percentile": percentile}).award == award


@pytest.mark.parametrize(
    ("activities", "outcome", "level"),
    [
        ("full", "no_action", 2),
        ("full", "action", 4),
        ("full", "delivering", 5),
        ("partly", "no_action", 2),
        ("partly", "action", 3),
        ("partly", "delivering", 4),
    ],
)
def test_every_cell_of_the_table_of_effectiveness(score, activities, outcome, level):
    result = score("effectiveness", levels={"process": [activities, outcome]})
    assert result.metrics["effectiveness"] == level


def test_twelve_categories_of_nothing_applicable(score):
    result = score("bt-small", rest="na")
    assert (result.total, result.verdict) == (None, None)
    assert {node.reason for node in result.nodes} == {"all_na"}


def test_a_category_of_nothing_applicable_leaves_the_mean(score):
    """B1 without F2: (86.375 x 100 - 75 x 6) / 94 is 87.101..."""
    result = score("bt-small", levels=B1_LEVELS | {"F2": ["na", "na", "na"]})
    assert (str(result.total), result.node("F2").score) == ("87.10", None)


@pytest.mark.parametrize(("level", "triggers"), [("3", False), ("2", True)])
def test_a_floor_is_kept_at_its_very_bound(score, level, triggers):
    """Three items at 3 of 4 are 75, which is not below 75."""
    result = score("bt-small", levels=B1_LEVELS | {"E2": ["3", "3", level]})
    assert ("K3" in triggered(result)) is triggers


def test_a_puddle_on_the_ninety_first_day_is_no_repeat(score):
    later = [PUDDLES[0], PUDDLES[1] | {"observed_on": "2026-04-02"}]
    result = score("bt-small", levels=B1_LEVELS, spots=later)
    assert [d.counted for d in result.deductions] == [3, 3]
    assert str(result.total) == "86.14"


def test_a_watch_of_nothing_and_of_one_second():
    assert (timed(0, 0), timed(1, 0), timed(None, 0)) == ("pass", "fail", "inconclusive")


def test_an_exclusion_stands_above_full_marks(score):
    """The safety team's veto is worse than every band."""
    finding = {"ref": "F-1", "class": "critical", "item": "10-health-safety"}
    result = score("vodafone-like", rest="4", findings=[finding])
    assert (result.base, result.verdict) == ("preferred", "excluded")
    elsewhere = finding | {"item": "01-leadership"}
    assert score("vodafone-like", rest="4", findings=[elsewhere]).verdict != "excluded"
