"""Deductions: each failed timed observation takes points from its node, a repeat takes more."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from app.programmes.figures.numbers import decimal_of
from app.programmes.scheme.facts import Facts, SpotFact
from app.programmes.scheme.pack import DeductionRule, Pack
from app.programmes.scheme.results import Deduction


def ledger(
    pack: Pack, facts: Facts, items_of: Mapping[str, frozenset[str]]
) -> tuple[Deduction, ...]:
    """Every deduction, oldest first within its node; `items_of` gives the items of each node."""
    if not pack.deductions:
        return ()
    failures = _failures(facts)
    return tuple(
        deduction
        for rule in pack.deductions
        for deduction in _taken(rule, [f for f in failures if f.item in items_of[rule.node]])
    )


def _failures(facts: Facts) -> list[SpotFact]:
    """Answers and spot checks that failed on time; one that is both is one."""
    found = {(spot.item, spot.zone, spot.observed_on): spot for spot in facts.spots}
    for answer in facts.answers:
        if answer.timed_failed:
            key = (answer.item, answer.zone, answer.observed_on)
            found.setdefault(key, SpotFact("", answer.item, answer.zone, answer.observed_on))
    return sorted(found.values(), key=_when)


def _when(spot: SpotFact) -> tuple[date, str, str, str]:
    return (spot.observed_on or date.min, spot.zone, spot.item, spot.ref)


def _taken(rule: DeductionRule, failures: Iterable[SpotFact]) -> Iterable[Deduction]:
    left = rule.most
    before: dict[str, SpotFact] = {}
    for spot in failures:
        place = spot.zone or spot.item
        former = before.get(place)
        repeat = former is not None and _within(former, spot, rule.days)
        points = rule.repeated if repeat else rule.timed_fail
        counted = min(points, left)
        left -= counted
        before[place] = spot
        yield Deduction(
            node=rule.node,
            kind="repeat" if repeat else "timed_fail",
            item=spot.item,
            zone=spot.zone,
            observed_on=spot.observed_on,
            ref=spot.ref,
            points=decimal_of(points),
            counted=decimal_of(counted),
            repeats=former.ref or former.item if repeat and former else "",
        )


def _within(former: SpotFact, spot: SpotFact, days: int) -> bool:
    if former.observed_on is None or spot.observed_on is None:
        return False
    return (spot.observed_on - former.observed_on).days <= days


def deducted(deductions: Iterable[Deduction], node: str) -> Fraction:
    counted = (Fraction(taken.counted) for taken in deductions if taken.node == node)
    return sum(counted, Fraction(0))
