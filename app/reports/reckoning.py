"""How a category's figure came about, as the page of the explanation tells it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from app.readiness.explanation import HUNDRED, NodeTold, explain
from app.readiness.queries import marks_at
from app.reports import document as d
from app.reports.telling import rounded, rounded_or_none
from app.reports.told import Told

MOST_COSTLY = 8


def nodes_of(told: Told) -> Mapping[str, NodeTold]:
    marks = marks_at(told.frame, as_of=told.report.as_of, known=told.report.known_at)
    opened = explain(told.pack, told.now.evaluation, marks)
    return {one.score.id: one for one in opened.nodes}


def reckoned(
    nodes: Mapping[str, NodeTold],
    node: str,
    cost: Mapping[str, Decimal],
    zone: Callable[[UUID | None], str],
) -> d.Reckoned | None:
    """None of a category without a score. `cost`: of each item, in points of the total."""
    one = nodes.get(node)
    if one is None or one.score.score is None:
        return None
    told = [d.Cost(item=i.id, points=rounded(cost[i.id])) for i in one.items if i.id in cost]
    costly = sorted((cost for cost in told if cost.points), key=lambda cost: -cost.points)
    weights = [n.score.weight for n in nodes.values() if n.score.lost is not None]
    whole = sum(weights, Decimal(0))
    return d.Reckoned(
        before=rounded_or_none(one.score.before),
        missing=rounded(HUNDRED - one.score.score),
        weights=whole,
        costly=_first(costly),
        deductions=tuple(
            d.Deducted(
                item=taken.item,
                zone=zone(UUID(taken.zone)) if taken.zone else "",
                on=taken.observed_on,
                points=taken.counted,
                of_total=rounded(taken.counted * one.score.weight / whole) if whole else None,
                again=bool(taken.repeats),
            )
            for taken in one.deductions
            if taken.counted
        ),
    )


def _first(costs: Sequence[d.Cost]) -> tuple[d.Cost, ...]:
    """The list ends between two figures, not among equals, if it can."""
    shown, beyond = costs[:MOST_COSTLY], costs[MOST_COSTLY : MOST_COSTLY + 1]
    dearer = (one for one in shown if all(one.points > other.points for other in beyond))
    return tuple(dearer) or tuple(shown)
