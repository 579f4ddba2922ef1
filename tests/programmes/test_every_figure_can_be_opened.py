from decimal import Decimal

from app.programmes.forms import load_pack
from tests.programmes.conftest import HERE
from tests.programmes.test_the_exact_vectors import B1_LEVELS, PUDDLES


def found(trace, kind, ref):
    return next(node for node in trace.walk() if (node.kind, node.ref) == (kind, ref))


def test_from_the_verdict_down_to_one_answer(score):
    trace = score("bt-small", levels=B1_LEVELS).trace
    assert (trace.kind, trace.ref, trace.value) == ("verdict", "bt-small", "conditional")
    total = trace.children[0]
    assert (total.kind, total.ref, str(total.value)) == ("metric", "total", "86.38")
    category = found(total, "node", "E2")
    assert category.value == Decimal("68.75")
    assert category.number("weight") == 8
    assert category.number("lost") == Decimal("2.5")
    costliest = category.children[0]
    assert (costliest.ref, costliest.value) == ("E2-1", 3)
    assert (costliest.number("lost"), costliest.number("top")) == (Decimal("12.5"), 4)
    assert [(answer.kind, answer.value) for answer in costliest.children] == [("answer", "3")]


def test_the_costliest_items_stand_first(score):
    category = found(score("bt-small", levels=B1_LEVELS).trace, "node", "E2")
    assert [item.ref for item in category.children] == ["E2-1", "E2-3", "E2-2"]
    lost = [item.number("lost") for item in category.children]
    assert 100 - sum(lost) == category.value


def test_a_cap_shows_the_figure_it_rests_on(score):
    result = score("bt-small", levels=B1_LEVELS)
    cap = next(cap for cap in result.caps if cap.triggered)
    assert (cap.id, cap.cap, cap.holds) == ("K3", "conditional", True)
    assert cap.condition.text == "minEHS < 75"
    assert cap.condition.values == (("minEHS", Decimal("68.75")),)
    (figure,) = found(result.trace, "cap", "K3").children[0].children
    assert [(node.ref, node.value) for node in figure.children] == [("E2", Decimal("68.75"))]


def test_a_cap_that_changes_nothing_does_not_hold(score):
    levels = {node: ["2", "2", "2"] for node in B1_LEVELS}
    result = score("bt-small", levels=levels)
    assert result.base == result.verdict == "not_ready"
    assert [(cap.id, cap.triggered, cap.holds) for cap in result.caps] == [
        ("K1", False, False),
        ("K2", True, False),
        ("K3", True, False),
    ]


def test_deductions_stand_under_their_category(score):
    category = found(score("bt-small", levels=B1_LEVELS, spots=PUDDLES).trace, "node", "F1")
    first, second = category.children[:2]
    assert [(x.kind, x.value, x.reason) for x in (first, second)] == [
        ("deduction", 3, "timed_fail"),
        ("deduction", 6, "repeat"),
    ]
    assert first.children[0].ref == "SP-1"
    assert (category.number("before"), category.number("deducted")) == (Decimal("87.5"), 9)


def test_what_is_left_out_says_why(score):
    trace = score("bt-small", levels={"M1": ["4", "na", "4"]}).trace
    assert found(trace, "item", "M1-2").reason == "all_na"
    assert found(trace, "item", "M2-1").reason == "unanswered"
    assert found(trace, "node", "M2").reason == "unanswered"


def test_a_figure_that_is_missing_says_why(score):
    def why(name, metric="total", **given):
        total = found(score(name, **given).trace, "metric", metric)
        assert total.value is None
        return total.reason

    assert why("bt-small") == "unanswered"
    assert why("bt-small", rest="na") == "all_na"
    assert why("bt-like", items=[{"id": "i1", "category": "elsewhere"}]) == "no_items"
    assert why("bt-small", "stage1_min", levels={"F1": list("444")}) == "nothing_scored"
    assert why("conformance", "score", rest="NA") == "all_na"


def test_a_division_by_zero_is_no_figure_and_says_so(score):
    text = (HERE / "bt-small.yaml").read_text(encoding="utf-8").replace("monotone: true\n", "")
    ratio = "  - {id: ratio, op: expr, expr: 100 * failed / open_major}\nverdict:"
    pack = load_pack(
        text.replace("verdict:", ratio, 1).replace("metric: total", "metric: ratio"), "ratio.yaml"
    )
    result = score(pack, rest="4")
    assert (result.total, result.base, result.verdict) == (None, None, None)
    assert found(result.trace, "metric", "ratio").reason == "divided_by_zero"


def test_every_unmet_condition_of_a_gate_has_its_figure(score):
    levels = B1_LEVELS | {"M1": ["2", "2", "2"]}
    del levels["F1"]
    result = score("bt-small", levels=levels)
    (gate,) = result.gates
    assert not gate.met
    assert [(c.text, *c.values) for c in gate.unmet] == [
        ("verdict == ready", ("verdict", "conditional")),
        ("answered_share >= 0.98", ("answered_share", Decimal(33) / 36)),
        ("stage1_min >= 70", ("stage1_min", 50)),
    ]
    met = score("bt-small", levels={node: ["4", "4", "4"] for node in B1_LEVELS}).gates[0]
    assert (met.met, met.unmet) == (True, ())


def test_a_verdict_without_total_opens_to_its_nodes(score):
    trace = score("traffic-light", levels={"all": {"green": 36}}).trace
    assert [child.kind for child in trace.children] == ["node"]


def test_a_formula_opens_to_its_parts_and_a_count_to_its_findings(score, findings):
    trace = score("conformance", levels={"all": {"C": 85}}, findings=findings(minor=1)).trace
    parts = {part.ref: part for part in found(trace, "metric", "score").children}
    assert list(parts) == ["conf", "appl", "open_priority", "open_major", "open_minor"]
    (minor,) = parts["open_minor"].children
    assert (minor.kind, minor.ref, minor.value) == ("finding", "minor-0", "minor")


def test_a_cap_names_the_findings_and_knock_outs_that_trigger_it(score):
    given = {
        "items": [{"id": "i1", "category": "10-health-safety", "knock_out": True}],
        "findings": [{"ref": "F-1", "class": "critical", "item": "i1"}],
        "rest": "0",
    }
    cap = found(score("bt-like", **given).trace, "cap", "K1")
    assert {(x.kind, x.ref) for x in cap.walk()} >= {("finding", "F-1"), ("item", "i1")}
    excluded = found(score("vodafone-like", **given).trace, "cap", "X1")
    assert found(excluded, "finding", "F-1").value == "critical"


def test_a_count_of_levels_opens_to_its_items(score):
    trace = score("traffic-light", levels={"all": {"green": 29, "yellow": 7}}).trace
    assert trace.value == "careful"
    counted = score("traffic-light", levels={"all": {"green": 31, "ne": 5}})
    assert found(counted.trace, "cap", "NE").children[0].children[0].value == 5


def test_a_fact_that_nobody_gave_says_so(score):
    trace = score("medals", levels={"environment": ["72"]}).trace
    assert found(trace, "fact", "percentile").reason == "unknown_fact"
