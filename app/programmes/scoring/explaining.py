"""Draws the evaluation as a tree: the verdict, its metric, what rules it, down to single items."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.programmes.figures.numbers import shown
from app.programmes.scheme import metrics as m
from app.programmes.scheme.results import (
    AwardResult,
    CapResult,
    ConditionResult,
    GateResult,
    Reason,
    Trace,
)
from app.programmes.scoring.board import Board, pooled, why_none
from app.programmes.scoring.findings import Graded
from app.programmes.scoring.givens import findings_behind
from app.programmes.scoring.measures import at_levels, counted
from app.programmes.scoring.tracing import node_trace


class _Known:
    """The trace of every figure by its name; each is drawn once and shared."""

    def __init__(self, board: Board, nodes: Mapping[str, Trace]) -> None:
        self.board, self.nodes = board, nodes
        self.drawn: dict[str, Trace] = {}
        for metric in board.pack.metrics:
            self.drawn[metric.id] = self._metric(metric)

    def trace(self, name: str) -> Trace:
        if name not in self.drawn:
            self.drawn[name] = self._given(name)
        return self.drawn[name]

    def _metric(self, metric: m.Metric) -> Trace:
        value = self.board.figures.get(metric.id)
        unknown = value is None and metric.id not in self.board.many
        return Trace(
            kind="metric",
            ref=metric.id,
            value=shown(value, metric.places),
            reason=self._why_unknown(metric) if unknown else "",
            children=tuple(self._below(metric)),
        )

    def _why_unknown(self, metric: m.Metric) -> Reason:
        board = self.board
        if pooled(board.lines) is None:
            return why_none(board.lines)
        if any(
            name in board.pack.named and board.figures[name] is None
            for name in m.rests_on(metric.how)
        ):
            return Reason.UNKNOWN_FACT
        formula = metric.how.expression if isinstance(metric.how, m.Formula) else None
        if formula and formula.divides_by_zero(board.figures):
            return Reason.DIVIDED_BY_ZERO
        return Reason.NOTHING_SCORED

    def _below(self, metric: m.Metric) -> Sequence[Trace]:
        match metric.how:
            case m.PerNode() as how:
                return [self.nodes[node] for node in how.nodes]
            case m.Extremum() as how:
                return self._attaining(how, metric.id) or [self.trace(how.of)]
            case m.CountFindings() as how:
                return _finding_traces(counted(how, self.board))
            case m.CountLevels() as how:
                return [Trace("item", line.item.id) for line in at_levels(how, self.board)]
            case how:
                return [self.trace(name) for name in m.rests_on(how)]

    def _attaining(self, how: m.Extremum, id: str) -> list[Trace]:
        """The nodes that have the least or greatest figure."""
        value = self.board.figures[id]
        return [
            self.nodes[key]
            for key, figure in self.board.many[how.of].items()
            if figure == value and key in self.nodes and (how.keys is None or key in how.keys)
        ]

    def _given(self, name: str) -> Trace:
        value = self.board.figures.get(name)
        unknown = value is None and name in self.board.pack.named
        return Trace(
            kind="fact",
            ref=name,
            value=shown(value),
            reason=Reason.UNKNOWN_FACT if unknown else "",
            children=tuple(self._behind(name)),
        )

    def _behind(self, name: str) -> list[Trace]:
        lines = self.board.lines
        if name == "failed_knock_out":
            failed = (line.item for line in lines if line.item.knock_out and line.worth.failed)
            return [Trace("item", item.id) for item in failed]
        return _finding_traces(findings_behind(self.board, name))


def _finding_traces(found: Sequence[Graded]) -> list[Trace]:
    return [Trace("finding", one.finding.ref, value=one.cls) for one in found]


def whole_trace(
    board: Board,
    verdict: str | None,
    lost: Mapping[str, Fraction],
    judged: tuple[Sequence[CapResult], Sequence[AwardResult], Sequence[GateResult]],
) -> Trace:
    """The verdict at the top; below it the metric of its bands, caps, awards and gates.

    Nodes that the metric does not rest on stand beside it: nothing that is scored goes untold.
    """
    nodes = {id: node_trace(board, x, lost.get(id)) for id, x in board.nodes.items()}
    known = _Known(board, nodes)
    rule = board.pack.verdict
    total = [known.trace(rule.metric)] if rule and rule.metric else list(nodes.values())
    below = {one.ref for top in total for one in top.walk() if one.kind == "node"}
    beside = [node for id, node in nodes.items() if id not in below]
    caps, awards, gates = judged
    return Trace(
        kind="verdict",
        ref=board.pack.id,
        value=verdict,
        children=(
            *total,
            *beside,
            *(_ruling("cap", x.id, x.cap, [x.condition], known) for x in caps if x.triggered),
            *(_ruling("award", x.code, None, [x.condition], known) for x in awards),
            *(_ruling("gate", x.id, None, x.conditions, known) for x in gates),
        ),
    )


def _ruling(
    kind: str,
    ref: str,
    value: str | None,
    conditions: Sequence[ConditionResult],
    known: _Known,
) -> Trace:
    below = tuple(_condition_trace(condition, known) for condition in conditions)
    return Trace(kind, ref, value=value, children=below)


def _condition_trace(condition: ConditionResult, known: _Known) -> Trace:
    below = tuple(known.trace(name) for name, _ in condition.values)
    return Trace("condition", condition.text, value=shown(condition.met), children=below)
