"""Draws the evaluation as a tree, from the verdict down to single items and deductions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from app.programmes.scoring import metrics as m
from app.programmes.scoring.board import HUNDRED, Board, Standing, why_none
from app.programmes.scoring.lines import Line, Progress
from app.programmes.scoring.measures import weighted_parts
from app.programmes.scoring.numbers import decimal_of, shown
from app.programmes.scoring.results import (
    AwardResult,
    CapResult,
    ConditionResult,
    Deduction,
    GateResult,
    NodeScore,
    Reason,
    Trace,
)


def node_trace(board: Board, standing: Standing, lost: Fraction | None) -> Trace:
    """A node with what it costs the total, its deductions, and its items, costliest first."""
    most = sum((x.weight * x.top for x in standing.lines if x.value is not None), Fraction(0))
    items = [_item_trace(line, most) for line in standing.lines]
    return Trace(
        kind="node",
        ref=standing.node.id,
        value=shown(standing.score),
        numbers=_numbers(
            weight=standing.node.weight,
            before=standing.before,
            deducted=standing.deducted,
            lost=lost,
        ),
        reason="" if standing.score is not None else why_none(standing.lines),
        children=(
            *(_deduction_trace(d) for d in board.deductions if d.node == standing.node.id),
            *sorted(items, key=_costliest),
        ),
    )


def _costliest(item: Trace) -> tuple[Decimal, str]:
    return (-(item.number("lost") or Decimal(0)), item.ref)


def _item_trace(line: Line, most: Fraction) -> Trace:
    """`lost` is in points of the node, of which there are 100."""
    if line.value is None:
        na = line.progress is Progress.NOT_APPLICABLE
        return Trace("item", line.item.id, reason=Reason.ALL_NA if na else Reason.UNANSWERED)
    missed = line.top - line.value
    lost = HUNDRED * line.weight * missed / most if missed else missed
    return Trace(
        kind="item",
        ref=line.item.id,
        value=decimal_of(line.value),
        numbers=_numbers(weight=line.weight, top=line.top, lost=lost),
        reason=Reason.UNANSWERED if line.progress is Progress.UNANSWERED else "",
        children=tuple(Trace("answer", mark.zone, value=mark.level.code) for mark in line.marks),
    )


def _deduction_trace(taken: Deduction) -> Trace:
    return Trace(
        kind="deduction",
        ref=taken.item,
        value=taken.counted,
        numbers=(("points", taken.points),),
        reason=taken.kind,
        children=(Trace("spot", taken.ref or taken.zone, value=str(taken.observed_on or "")),),
    )


def metric_traces(board: Board, nodes: Mapping[str, Trace]) -> Mapping[str, Trace]:
    """A trace for each metric; one that rests on others holds theirs."""
    traces: dict[str, Trace] = {}
    for metric in board.pack.metrics:
        below = [traces[id] for id in m.rests_on(metric.how) if id in traces]
        if isinstance(metric.how, m.PerNode):
            below = [nodes[node] for node in metric.how.nodes]
        value = board.figures.get(metric.id)
        traces[metric.id] = Trace(
            kind="metric",
            ref=metric.id,
            value=shown(value, metric.places),
            reason="" if metric.id in board.many or value is not None else Reason.NOTHING_SCORED,
            children=tuple(below),
        )
    return traces


def lost_by_node(board: Board, metric: m.Metric | None) -> Mapping[str, Fraction]:
    """What each node costs the total, where the total is a weighted mean of node scores."""
    if metric is None or not isinstance(metric.how, m.WeightedMean):
        return {}
    parts = weighted_parts(metric.how, board)
    whole = sum((weight for weight, _ in parts.values()), Fraction(0))
    return {
        key: weight * (HUNDRED - value) / whole
        for key, (weight, value) in parts.items()
        if whole and key in board.nodes
    }


def node_score(standing: Standing, lost: Fraction | None) -> NodeScore:
    progress = [line.progress for line in standing.lines]
    return NodeScore(
        id=standing.node.id,
        score=_decimal(standing.score),
        before=_decimal(standing.before),
        deducted=decimal_of(standing.deducted),
        weight=decimal_of(standing.node.weight),
        lost=_decimal(lost),
        items=len(progress),
        answered=len(progress) - progress.count(Progress.UNANSWERED),
        not_applicable=progress.count(Progress.NOT_APPLICABLE),
        failed=sum(line.failed for line in standing.lines),
        reason="" if standing.score is not None else why_none(standing.lines),
    )


def whole_trace(
    board: Board,
    verdict: str | None,
    nodes: Mapping[str, Trace],
    judged: tuple[Sequence[CapResult], Sequence[AwardResult], Sequence[GateResult]],
) -> Trace:
    """The verdict at the top; below it the metric of its bands, caps, awards and gates."""
    traces = metric_traces(board, nodes)
    rule = board.pack.verdict
    total = [traces[rule.metric]] if rule and rule.metric else list(nodes.values())
    caps, awards, gates = judged
    return Trace(
        kind="verdict",
        ref=board.pack.id,
        value=verdict,
        children=(
            *total,
            *(_ruling("cap", x.id, x.cap, [x.condition], traces) for x in caps if x.triggered),
            *(_ruling("award", x.code, None, [x.condition], traces) for x in awards),
            *(_ruling("gate", x.id, None, x.conditions, traces) for x in gates),
        ),
    )


def _ruling(
    kind: str,
    ref: str,
    value: str | None,
    conditions: Sequence[ConditionResult],
    traces: Mapping[str, Trace],
) -> Trace:
    below = tuple(_condition_trace(condition, traces) for condition in conditions)
    return Trace(kind, ref, value=value, children=below)


def _condition_trace(condition: ConditionResult, traces: Mapping[str, Trace]) -> Trace:
    met = shown(condition.met)
    below = tuple(
        traces.get(name) or Trace("fact", name, value=value) for name, value in condition.values
    )
    return Trace("condition", condition.text, value=met, children=below)


def _numbers(**figures: Fraction | None) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, decimal_of(x)) for name, x in figures.items() if x is not None)


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal_of(value)
