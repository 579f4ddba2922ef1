"""The figures that every pack may name without defining them."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from app.programmes.figures.numbers import Value
from app.programmes.scheme.metrics import Figure, State
from app.programmes.scoring.board import Board, Standing
from app.programmes.scoring.findings import Graded
from app.programmes.scoring.lines import Progress
from app.programmes.scoring.measures import item_figure, tally

COUNTED = ("items", "answered", "unanswered", "not_applicable", "failed", "failed_knock_out")
SHARES = ("answered_share", "na_share")
NODES_OVER_NA = "nodes_over_na"
"""Nodes whose share of not-applicable items is above the most that the pack allows."""
VERDICT, BASE = "verdict", "base"


def given_names(classes: Iterable[str]) -> tuple[str, ...]:
    """Their names, all of them numbers; findings are counted as open_CLASS, overdue_CLASS ..."""
    findings = (f"{state}_{cls}" for cls in classes for state in State)
    return (*COUNTED, *SHARES, NODES_OVER_NA, *findings)


def given_figures(board: Board) -> Mapping[str, Value]:
    facts = board.facts.named
    return {
        **_of_items(board),
        **_of_findings(board),
        **{
            id: Fraction(facts[id]) if id in facts else asked.default
            for id, asked in board.pack.named.items()
        },
    }


def _of_items(board: Board) -> Mapping[str, Value]:
    lines = board.lines
    unanswered = tally(lines, Progress.UNANSWERED)
    counts = {
        "items": len(lines),
        "answered": len(lines) - unanswered,
        "unanswered": unanswered,
        "not_applicable": tally(lines, Progress.NOT_APPLICABLE),
        "failed": sum(line.worth.failed for line in lines),
        "failed_knock_out": sum(line.item.knock_out and line.worth.failed for line in lines),
        NODES_OVER_NA: sum(_over_na(board, standing) for standing in board.nodes.values()),
    }
    return {
        **{name: Fraction(n) for name, n in counts.items()},
        "answered_share": item_figure(Figure.ANSWERED_SHARE, lines),
        "na_share": item_figure(Figure.NA_SHARE, lines),
    }


def _over_na(board: Board, standing: Standing) -> bool:
    most = board.pack.missing.most_na
    if most is None:
        return False
    share = item_figure(Figure.NA_SHARE, standing.lines)
    return isinstance(share, Fraction) and share > most


def _of_findings(board: Board) -> Mapping[str, Value]:
    counts = {f"{state}_{cls.code}": 0 for cls in board.pack.classes for state in State}
    for found in board.findings:
        for state in found.states:
            counts[f"{state}_{found.cls}"] += 1
    return {name: Fraction(n) for name, n in counts.items()}


def findings_behind(board: Board, name: str) -> list[Graded]:
    """The findings that a figure such as open_major counts; none for any other name."""
    state, _, cls = name.partition("_")
    return [x for x in board.findings if x.cls == cls and state in x.states]
