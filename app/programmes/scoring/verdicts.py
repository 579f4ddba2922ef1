"""Bands, caps, awards and gates, read off the figures."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.programmes.figures.numbers import Value, shown
from app.programmes.figures.terms import Expression
from app.programmes.scheme.pack import Condition, Pack, VerdictRule
from app.programmes.scheme.results import AwardResult, CapResult, ConditionResult, GateResult
from app.programmes.scoring.measures import band_code


def base_band(pack: Pack, figures: Mapping[str, Value]) -> str | None:
    rule = pack.verdict
    if rule is None:
        return None
    value = figures[rule.metric] if rule.metric else None
    return band_code(rule.bands, value, figures)


def capped(
    pack: Pack, base: str | None, figures: Mapping[str, Value]
) -> tuple[str | None, tuple[CapResult, ...]]:
    """The worst of `base` and all triggered caps; no verdict where there is no base."""
    rule = pack.verdict
    if rule is None:
        return None, ()
    conditions = [judged(cap.condition, figures) for cap in rule.caps]
    hit = [cap.cap for cap, found in zip(rule.caps, conditions, strict=True) if found.met]
    verdict = _worst(rule, [base, *hit]) if base is not None else None
    return verdict, tuple(
        CapResult(
            id=cap.id,
            title=cap.condition.title,
            cap=cap.cap,
            triggered=found.met is True,
            holds=found.met is True and verdict == cap.cap != base,
            condition=found,
        )
        for cap, found in zip(rule.caps, conditions, strict=True)
    )


def _worst(rule: VerdictRule, codes: Sequence[str]) -> str:
    order = [band.code for band in rule.bands]
    return max(codes, key=order.index)


def awards(pack: Pack, figures: Mapping[str, Value]) -> tuple[AwardResult, ...]:
    return tuple(
        AwardResult(award.code, award.condition.title, judged(award.condition, figures))
        for award in pack.awards
    )


def gates(pack: Pack, figures: Mapping[str, Value]) -> tuple[GateResult, ...]:
    return tuple(
        GateResult(
            id=gate.id,
            title=gate.title,
            met=all(found.met is True for found in conditions),
            conditions=conditions,
        )
        for gate in pack.gates
        for conditions in [tuple(judged(condition, figures) for condition in gate.conditions)]
    )


def judged(condition: Condition, figures: Mapping[str, Value]) -> ConditionResult:
    found = condition.when.on(figures)
    return ConditionResult(
        text=condition.when.text,
        title=condition.title,
        met=found if isinstance(found, bool) else None,
        values=named_values(condition.when, figures),
    )


def named_values(
    expression: Expression, figures: Mapping[str, Value]
) -> tuple[tuple[str, Decimal | str | None], ...]:
    return tuple((name, shown(figures.get(name))) for name in expression.names)
