"""Section 2.5 of the scoring design, searched by property tests on the shipped and small packs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.programmes.rules import AnswerFact, Facts, FindingFact, ItemFact, SpotFact, evaluate
from tests.programmes.conftest import read_pack

PACKS = ["bt-like", "vodafone-like"]
CATEGORIES = sorted(
    {category for node in read_pack("bt-like").nodes for category in node.picks.categories}
)
LEVELS = ["0", "1", "2", "3", "4"]
TODAY = date(2026, 6, 1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 5, 31))
FEW = settings(max_examples=40, deadline=None)


@st.composite
def facts(draw, levels=(*LEVELS, "na")):
    items = tuple(
        ItemFact(
            f"{category}-{n}",
            category,
            severity=draw(st.sampled_from(["critical", "major", "minor"])),
            knock_out=draw(st.integers(0, 20)) == 0,
        )
        for category in CATEGORIES
        for n in range(draw(st.integers(0, 3)))
    )
    answers = tuple(
        AnswerFact(item.id, draw(st.sampled_from(levels)), zone, draw(DAYS))
        for item in items
        for zone in draw(st.sampled_from([[], [""], ["Z1"], ["Z1", "Z1"], ["Z1", "Z2", "Z3"]]))
    )
    findings = tuple(
        FindingFact(f"F-{n}", draw(st.sampled_from(["critical", "major", "minor"])), day, item.id)
        for n, (item, day) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(items), DAYS), max_size=3)) if items else []
        )
    )
    return Facts(items, answers, findings, TODAY)


def rank(pack, code):
    """0 is the best; a verdict that cannot be given is neither better nor worse."""
    return [band.code for band in pack.verdict.bands].index(code)


packs = pytest.mark.parametrize("name", PACKS)


@packs
@FEW
@given(known=facts(), data=st.data())
def test_a_better_answer_never_worsens_the_verdict(name, known, data):
    pack = read_pack(name)
    poor = [at for at, answer in enumerate(known.answers) if answer.level not in {"4", "na"}]
    if not poor:
        return
    at = data.draw(st.sampled_from(poor))
    answer = known.answers[at]
    better = data.draw(st.sampled_from(LEVELS[LEVELS.index(answer.level) + 1 :]))
    answers = (*known.answers[:at], replace(answer, level=better), *known.answers[at + 1 :])
    before, after = evaluate(pack, known), evaluate(pack, replace(known, answers=answers))
    assert after.total >= before.total
    assert rank(pack, after.verdict) <= rank(pack, before.verdict)


@packs
@FEW
@given(known=facts())
def test_closing_a_finding_never_worsens_the_verdict(name, known):
    pack = read_pack(name)
    closed = tuple(replace(finding, closed_on=TODAY) for finding in known.findings)
    before, after = evaluate(pack, known), evaluate(pack, replace(known, findings=closed))
    if before.verdict is not None:
        assert rank(pack, after.verdict) <= rank(pack, before.verdict)


@packs
@FEW
@given(known=facts(), day=DAYS, zone=st.sampled_from(["", "Z1", "Z2"]))
def test_a_deduction_never_improves_anything(name, known, day, zone):
    pack = read_pack(name)
    item = next((item.id for item in known.items if item.category.startswith("12")), "none")
    spots = (SpotFact("SP-1", item, zone, day), SpotFact("SP-2", item, zone, TODAY))
    before, after = evaluate(pack, known), evaluate(pack, replace(known, spots=spots))
    if before.total is not None:
        assert after.total <= before.total
        assert rank(pack, after.verdict) >= rank(pack, before.verdict)


@packs
@FEW
@given(known=facts(), random=st.randoms(use_true_random=False))
def test_the_order_of_facts_says_nothing(name, known, random):
    pack = read_pack(name)

    def shuffled(several):
        return tuple(random.sample(several, len(several)))

    mixed = replace(
        known,
        items=shuffled(known.items),
        answers=shuffled(known.answers),
        findings=shuffled(known.findings),
    )
    assert figures(evaluate(pack, mixed)) == figures(evaluate(pack, known))


def figures(result):
    """Everything but the order in which zones of one item were given."""
    nodes = {trace.ref: trace.numbers for trace in result.trace.walk() if trace.kind == "item"}
    return (result.total, result.verdict, result.nodes, result.caps, result.metrics, nodes)


@packs
@FEW
@given(known=facts(), factor=st.fractions(Fraction(1, 50), 50, max_denominator=97))
def test_only_the_proportion_of_weights_matters(name, known, factor):
    pack = read_pack(name)
    metrics = tuple(
        replace(
            metric,
            how=replace(metric.how, weights={k: w * factor for k, w in metric.how.weights.items()}),
        )
        if metric.id == "total"
        else metric
        for metric in pack.metrics
    )
    severities = {k: weight * factor for k, weight in pack.item_weights.items()}
    scaled = replace(pack, metrics=metrics, item_weights=severities)
    before, after = evaluate(pack, known), evaluate(scaled, known)
    assert (after.total, after.verdict) == (before.total, before.verdict)
    assert [node.score for node in after.nodes] == [node.score for node in before.nodes]


@packs
@FEW
@given(known=facts())
def test_the_verdict_is_never_better_than_its_base(name, known):
    pack = read_pack(name)
    result = evaluate(pack, known)
    if result.base is None:
        assert result.verdict is None
    else:
        held = [cap.cap for cap in result.caps if cap.triggered]
        assert rank(pack, result.verdict) == max(rank(pack, x) for x in [result.base, *held])


@packs
@FEW
@given(known=facts(levels=("na",)))
def test_where_nothing_applies_nothing_is_scored(name, known):
    result = evaluate(read_pack(name), known)
    assert (result.total, result.verdict) == (None, None)
    assert all(node.score is None and node.reason for node in result.nodes)


@packs
@FEW
@given(known=facts())
def test_the_same_facts_give_the_same_bytes(name, known):
    pack = read_pack(name)
    once, again = evaluate(pack, known), evaluate(pack, known)
    assert repr(once) == repr(again)
    assert repr(once.trace) == repr(again.trace)


@packs
@FEW
@given(known=facts())
def test_what_the_nodes_lose_is_what_the_total_lacks(name, known):
    result = evaluate(read_pack(name), known)
    if result.total is None:
        return
    lost = sum(node.lost for node in result.nodes if node.lost is not None)
    assert abs(100 - lost - result.total) <= Decimal("0.05")


def test_a_sum_of_thirds_meets_its_bound_exactly(score):
    """2 x 10/3 + 10/3 + 2 is 12 of 16, which is 75; rounded thirds would fall below the cap."""
    thirds = [
        {"item": item, "zone": zone, "level": level}
        for item in ("E1-1", "E1-2")
        for zone, level in (("W1", "4"), ("W2", "3"), ("W3", "3"))
    ]
    result = score("bt-small", answers=[*thirds, {"item": "E1-3", "level": "2"}])
    assert result.node("E1").score == 75
    assert not any(cap.triggered for cap in result.caps)
