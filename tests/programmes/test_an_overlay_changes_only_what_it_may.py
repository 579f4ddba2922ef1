"""An overlay is written as what differs; the base stays what it is, and the answers too."""

from fractions import Fraction
from hashlib import sha256

import pytest

from app.kit.yaml_text import YamlRefused
from app.programmes.forms import beside, load_pack
from tests.programmes.conftest import HERE
from tests.programmes.test_the_exact_vectors import B1_LEVELS

BASE = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
HEAD = """programme: careful
version: "1"
extends: {programme: bt-small, version: "1"}
title: {en: A careful buyer, zh: 谨慎的买方}
sources: {ours: Our own}
source: ours
verified: false
"""


def overlaid(body="", head=HEAD):
    return load_pack(head + body, "careful.yaml", beside(HERE / "careful.yaml"))


def test_what_it_leaves_out_stays(score):
    pack, base = overlaid(), load_pack(BASE, "bt-small.yaml")
    assert (pack.id, pack.nodes, pack.metrics) == ("careful", base.nodes, base.metrics)
    assert (pack.base.id, pack.base.version) == ("bt-small", "1")
    assert pack.base.sha256 == base.sha256 == sha256(BASE.encode()).hexdigest()
    assert (base.base, pack.sha256 == base.sha256) == (None, False)
    result = score(pack, levels=B1_LEVELS)
    assert (str(result.total), result.verdict) == ("86.38", "conditional")


def test_it_changes_weights_bands_caps_floors_clocks_and_gates(score):
    pack = overlaid("""
nodes:
  - {id: E2, weight: 16, tags: [heavy]}
  - {id: F1, items: [{id: F1-1, weight: 5}, {id: F1-4, knock_out: true}]}
classes:
  - {code: major, clocks: [{step: close, n: 14}, {step: reply, anchor: raised, n: 2, unit: d}]}
classify: [{op: repeat_up}]
metrics: [{id: heaviest, op: min_of, of: S, tag: heavy}]
verdict:
  bands: [{code: ready, min: 90}, {code: conditional, gt: 70}, {code: not_ready}]
  caps:
    - {id: K3, drop: true}
    - {id: K2, when: minS < 70}
    - {id: X1, when: heaviest < 75, cap: not_ready, title: {en: Heavy, zh: 重}}
gates:
  - {id: shortlist, drop: true}
  - id: tender
    title: {en: Tender, zh: 投标}
    all: [{when: verdict == ready, title: {en: Ready, zh: 已就绪}}]
""")
    assert pack.node("E2").weight == 16
    assert pack.node("E2").tags == {"ehs", "heavy"}
    assert [(item.id, item.weight) for item in pack.items if item.category == "F1"] == [
        ("F1-1", 5), ("F1-2", 1), ("F1-3", 1), ("F1-4", 1)
    ]  # fmt: skip
    assert [(c.step, c.n, c.anchor) for c in pack.finding_class("major").clocks] == [
        ("close", 14, "raised"), ("reply", 2, "raised")
    ]  # fmt: skip
    assert [(band.code, band.least, band.above) for band in pack.verdict.bands] == [
        ("ready", 90, None), ("conditional", None, 70), ("not_ready", None, None)
    ]  # fmt: skip
    assert pack.verdict.bands[0].title == {"en": "Ready", "zh": "已就绪"}
    assert [(cap.id, cap.condition.when.text) for cap in pack.verdict.caps] == [
        ("K1", "open_critical > 0"), ("K2", "minS < 70"), ("X1", "heaviest < 75")
    ]  # fmt: skip
    assert [gate.id for gate in pack.gates] == ["tender"]
    levels = {node: x for node, x in B1_LEVELS.items() if node != "F1"}
    result = score(pack, levels=levels)
    assert (result.verdict, [cap.id for cap in result.caps if cap.triggered]) == (
        "not_ready", ["K2", "X1"]
    )  # fmt: skip


def test_each_rule_keeps_its_own_source():
    pack = overlaid("verdict: {caps: [{id: K3, when: minEHS < 80}]}")
    said = {cap.id: (cap.origin.source, cap.origin.verified) for cap in pack.verdict.caps}
    assert said == {"K1": ("spec", True), "K2": ("spec", True), "K3": ("ours", False)}
    assert pack.verdict.origin.source == "spec"
    assert pack.origin.source == "ours"


def test_an_overlay_may_lie_on_an_overlay():
    texts = {"bt-small": BASE, "careful": HEAD + "nodes: [{id: E2, weight: 16}]"}
    head = HEAD.replace("programme: careful", "programme: third", 1)
    head = head.replace("programme: bt-small", "programme: careful")
    pack = load_pack(head, "third.yaml", lambda name, _version: texts[name])
    assert [base.id for base in pack.bases] == ["careful", "bt-small"]
    assert pack.node("E2").weight == Fraction(16)


def test_its_vectors_are_its_own():
    vector = "vectors: [{id: all, facts: {rest: '4'}, expect: {total: 99}}]"
    with pytest.raises(YamlRefused, match=r"total is 100\.00, where 99 is expected"):
        overlaid(vector)


BAD = [
    ("na: {as: as_full}", "does not change na", "na:"),
    ("scales: {answer: {max: 5}}", "does not change scales", "scales:"),
    ("unanswered: as_zero", "does not change unanswered", "unanswered:"),
    ("nodes: [{id: E2, title: {en: X, zh: X}}]", "does not change title of E2", "nodes:"),
    ("nodes: [{id: E2, category: c}]", "does not change category of E2", "nodes:"),
    ("nodes: [{id: E2, drop: true}]", "drops no entry of nodes", "nodes:"),
    ("metrics: [{id: total, op: pooled}]", "does not change op of total", "metrics:"),
    ("classes: [{code: major, also: [x]}]", "does not change also of major", "classes:"),
    ("classes: [{code: odd, title: {en: X, zh: X}}]", "no odd among its classes", "classes:"),
    ("verdict: {caps: [{id: K9, drop: true}]}", "no K9 to drop", "verdict:"),
    ("sources: {spec: Another}", "The source spec is another one", "sources: {spec"),
    ("wieghts: {E2: 3}", "The key wieghts is not known here.", "wieghts:"),
    ("nodes: [{id: E9, weight: 1}]", "The key title is missing", "nodes:"),
    ("verdict: {bands: [{code: ready}]}", "There is no band not_ready", "extends:"),
    ("verdict: {caps: [{id: K2, when: minT < 1}]}", '"minT" names nothing', "verdict:"),
    ("verdict: {caps: [{id: K2, cap: odd}]}", "There is no band odd", "verdict:"),
    ("classes: 3", "should be a valid tuple", "classes:"),
]


@pytest.mark.parametrize(("body", "reason", "where"), BAD)
def test_what_it_may_not_change_is_named_by_its_line(body, reason, where):
    head = HEAD.replace("sources: {ours: Our own}\n", "") if "sources" in body else HEAD
    with pytest.raises(YamlRefused) as refused:
        overlaid(body, head)
    fault = next(fault for fault in refused.value.faults if reason in fault.reason)
    lines = (head + body).splitlines()
    assert (fault.file, lines[fault.line - 1][: len(where)]) == ("careful.yaml", where)
    assert fault.mend


@pytest.mark.parametrize(
    ("was", "becomes", "reason", "line"),
    [
        ("programme: bt-small,", "programme: bt-huge,", "There is no programme bt-huge 1", 3),
        ('version: "1"}', 'version: "2"}', "bt-small.yaml holds bt-small 1, not bt-small 2", 3),
        ('{programme: bt-small, version: "1"}', "bt-small", "names its base and the version", 3),
        (', version: "1"}', "}", "names its base and the version", 3),
        ("bt-small,", "careful,", "careful, which extends careful: a ring", 3),
        ("source: ours\n", "", "The key source is missing", 1),
        ("title: {en: A careful buyer, zh: 谨慎的买方}\n", "", "The key title is missing", 1),
    ],
)
def test_a_base_that_is_not_there_is_named(was, becomes, reason, line):
    with pytest.raises(YamlRefused) as refused:
        overlaid(head=HEAD.replace(was, becomes, 1))
    (fault,) = refused.value.faults
    assert reason in fault.reason
    assert (fault.file, fault.line) == ("careful.yaml", line)


def test_a_ring_of_overlays_is_named_with_all_its_members():
    def text(name, _version):
        other = {"a": "b", "b": "c", "c": "a"}[name]
        head = HEAD.replace("programme: bt-small", f"programme: {other}")
        return head.replace("programme: careful", f"programme: {name}")

    with pytest.raises(YamlRefused, match="a, which extends b, which extends c, which extends a"):
        load_pack(text("a", "1"), "a.yaml", text)


def test_a_base_that_does_not_hold_is_named_in_its_own_file():
    spoilt = BASE.replace("node: F1", "node: F9")
    with pytest.raises(YamlRefused) as refused:
        load_pack(HEAD, "careful.yaml", lambda _name, _version: spoilt)
    (fault,) = refused.value.faults
    assert (fault.file, fault.line) == (
        "bt-small.yaml",
        spoilt[: spoilt.index("F9")].count("\n") + 1,
    )
