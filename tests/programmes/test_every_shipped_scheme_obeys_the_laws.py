"""The invariants of section 2.5, on facts in the terms of each scheme that comes along."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.programmes.packs.facts import looked_at
from app.programmes.packs.worst import levels_above
from app.programmes.rules import AnswerFact, Facts, FindingFact, ItemFact, evaluate
from app.programmes.scheme.metrics import WeightedMean
from tests.programmes.conftest import SHIPPED, read_pack

NAMES = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
MONOTONE = [name for name in NAMES if read_pack(name).monotone]
DAY, TODAY = date(2026, 1, 1), date(2026, 6, 1)
FEW = settings(max_examples=12, deadline=None)
every = pytest.mark.parametrize("name", NAMES)


@cache
def items_of(name):
    pack = read_pack(name)
    severities = ["critical", "major", "minor"]
    return pack.items or tuple(
        ItemFact(f"{place}-{n}" if n else place, place, place, severities[n % 3], knock_out=n == 2)
        for place in looked_at(pack)
        for n in range(3)
    )


RANDOMS = st.integers(0, 2**32).map(Random)


def site(name, random):
    """Mostly good answers, for there the verdict has something to lose; few findings."""
    pack, poor = read_pack(name), random.choice([2, 8, 30])
    answers = []
    for item in items_of(name):
        levels = pack.scale_for(item.id).levels.values()
        best = next(level.code for level in levels if level.value is not None)
        picked = random.choice([*levels]).code if random.randrange(poor) == 0 else best
        zones = random.choice([("",), ("",), ("S1", "S2")])
        answers += [AnswerFact(item.id, picked, zone, DAY) for zone in zones]
    classes = [cls.code for cls in pack.classes]
    ids = [item.id for item in items_of(name)] or [""]
    findings = tuple(
        FindingFact(f"F-{n}", random.choice(classes), DAY, random.choice(ids))
        for n in range(random.randrange(5) if classes else 0)
    )
    named = {
        id: Decimal(random.choice([0, 1] if asked.default is not None else [0, 1, 37, 96]))
        for id, asked in pack.named.items()
    }
    return Facts(items_of(name), tuple(answers), findings, TODAY, named=named)


def standing(pack, result):
    """Places from the best: of the verdict and the award; what is not there is not compared."""
    bands = [band.code for band in pack.verdict.bands] if pack.verdict else []
    awards = [*(award.code for award in pack.awards), None]
    verdict = bands.index(result.verdict) if result.verdict else None
    return verdict, awards.index(result.award), [not gate.met for gate in result.gates]


def never_worse(pack, facts, better):
    before, after = evaluate(pack, facts), evaluate(pack, better)
    for was, now in zip(standing(pack, before), standing(pack, after), strict=True):
        assert was is None or now is None or now <= was, (before.verdict, after.verdict)


@pytest.mark.parametrize("name", MONOTONE)
@settings(max_examples=30, deadline=None)
@given(random=RANDOMS)
def test_an_improved_answer_never_worsens_it(name, random):
    pack, facts = read_pack(name), site(name, random)
    ranks = {x.item: pack.scale_for(x.item).levels for x in facts.answers}
    poor = [
        n
        for n, x in enumerate(facts.answers)
        if ranks[x.item][x.level].value is not None and levels_above(pack, x)
    ]
    if poor:
        at = random.choice(poor)
        level = random.choice(levels_above(pack, facts.answers[at]))
        raised = replace(facts.answers[at], level=level)
        answers = (*facts.answers[:at], raised, *facts.answers[at + 1 :])
        never_worse(pack, facts, replace(facts, answers=answers))


@pytest.mark.parametrize("name", MONOTONE)
@settings(max_examples=30, deadline=None)
@given(random=RANDOMS)
def test_a_closed_finding_never_worsens_it(name, random):
    facts = site(name, random)
    if facts.findings:
        at = random.randrange(len(facts.findings))
        closed = replace(facts.findings[at], closed_on=TODAY)
        findings = (*facts.findings[:at], closed, *facts.findings[at + 1 :])
        never_worse(read_pack(name), facts, replace(facts, findings=findings))


@every
@FEW
@given(random=RANDOMS)
def test_the_order_of_facts_says_nothing_and_the_same_facts_give_the_same_bytes(name, random):
    pack, facts = read_pack(name), site(name, random)
    parts = {part: [*getattr(facts, part)] for part in ("answers", "findings", "items")}
    for several in parts.values():
        random.shuffle(several)
    mixed = replace(facts, **{part: tuple(several) for part, several in parts.items()})
    once, again, other = evaluate(pack, facts), evaluate(pack, facts), evaluate(pack, mixed)
    assert repr((once, once.trace)) == repr((again, again.trace))
    assert (other.total, other.verdict, other.award) == (once.total, once.verdict, once.award)
    assert (other.nodes, other.metrics, other.caps) == (once.nodes, once.metrics, once.caps)


@every
@FEW
@given(random=RANDOMS)
def test_the_verdict_is_the_worst_of_its_base_and_its_caps(name, random):
    pack = read_pack(name)
    result = evaluate(pack, site(name, random))
    if result.base is None:
        assert result.verdict is None
    else:
        bands = [band.code for band in pack.verdict.bands]
        held = [cap.cap for cap in result.caps if cap.triggered]
        assert result.verdict == max([result.base, *held], key=bands.index)


@every
@FEW
@given(random=RANDOMS, factor=st.fractions(Fraction(1, 50), 50, max_denominator=97))
def test_only_the_proportion_of_weights_matters(name, random, factor):
    pack, facts = read_pack(name), site(name, random)
    scaled = replace(
        pack,
        item_weights={key: weight * factor for key, weight in pack.item_weights.items()},
        metrics=tuple(
            replace(
                x, how=replace(x.how, weights={k: w * factor for k, w in x.how.weights.items()})
            )
            if isinstance(x.how, WeightedMean)
            else x
            for x in pack.metrics
        ),
    )
    before, after = evaluate(pack, facts), evaluate(scaled, facts)
    assert [node.score for node in after.nodes] == [node.score for node in before.nodes]
    assert (after.total, after.verdict) == (before.total, before.verdict)


@every
def test_where_nothing_applies_no_node_has_a_score_and_each_says_why(name):
    pack = read_pack(name)
    levels = {item.id: pack.scale_for(item.id).levels.values() for item in items_of(name)}
    apart = {id: next((x.code for x in x if x.value is None), None) for id, x in levels.items()}
    answers = tuple(AnswerFact(id, level) for id, level in apart.items() if level)
    result = evaluate(pack, Facts(items_of(name), answers, (), TODAY))
    assert result.total is None
    for node in result.nodes:
        assert (node.score, bool(node.reason)) == (None, True)
    if all(apart.values()):
        assert {node.reason for node in result.nodes} <= {"all_na"}
