"""Draws the nodes: their figures, items and deductions, and what each costs the total."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter

from app.programmes.figures.numbers import Exact, decimal_of, shown
from app.programmes.scheme import metrics as m
from app.programmes.scheme.results import (
    Deduction,
    NodeScore,
    Reason,
    Trace,
)
from app.programmes.scoring.board import HUNDRED, Board, Standing, why_none
from app.programmes.scoring.lines import Line, Progress, Worth
from app.programmes.scoring.measures import weighted_parts


def node_trace(board: Board, standing: Standing, lost: Fraction | None) -> Trace:
    """A node with what it costs the total, its deductions, and its items, costliest first."""
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
            *_item_traces(standing.lines),
        ),
    )


def _item_traces(lines: Sequence[Line]) -> list[Trace]:
    """The items of a node, costliest first. `lost` is in points of the node, of which it has 100.

    Items that share their worth share what it says, which is drawn once.
    """
    most = sum(line.worth.most for line in lines if line.worth.got is not None)
    known: dict[int, tuple[Decimal, Trace]] = {}
    found: list[tuple[Decimal, str, Trace]] = []
    for line in lines:
        key = id(line.worth)
        if key not in known:
            known[key] = _worth_trace(line.worth, most)
        gained, like = known[key]
        trace = Trace("item", line.item.id, like.value, like.numbers, like.reason, like.children)
        found.append((gained, line.item.id, trace))
    return [trace for _, _, trace in sorted(found, key=itemgetter(0, 1))]


def _worth_trace(worth: Worth, most: Exact) -> tuple[Decimal, Trace]:
    """What it gains (so that the least comes first), and all that an item's trace says of it."""
    lost: Exact = 0
    if worth.got is not None and worth.got != worth.most:
        lost = Fraction(HUNDRED * (worth.most - worth.got)) / most
    scored = worth.value is not None
    return -decimal_of(lost), Trace(
        kind="item",
        ref="",
        value=None if worth.value is None else decimal_of(worth.value),
        numbers=_numbers(weight=worth.weight, top=worth.top, lost=lost) if scored else (),
        reason=_ITEM_REASONS[worth.progress],
        children=tuple([_answer_trace(mark.zone, mark.level.code) for mark in worth.marks]),
    )


@lru_cache(maxsize=4096)
def _answer_trace(zone: str, level: str) -> Trace:
    return Trace("answer", zone, level)


_ITEM_REASONS = {
    Progress.ANSWERED: "",
    Progress.NOT_APPLICABLE: Reason.ALL_NA,
    Progress.UNANSWERED: Reason.UNANSWERED,
}


def _deduction_trace(taken: Deduction) -> Trace:
    return Trace(
        kind="deduction",
        ref=taken.item,
        value=taken.counted,
        numbers=(("points", taken.points),),
        reason=taken.kind,
        children=(Trace("spot", taken.ref or taken.zone, value=str(taken.observed_on or "")),),
    )


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
    progress = [line.worth.progress for line in standing.lines]
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
        failed=sum(line.worth.failed for line in standing.lines),
        reason="" if standing.score is not None else why_none(standing.lines),
    )


def _numbers(**figures: Exact | None) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, decimal_of(x)) for name, x in figures.items() if x is not None)


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal_of(value)
