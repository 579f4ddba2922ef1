import pytest

from app.kit.yaml_text import YamlRefused
from app.programmes.forms import load_pack
from tests.programmes.conftest import HERE, SHIPPED

GOOD = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
SPOILT = [
    ("version:", "verison:", "The key verison is not known here.", "verison:"),
    ("    max: 4\n", "", "The key max is missing.", "max: missing of answer:"),
    (
        '{code: "4", value: 4}',
        '{code: "4", value: 5}',
        "worth more than the scale's max 4",
        "value: 5",
    ),
    ('{code: "4", value: 4}', '{code: "4"}', "either a value or na", '{code: "4"}'),
    (
        '{code: "3", value: 3}',
        '{code: "3", value: 1}',
        "from best to worst",
        '{code: "4", value: 4}',
    ),
    ("id: M2\n", "id: M1\n", "The id M1 stands twice.", "id: M1#3"),
    ("node: F1", "node: F9", "There is no node F9.", "node: F9"),
    ("cap: not_ready", "cap: unready", "There is no band unready.", "cap: unready"),
    ("min: 85", "min: 70", "nothing is left for it", "min: 70#2"),
    ("code: not_ready,", "code: not_ready, min: 10,", "there is a hole", "min: 10"),
    ("code: ready, min: 85", "code: ready", "never reached", "code: ready,"),
    ("when: minS < 60", "when: minT < 60", '"minT" names nothing', "when: minT"),
    ("when: minS < 60", "when: minS / 0 < 60", "divides by zero", "when: minS / 0"),
    ("when: minS < 60", "when: minS", "is a number, where a condition", "when: minS,"),
    ("when: minS < 60", f"when: {'minS + ' * 2000}1 < 60", "characters", "when: minS +"),
    ("when: minS < 60", f"when: {'(' * 60}minS{')' * 60} < 60", "levels stand within", "when: (("),
    ("tag: ehs}", "tag: esh}", "No node has this stage and tag.", "tag: esh"),
    ("op: per_node", "op: per_nod", "does not match any of the expected tags", "op: per_nod"),
    ("of: S, places: 2", "of: T, places: 2", "There is no metric of many figures T.", "of: T"),
    ("id: minS,", "id: total,", "The name total is taken.", "id: total, op: min_of"),
    ("unit: d}", "unit: days}", "'days' is not known here.", "unit: days"),
    ("source: spec", "source: spook", "There is no source spook.", "source: spook"),
    ("en: Ready,", "", "The key en is missing.", "code: ready"),
    ("verdict == ready", "verdict == raedy", '"raedy" names nothing', "raedy"),
    ("metric: total", "metric: S", "There is no number S.", "metric: S"),
    ("code: ready, min: 85", "code: ready, min: 85, gt: 3", "has several tests", "gt: 3"),
    (
        "{code: conditional,",
        "{code: ready,",
        "The band ready stands twice.",
        "code: ready, min: 70",
    ),
    ("  metric: total\n", "", "The bands read no metric.", "bands:"),
    ("places: 2}", "places: 2, weights: {M1: 1}}", "M2 has no weight.", "weights: {M1"),
    ("places: 2}", "places: 2, weights: {M9: 1}}", "There is no figure M9.", "weights: {M9"),
    ("op: per_node}", "op: per_node, nodes: [M1]}", "looks at no figure of S", "id: minEHS"),
    ("op: per_node}", "op: per_node, nodes: [M9]}", "There is no node M9.", "nodes: [M9"),
    ("min: 85", "min: 101", "never reached: total lies between 0 and 100", "min: 101"),
    ("min: 85", "gt: 100", "The band ready is never reached", "gt: 100"),
    ("min: 70", "min: 0", "The band conditional takes everything", "min: 0"),
    ("answered_share >= 0.98", "answered_share >= 98", "never holds: answered_share lies", ">= 98"),
    ("when: minS < 60", "when: minS < 0", '"minS < 0" never holds', "when: minS < 0"),
    ("when: minS < 60", "when: 60 <= minS + 0 or 0 <= failed", '"0 <= failed" always', "when: 60"),
    ("when: minS < 60", "when: 1 < 60", '"1 < 60" names nothing', "when: 1 < 60"),
    (
        "{id: M1-1, weight: 2}, {id: M1-2}, {id: M1-3}",
        "{id: M1-1, weight: 0}",
        "weigh nothing",
        "M1-1",
    ),
    ("nodes:\n", "item_weights: {major: 0}\nnodes:\n", "severities sum to 0", "item_weights"),
    ("all:\n", "all: []\n    other:\n", "at least 1 item", "all: []"),
    ("nodes:\n", "scale: odd\nnodes:\n", "There is no scale odd.", "scale: odd"),
]


def line_of(text, where):
    """The line of the nth place of `where`, written as WHERE#n."""
    what, _, n = where.partition("#")
    lines = [at for at, line in enumerate(text.splitlines(), start=1) if what in line]
    return lines[int(n or 1) - 1]


def refused(text):
    with pytest.raises(YamlRefused) as found:
        load_pack(text, "spoilt.yaml")
    return found.value.faults


@pytest.mark.parametrize(("was", "becomes", "reason", "where"), SPOILT)
def test_each_mistake_has_its_line_reason_and_mend(was, becomes, reason, where):
    text = GOOD.replace(was, becomes, 1)
    assert text != GOOD
    fault = next(fault for fault in refused(text) if reason in fault.reason)
    if "missing" not in reason:
        assert fault.line == line_of(text, where)
    assert fault.mend
    assert fault.column > 0


def test_all_mistakes_are_named_at_once():
    text = GOOD.replace("node: F1", "node: F9").replace("minS < 60", "minT < 60")
    assert len(refused(text)) == 2


def test_weights_that_sum_to_nothing_are_refused():
    text = GOOD
    for weight in (12, 10, 8, 6, 4):
        text = text.replace(f"    weight: {weight}\n", "    weight: 0\n")
    fault = next(fault for fault in refused(text) if "sum to 0" in fault.reason)
    assert fault.line == line_of(text, "id: total")


def test_an_alias_is_refused_before_anything_is_built():
    faults = refused("programme: &a x\nversion: *a\n")
    assert faults[0].line == 1


def test_a_scale_on_which_nothing_is_worth_anything_is_refused():
    text = GOOD
    for value in "4321":
        text = text.replace(f"value: {value}", "value: 0")
    assert any("No level is worth anything" in fault.reason for fault in refused(text))


def test_nodes_without_a_scale_are_refused():
    start, end = GOOD.index("scales:"), GOOD.index("nodes:")
    faults = refused(GOOD[:start] + GOOD[end:])
    assert any("nodes, but no scale" in fault.reason for fault in faults)


def test_bands_that_only_caps_can_reach_are_refused():
    text = GOOD
    for was in ("code: ready, min: 85", "code: conditional, min: 70", "code: not_ready"):
        text = text.replace(was, f"by_cap: true, {was.split(', ')[0]}")
    assert any("reached by a cap only" in fault.reason for fault in refused(text))


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ("caps: [K2, K3]", "caps: [K2]", "caps is"),
        ("{c10: 50, c12: 91}", "{c10: 50, c12: 90}", "node c12 is 91"),
        ("{c10: 50, c12: 91}", "{c99: 50}", "node c99 is not there"),
        ("[verdict == ready, stage1_min >= 70]", "[]", "gate shortlist is"),
    ],
)
def test_each_figure_of_a_vector_is_compared(was, becomes, reason):
    text = (SHIPPED / "bt-like.yaml").read_text(encoding="utf-8")
    (fault,) = refused(text.replace(was, becomes))
    assert reason in fault.reason


def test_a_pack_that_fails_its_own_vector_is_refused():
    text = (
        (SHIPPED / "bt-like.yaml").read_text(encoding="utf-8").replace("total: 94.28", "total: 95")
    )
    (fault,) = refused(text)
    assert "total is 94.28, where 95 is expected" in fault.reason
    assert fault.rule == "vector"


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ('rest: "4"', 'rest: "5"', "there is no level 5"),
        ("item: 12-facilities-living, level", "item: nowhere, level", "There is no item nowhere"),
        (
            'levels: {10-health-safety: ["2"]}',
            'levels: {10-health-safety: ["2", "2"]}',
            "has 1 items",
        ),
        ('rest: "4"', "rest: 4", "should be a valid string"),
        ('rest: "4"', "named: {moon: 1}", "asks for no fact moon"),
        ('rest: "4"', "findings: [{ref: F, class: odd}]", "there is no class odd"),
    ],
)
def test_a_vector_of_facts_that_do_not_fit_is_refused(was, becomes, reason):
    text = (SHIPPED / "bt-like.yaml").read_text(encoding="utf-8")
    assert any(reason in fault.reason for fault in refused(text.replace(was, becomes)))


MAPPED = (HERE / "strict.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ('      - {code: "0", value: 0, failed: true}\n', "", "answered with the level 0"),
        ("    also: [observation]\n", "", "class observation would count nowhere"),
        (" or nodes_over_na > 0", "", "nothing reads nodes_over_na"),
        ("na: {as: exclude", "na: {as: as_target", "A target goes with"),
        ("category: 01-leadership, ", "", "looks at nothing"),
        ("category: 01-leadership,", "category: 01-leadership, items: 3,", "both holds items and"),
        ("n: 14, unit: d}", "n: 14, unit: d, earliest: 15}", "earliest day lies after"),
        ("by_cap: true, ", "", "takes everything; those below are never reached"),
    ],
)
def test_a_pack_on_a_checklist_leaves_nothing_uncounted(was, becomes, reason):
    faults = refused(MAPPED.replace(was, becomes, 1))
    assert any(reason in fault.reason for fault in faults)


TABLE = (HERE / "effectiveness.yaml").read_text(encoding="utf-8")
RUNGS = (HERE / "rungs.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "was", "becomes", "reason"),
    [
        (
            TABLE,
            "cells: [2, 4, 5, 2, 3, 4]",
            "cells: [2, 4, 5]",
            "The axes make 6 cells; 3 are given",
        ),
        (TABLE, "bounds: [0, 3, 6]", "bounds: [0, 6, 3]", "The bounds do not rise"),
        (TABLE, "bounds: [0, 3, 6]", "codes: [a, b, c]", "needs codes (of a code) or bounds"),
        (TABLE, "scale: realised\n", "", "There are several scales"),
        (TABLE, "scale: results", "scale: outcome", "There is no scale outcome"),
        (TABLE, "item: activities", "item: nothing", "There is no item nothing"),
        (TABLE, "  findings_seen:", "  full:", "is both a figure and a code"),
        (RUNGS, "[PA1.1], [", "[PA1.9], [", "There is no item PA1.9"),
        (RUNGS, "{id: PA1.1}", "{id: PA2.1}", "The id PA2.1 stands twice"),
        (RUNGS, "scales:\n  nplf: {max: 3,", "scales:\n  nplf: {max: 0,", "greater than 0"),
    ],
)
def test_tables_and_ladders_fit_their_items(text, was, becomes, reason):
    spoilt = text.replace(was, becomes, 1)
    assert spoilt != text
    assert any(reason in fault.reason for fault in refused(spoilt))


@pytest.mark.parametrize(
    "when", ["overdue_major != 1", "minS <= 0", "100 <= minS", "minS == 50", "minS + 1 > 200"]
)
def test_what_may_come_out_either_way_is_left_alone(when):
    assert load_pack(
        GOOD.replace("when: minS < 60", f"when: {when}").replace(
            "monotone: true", "monotone: false"
        ),
        "well.yaml",
    )


def test_two_bands_with_one_condition_are_refused():
    text = (HERE / "certificate.yaml").read_text(encoding="utf-8")
    twice = text.replace("when: months_since_stage2 <= 6", "when: open_major==0 and open_minor==0")
    (fault,) = refused(twice)
    assert "The band hold is never reached: one above has its condition" in fault.reason
    assert fault.line == line_of(twice, "code: hold")
