from datetime import date
from decimal import Decimal

import pytest

from app.programmes.forms import load_pack
from app.programmes.rules import AnswerFact, Facts, ItemFact, evaluate
from tests.programmes.conftest import HERE

SMALL = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
HALF = {"levels": {"M1": ["4", "na", "0"]}}


def with_policy(line):
    return load_pack(SMALL.replace("classes:\n", f"{line}\nclasses:\n", 1), "policy.yaml")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("na: {as: exclude}", "66.66666666666666666666666667"),
        ("na: {as: as_full}", "75"),
        ("na: {as: as_zero}", "50"),
        ("na: {as: as_target, target: 80}", "70"),
    ],
)
def test_not_applicable_stands_for_what_the_pack_says(score, policy, expected):
    assert score(with_policy(policy), **HALF).node("M1").score == Decimal(expected)


def test_an_unapproved_na_is_an_unanswered_item(score):
    answer = {"item": "M1-1", "level": "na", "na_approved": False}
    result = score("bt-small", answers=[answer])
    node = result.node("M1")
    assert (node.answered, node.not_applicable, node.reason) == (0, 0, "unanswered")
    needless = with_policy("na: {as: exclude, needs_approval: false}")
    assert score(needless, answers=[answer]).node("M1").not_applicable == 1


def test_an_unanswered_item_leaves_the_score_and_lowers_the_share(score):
    result = score("bt-small", levels={"M1": list("444")})
    assert (result.total, result.metrics["answered"]) == (100, 3)
    assert result.metrics["answered_share"] == Decimal(3) / 36


def test_a_pack_may_count_the_unseen_as_nothing(score):
    strict = with_policy("unanswered: as_zero")
    result = score(strict, levels={"M1": list("444")})
    assert result.node("M1").score == 100
    assert result.node("M2").score == 0
    assert str(result.total) == "12.00"


def test_an_item_is_answered_when_each_of_its_zones_is(score):
    answers = [{"item": "M1-1", "level": "4", "zone": zone} for zone in ("W1", "W2")]
    assert score("bt-small", answers=answers, expected={"M1-1": 3}).node("M1").answered == 0
    assert score("bt-small", answers=answers, expected={"M1-1": 2}).node("M1").answered == 1


def test_an_item_of_no_zone_at_the_site_is_not_asked(score):
    result = score("bt-small", levels={"M1": list("444")}, expected={"M2-1": 0})
    assert (result.node("M2").items, result.metrics["items"]) == (2, 35)


def test_the_latest_answer_of_a_zone_stands_and_of_one_day_the_strictest(score):
    answers = [
        {"item": "M1-1", "level": "1", "observed_on": "2026-01-01"},
        {"item": "M1-1", "level": "4", "observed_on": "2026-02-01"},
        {"item": "M1-1", "level": "3", "observed_on": "2026-02-01"},
        {"item": "M1-1", "level": "na", "observed_on": "2026-02-01"},
    ]
    assert score("bt-small", answers=answers).node("M1").score == 75
    assert score("bt-small", answers=answers[::-1]).node("M1").score == 75


ZONES = [{"item": "M1-1", "zone": f"W{n}", "level": level} for n, level in enumerate("431")]


@pytest.mark.parametrize(
    ("instances", "expected"),
    [
        ("{reduce: mean}", "66.66666666666666666666666667"),
        ("{reduce: mean, places: 1}", "67.5"),
        ("{reduce: min}", "25"),
        ("{reduce: worst}", "25"),
        ("{reduce: sum}", "66.66666666666666666666666667"),
    ],
)
def test_zones_become_one_value_as_the_pack_says(score, instances, expected):
    pack = with_policy(f"instances: {instances}")
    assert score(pack, answers=ZONES).node("M1").score == Decimal(expected)


def test_a_node_without_figure_says_why(score):
    result = score("bt-small", levels={"M1": ["na", "na", "na"], "M2": ["na", "na", "4"]})
    assert [result.node(id).reason for id in ("M1", "M2", "M3")] == ["all_na", "", "unanswered"]
    assert result.node("M1").score is None


@pytest.mark.parametrize(("na", "over", "verdict"), [(3, 0, "preferred"), (4, 1, "watch")])
def test_more_not_applicable_than_the_pack_allows_is_noticed(score, na, over, verdict):
    """At most 0.3 of a category."""
    safety = "10-health-safety"
    items = [{"id": f"i{n}", "category": safety} for n in range(10)]
    result = score("strict", items=items, levels={safety: {"na": na, "4": 10 - na}})
    assert (result.metrics["nodes_over_na"], result.verdict) == (over, verdict)


def test_items_outside_the_pack_are_named(score):
    items = [{"id": "i1", "category": "10-health-safety"}, {"id": "i2", "category": "99-elsewhere"}]
    result = score("bt-like", items=items, rest="4")
    assert result.unmapped == ("i2",)
    assert result.metrics["items"] == 1
    assert result.node("c01").reason == "no_items"


def test_a_verdict_on_an_unknown_figure_is_not_given(score, findings):
    text = (HERE / "certificate.yaml").read_text(encoding="utf-8").replace(", default: 0}", "}")
    pack = load_pack(text, "no-defaults.yaml")
    assert score(pack).verdict == "recommend"
    assert score(pack, findings=findings(minor=1)).verdict is None


def test_a_medal_on_an_unknown_figure_is_not_given(score):
    medals = score("medals", levels={"environment": ["72"]})
    assert [award.condition.met for award in medals.awards] == [None, None, None]
    assert medals.award is None


@pytest.mark.parametrize(
    ("failed", "total", "base"),
    [
        ("03-compliance-ethics-culture", 85, "ready"),
        ("04-rd-technology-security", 84, "conditional"),
    ],
)
def test_a_band_is_reached_at_its_very_bound(score, failed, total, base):
    result = score("bt-like", rest="4", levels={"01-leadership": ["0"], failed: ["0"]})
    assert (result.total, result.base) == (total, base)


def test_a_table_reads_codes_and_bounds(score):
    result = score(
        "effectiveness",
        levels={"process": ["partly", "delivering"]},
        named={"findings_seen": 5},
    )
    assert (result.metrics["effectiveness"], result.metrics["months"]) == (4, 6)
    unknown = score("effectiveness", levels={"process": ["full", "action"]})
    assert (unknown.metrics["effectiveness"], unknown.metrics["months"]) == (4, None)


def test_a_pack_of_clocks_looks_at_no_item_and_counts_every_finding(score):
    given = {
        "items": [{"id": "i1", "category": "any"}],
        "answers": [],
        "findings": [{"ref": "F-1", "class": "minor", "item": "i1"}],
    }
    result = score("clocks-only", **given)
    assert (result.unmapped, result.nodes, result.metrics["items"]) == (("i1",), (), 0)
    assert result.metrics["open_minor"] == 1


def test_answers_to_what_a_pack_does_not_ask_leave_it_in_peace(pack):
    """Two answers of one day, at levels that its scale does not have."""
    day = date(2026, 1, 1)
    items = (ItemFact("ours", "01-leadership"),)
    answers = tuple(AnswerFact("ours", level, observed_on=day) for level in ("3", "2"))
    for name in ("process", "rungs", "clocks-only"):
        result = evaluate(pack(name), Facts(items, answers, (), day))
        assert result.total is None
