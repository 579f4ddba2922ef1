"""Scores facts under a pack. The one way in; linear in items, answers and findings."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from app.programmes.figures.numbers import shown
from app.programmes.scheme.facts import Facts
from app.programmes.scheme.pack import Pack
from app.programmes.scheme.results import Evaluation
from app.programmes.scoring.board import Board, lay_out
from app.programmes.scoring.explaining import whole_trace
from app.programmes.scoring.givens import BASE, VERDICT, given_figures
from app.programmes.scoring.measures import measure
from app.programmes.scoring.tracing import lost_by_node, node_score
from app.programmes.scoring.verdicts import awards, base_band, capped, gates


def evaluate(pack: Pack, facts: Facts) -> Evaluation:
    """What `pack` says of `facts`. A level or class unknown to the pack is a KeyError, ValueError.

    Order: items, nodes, deductions, metrics, base band, caps, awards and gates.
    """
    board = lay_out(pack, facts)
    board.figures.update(given_figures(board))
    for metric in pack.metrics:
        measure(board, metric)
    base = base_band(pack, board.figures)
    verdict, caps = capped(pack, base, board.figures)
    board.figures.update({VERDICT: verdict, BASE: base})
    judged = (caps, awards(pack, board.figures), gates(pack, board.figures))
    scored = pack.verdict.metric if pack.verdict else None
    lost = lost_by_node(board, next((x for x in pack.metrics if x.id == scored), None))
    metrics = _shown_metrics(board)
    total = metrics.get(scored) if scored else None
    return Evaluation(
        pack=pack.id,
        total=total if isinstance(total, Decimal) else None,
        verdict=verdict,
        base=base,
        nodes=tuple(node_score(x, lost.get(id)) for id, x in board.nodes.items()),
        caps=judged[0],
        awards=judged[1],
        gates=judged[2],
        deductions=board.deductions,
        metrics=metrics,
        unmapped=board.unmapped,
        draw=partial(whole_trace, board, verdict, lost, judged),
    )


def _shown_metrics(board: Board) -> Mapping[str, Decimal | str | None]:
    """Every figure by its id; those of a metric of many as ID.KEY."""
    places = {metric.id: metric.places for metric in board.pack.metrics}
    one = {id: shown(value, places.get(id)) for id, value in board.figures.items()}
    many = {
        f"{id}.{key}": shown(value, places.get(id))
        for id, figures in board.many.items()
        for key, value in figures.items()
    }
    return {**one, **many}
