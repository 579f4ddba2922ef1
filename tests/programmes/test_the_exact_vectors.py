"""Section 2.6 of the scoring design, row by row. Each pack here is data like any other."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.programmes.forms import load_pack
from app.programmes.rules import due_on, timed, window_on

B1 = {
    "M1": "443", "M2": "333", "M3": "342", "Q1": "434", "Q2": "444", "Q3": "334",
    "Q4": "344", "E1": "444", "E2": "332", "E3": "423", "F1": "433",
}  # fmt: skip
B1_LEVELS = {node: list(levels) for node, levels in B1.items()} | {"F2": ["3", "na", "3"]}
PUDDLES = [
    {"ref": "SP-1", "item": "F1-1", "zone": "W1", "observed_on": "2026-01-01"},
    {"ref": "SP-2", "item": "F1-1", "zone": "W1", "observed_on": "2026-04-01"},
]


def triggered(result):
    return [cap.id for cap in result.caps if cap.triggered]


def test_b1_one_category_holds_a_ready_site_at_conditional(score):
    result = score("bt-small", levels=B1_LEVELS)
    assert result.node("M1").score == Decimal("93.75")
    assert result.node("E2").score == Decimal("68.75")
    assert result.node("F2").score == 75
    assert str(result.total) == "86.38"
    assert (result.base, result.verdict, triggered(result)) == ("ready", "conditional", ["K3"])


def test_b2_two_puddles_in_one_washroom_cost_nine_points(score):
    result = score("bt-small", levels=B1_LEVELS, spots=PUDDLES)
    assert result.node("F1").before == Decimal("87.5")
    assert result.node("F1").score == Decimal("78.5")
    assert [(d.kind, d.counted) for d in result.deductions] == [("timed_fail", 3), ("repeat", 6)]
    assert str(result.total) == "86.02"
    assert result.verdict == "conditional"


@pytest.mark.parametrize(("closed_on", "verdict"), [(None, "not_ready"), ("2026-05-02", "ready")])
def test_b4_b5_an_open_critical_finding_bars_the_list(score, closed_on, verdict):
    critical = {
        "ref": "F-1",
        "class": "critical",
        "raised_on": "2026-05-01",
        "closed_on": closed_on,
    }
    levels = B1_LEVELS | {"E2": list("333")}
    result = score(
        "bt-small", as_of="2026-06-01", levels=levels, spots=PUDDLES, findings=[critical]
    )
    assert result.verdict == verdict
    assert triggered(result) == (["K1"] if closed_on is None else [])


CONFORMANCE = [
    ("R1", {"C": 72, "PRI": 1, "MAJ": 4, "MIN": 3, "RISK": 2, "NA": 3}, "136.61", "red", None),
    ("R3", {"C": 73, "MAJ": 4, "MIN": 3, "RISK": 2, "NA": 3}, "159.05", "red", None),
    ("R4", {"C": 77, "MIN": 3, "RISK": 2, "NA": 3}, "184.80", "green", "gold"),
    ("R5", {"C": 80, "RISK": 2, "NA": 3}, "195.12", "green", "gold"),
    ("R7", {"C": 72, "RISK": 8, "NA": 5}, "180.00", "yellow", "gold"),
]


@pytest.mark.parametrize(("id", "levels", "total", "verdict", "award"), CONFORMANCE)
def test_r_conformances_less_findings(score, findings, id, levels, total, verdict, award):
    raised = findings(
        priority=levels.get("PRI", 0), major=levels.get("MAJ", 0), minor=levels.get("MIN", 0)
    )
    result = score("conformance", levels={"all": levels}, findings=raised)
    assert (str(result.total), result.verdict, result.award) == (total, verdict, award)


def test_r6_a_risk_may_count_as_conformance(score):
    path = Path(__file__).parent / "packs" / "conformance.yaml"
    text = path.read_text().replace("{code: RISK, value: 0}", "{code: RISK, value: 1}")
    result = score(load_pack(text, "r6.yaml"), levels={"all": {"C": 80, "RISK": 2, "NA": 3}})
    assert (str(result.total), result.award) == ("200.00", "platinum")


@pytest.mark.parametrize(("affected", "cls"), [(3, "minor"), (4, "major"), (5, "major")])
def test_r10_a_fifth_of_the_sample_makes_a_major(score, affected, cls):
    finding = {"ref": "F-1", "class": "minor", "affected": affected, "sampled": 20}
    result = score("conformance", levels={"all": {"C": 85}}, findings=[finding])
    assert result.metrics[f"open_{cls}"] == 1


STEPS = {
    "u1": "10 10", "u2": "10 10", "u3": "10 10", "u4": "10 8", "u5": "10 10", "u6": "10 8"
}  # fmt: skip
P5, P7 = ["10", "10", "10"], ["10", "10", "8"]


def by_step(**changed):
    return [
        {"item": item, "zone": f"S{n}", "level": level}
        for item, levels in (STEPS | changed).items()
        for n, level in enumerate(levels.split(), start=1)
    ]


@pytest.mark.parametrize(
    ("id", "changed", "total", "base", "verdict", "caps"),
    [
        ("V1", {}, "96.67", "A", "A", []),
        ("V2", {"u2": "10 4"}, "94.17", "A", "B", ["B2", "B3"]),
        ("V4", {"u3": "10 0"}, "92.50", "A", "B", ["B1", "B2", "B4"]),
    ],
)
def test_v_questions_by_process_step(score, id, changed, total, base, verdict, caps):
    result = score("process", answers=by_step(**changed), levels={"P5": P5, "P7": P7})
    assert (str(result.total), result.base, result.verdict) == (total, base, verdict)
    assert triggered(result) == caps


def test_v2_shows_the_sub_element_and_the_step(score):
    result = score("process", answers=by_step(u2="10 4"), levels={"P5": P5, "P7": P7})
    assert (result.metrics["EU.U2"], result.metrics["EN.S2"]) == (70, 83)


def test_v6_the_pool_is_not_the_mean_of_its_elements(score):
    path = Path(__file__).parent / "packs" / "process.yaml"
    pack = load_pack(
        path.read_text().replace("zh: P5}, items: 3}", "zh: P5}, items: 20}"), "v6.yaml"
    )
    result = score(pack, answers=by_step(), levels={"P5": ["10"] * 20, "P7": ["8", "6", "6"]})
    assert (str(result.total), result.metrics["EP.P7"], result.verdict) == ("95.86", 67, "C")


@pytest.mark.parametrize(
    ("last", "share", "capped"), [("4 4 4 6 0", 80, False), ("4 4 4 4 0", 79, True)]
)
def test_v8_a_cap_looks_at_the_rounded_share(score, last, share, capped):
    """63.6 of 80 is 79.5, which rounds to 80; 63.2 is 79."""
    path = Path(__file__).parent / "packs" / "process.yaml"
    pack = load_pack(
        path.read_text().replace("zh: P5}, items: 3}", "zh: P5}, items: 8}"), "v8.yaml"
    )
    answers = [{"item": f"P5-{n}", "level": "10"} for n in range(1, 7)]
    answers += [{"item": "P5-7", "zone": str(n), "level": x} for n, x in enumerate(last.split())]
    answers += [{"item": "P5-8", "level": "0"}]
    result = score(pack, answers=[*answers, *by_step()], levels={"P7": P7})
    assert result.metrics["EP.P5"] == share
    assert ("B1" in triggered(result)) is capped


@pytest.mark.parametrize(
    ("id", "red", "yellow", "ne", "verdict"),
    [
        ("N1", 0, 6, 0, "go"),
        ("N2", 0, 7, 0, "careful"),
        ("N3", 0, 13, 0, "stop"),
        ("N5", 1, 0, 0, "stop"),
        ("N6", 0, 0, 4, "invalid"),
    ],
)
def test_n_counts_of_colours(score, id, red, yellow, ne, verdict):
    levels = {"green": 36 - red - yellow - ne, "yellow": yellow, "red": red, "ne": ne}
    assert score("traffic-light", levels={"all": levels}).verdict == verdict


@pytest.mark.parametrize(
    ("id", "minors", "plans", "months", "verdict"),
    [
        ("I1", 0, 0, 0, "recommend"),
        ("I2", 2, 2, 0, "recommend_after_plan"),
        ("I3", 2, 1, 6, "hold"),
        ("late", 2, 1, 7, "repeat_stage2"),
    ],
)
def test_i_majors_minors_and_plans(score, findings, id, minors, plans, months, verdict):
    named = {"plans_accepted": plans, "months_since_stage2": months}
    result = score("certificate", findings=findings(minor=minors), named=named)
    assert (result.verdict, result.total) == (verdict, None)


@pytest.mark.parametrize(
    ("last_day", "limit"),
    [
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2025, 3, 31), date(2025, 9, 30)),
        (date(2024, 8, 29), date(2025, 2, 28)),
    ],
)
def test_i6_six_months_end_with_the_month(pack, last_day, limit):
    assert due_on(pack("clocks-only"), "minor", "review", {"closing_meeting": last_day}) == limit


def test_s1_each_class_has_its_clock_and_one_has_none(pack, score):
    closing = {"closing_meeting": date(2025, 6, 10)}
    clocks = pack("clocks-only")
    assert due_on(clocks, "business_critical", "stop", closing) == date(2025, 6, 10)
    assert due_on(clocks, "critical", "stop", closing) == date(2025, 6, 10)
    assert window_on(clocks, "major", "close", closing) == (date(2025, 7, 10), date(2025, 8, 9))
    assert due_on(clocks, "minor", "close", closing) == date(2025, 9, 8)
    assert due_on(clocks, "car", "close", closing) is None
    assert (score("clocks-only").total, score("clocks-only").verdict) == (None, None)


@pytest.mark.parametrize(
    ("elapsed", "outcome"),
    [(899, "pass"), (900, "pass"), (901, "fail"), (None, "inconclusive")],
)
def test_t1_the_watch_passes_at_its_limit(elapsed, outcome):
    assert timed(elapsed, 900) == outcome


LETTERS = {"A": "90", "B": "80", "C": "60", "D": "40", "E": "10"}


@pytest.mark.parametrize(
    ("id", "letters", "overtime", "verdict", "caps"),
    [
        ("A1", "AAAAAAABBBBBB", 0, "A", []),
        ("A3", "AAAAAAAAAACCC", 0, "B", []),
        ("A5", "AAAAAAAAAAADD", 0, "C", []),
        ("A8", "AAAAAAAAAAAAA", 40, "C", ["OT36"]),
    ],
)
def test_a_letters_of_areas(score, id, letters, overtime, verdict, caps):
    levels = {f"PA{n}": [LETTERS[letter]] for n, letter in enumerate(letters, start=1)}
    result = score("letters", levels=levels, named={"overtime": overtime})
    assert (result.verdict, triggered(result)) == (verdict, caps)


@pytest.mark.parametrize(
    ("levels", "rung"), [("FLLNN", 2), ("LFFNN", 1), ("FFLFF", 2), ("FFFLL", 3), ("PNNNN", 0)]
)
def test_l_each_rung_needs_those_below_in_full(score, levels, rung):
    assert score("rungs", levels={"attributes": list(levels)}).metrics["level"] == rung


@pytest.mark.parametrize(("procurement", "award"), [("28", None), ("30", "gold")])
def test_e_a_medal_needs_every_theme(score, procurement, award):
    levels = {
        "environment": ["72"],
        "labour": ["68"],
        "ethics": ["60"],
        "procurement": [procurement],
    }
    result = score("medals", levels=levels, named={"percentile": 96})
    assert (result.metrics["overall"], result.award) == (60, award)
