"""An evaluation opened up, level by level: figures and codes only, for a page to put in words.

verdict > base band, caps, gates with their conditions > nodes > items > single answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from app.answers.queries import Mark
from app.answers.rules import Spot
from app.programmes.rules import (
    ConditionResult,
    Deduction,
    Evaluation,
    Node,
    NodeScore,
    Pack,
    Trace,
)

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Given:
    """The level that counts in one zone; `mark` is the answer it stands in."""

    zone: UUID | None
    level: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class ItemTold:
    """`value` of `top`; `lost` in points of its node, `of_total` in those of the total.

    `of_total` is None where the total is no weighted mean of nodes.
    """

    id: str
    value: Decimal | None
    top: Decimal | None
    weight: Decimal | None
    lost: Decimal
    of_total: Decimal | None
    reason: str
    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class NodeTold:
    """A node with what lowers it: deductions, and its items, the costliest first."""

    node: Node
    score: NodeScore
    deductions: tuple[Deduction, ...]
    items: tuple[ItemTold, ...]

    @property
    def costly(self) -> tuple[ItemTold, ...]:
        return tuple(item for item in self.items if item.lost)

    @property
    def rest(self) -> tuple[ItemTold, ...]:
        return tuple(item for item in self.items if not item.lost)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A cap, gate or award: each condition with the traces of the figures that it names."""

    ref: str
    title: Mapping[str, str]
    met: bool
    conditions: tuple[tuple[ConditionResult, tuple[Trace, ...]], ...]
    cap: str | None = None
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """`total` is the trace of the metric that the bands are read on."""

    evaluation: Evaluation
    total: Trace | None
    caps: tuple[Ruling, ...]
    gates: tuple[Ruling, ...]
    awards: tuple[Ruling, ...]
    nodes: tuple[NodeTold, ...]

    @property
    def by_weight(self) -> bool:
        """Whether the total is a weighted mean of the nodes."""
        return any(one.score.lost is not None for one in self.nodes)

    @property
    def weights(self) -> Decimal:
        return sum((n.score.weight for n in self.nodes if n.score.lost is not None), Decimal(0))


def explain(pack: Pack, evaluation: Evaluation, marks: Mapping[Spot, Mark]) -> Explanation:
    trace = evaluation.trace
    below = {(one.kind, one.ref): one for one in trace.children}
    scored = pack.verdict.metric if pack.verdict else None
    return Explanation(
        evaluation=evaluation,
        total=below.get(("metric", scored)) if scored else None,
        caps=tuple(
            Ruling(
                x.id,
                x.title,
                x.triggered,
                _conditions([x.condition], below.get(("cap", x.id))),
                x.cap,
                x.holds,
            )
            for x in evaluation.caps
        ),
        gates=tuple(
            Ruling(x.id, x.title, x.met, _conditions(x.conditions, below.get(("gate", x.id))))
            for x in evaluation.gates
        ),
        awards=tuple(
            Ruling(
                x.code,
                x.title,
                x.condition.met is True,
                _conditions([x.condition], below.get(("award", x.code))),
            )
            for x in evaluation.awards
        ),
        nodes=tuple(_nodes(pack, evaluation, trace, marks)),
    )


def _conditions(
    conditions: Iterable[ConditionResult], trace: Trace | None
) -> tuple[tuple[ConditionResult, tuple[Trace, ...]], ...]:
    drawn = [one.children for one in trace.children] if trace else []
    return tuple(
        (condition, drawn[n] if n < len(drawn) else ()) for n, condition in enumerate(conditions)
    )


def _nodes(
    pack: Pack, evaluation: Evaluation, trace: Trace, marks: Mapping[Spot, Mark]
) -> Iterable[NodeTold]:
    drawn = {one.ref: one for one in trace.walk() if one.kind == "node"}
    for score in evaluation.nodes:
        if found := drawn.get(score.id):
            yield NodeTold(
                node=pack.node(score.id),
                score=score,
                deductions=tuple(x for x in evaluation.deductions if x.node == score.id),
                items=tuple(
                    _item(one, score, marks) for one in found.children if one.kind == "item"
                ),
            )


def _item(trace: Trace, score: NodeScore, marks: Mapping[Spot, Mark]) -> ItemTold:
    lost = trace.number("lost") or Decimal(0)
    return ItemTold(
        id=trace.ref,
        value=trace.value if isinstance(trace.value, Decimal) else None,
        top=trace.number("top"),
        weight=trace.number("weight"),
        lost=lost,
        of_total=_of_total(lost, score),
        reason=trace.reason,
        answers=tuple(_given(trace.ref, one, marks) for one in trace.children),
    )


def _of_total(lost: Decimal, score: NodeScore) -> Decimal | None:
    """A node costs the total what it is short of 100, and each item its share of that."""
    if score.lost is None or score.score is None:
        return None
    short = HUNDRED - score.score
    return lost * score.lost / short if short else Decimal(0)


def _given(item: str, answer: Trace, marks: Mapping[Spot, Mark]) -> Given:
    zone = UUID(answer.ref) if answer.ref else None
    return Given(zone, str(answer.value), marks.get((item, zone)))
