"""How much of what one programme asks is answered by what another one asks, item by item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.programmes.rules import Facts, ItemFact, Pack, decimal_of
from app.programmes.scheme.metrics import WeightedMean
from app.programmes.scoring.board import Board, lay_out


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that a programme looks at: in which of its nodes, and its share of the whole."""

    item: str
    nodes: tuple[str, ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Coverage:
    """Items by who asks for them, in the order of the checklist."""

    first: Mapping[str, Asked]
    second: Mapping[str, Asked]
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """Of the second's weight, from 0 to 1, what the first answers too; None of nothing."""
        return self._of(self.second)

    @property
    def back(self) -> Decimal | None:
        """The same the other way round."""
        return self._of(self.first)

    def _of(self, asked: Mapping[str, Asked]) -> Decimal | None:
        if not asked:
            return None
        return decimal_of(sum((asked[item].share for item in self.both), Fraction(0)))


def coverage(first: Pack, second: Pack, items: Sequence[ItemFact]) -> Coverage:
    """`items` are those of the checklist; a pack with items of its own asks for those instead."""
    one, other = asked_by(first, items), asked_by(second, items)
    return Coverage(
        first=one,
        second=other,
        both=tuple(item for item in one if item in other),
        only_first=tuple(item for item in one if item not in other),
        only_second=tuple(item for item in other if item not in one),
    )


def asked_by(pack: Pack, items: Sequence[ItemFact]) -> dict[str, Asked]:
    """What `pack` looks at. Shares add up to 1.

    Where its total is a weighted mean of nodes, an item has its part of the weight of its node;
    else the items share by their own weights.
    """
    if not pack.scales:
        return {}
    board = lay_out(pack, Facts(items=tuple(items), answers=(), findings=(), as_of=date.min))
    weights = _shares(pack, board)
    whole = sum(weights.values(), Fraction(0))
    nodes = _nodes(board)
    return {
        line.item.id: Asked(
            line.item.id,
            tuple(nodes.get(line.item.id, ())),
            weights.get(line.item.id, Fraction(0)) / whole if whole else Fraction(0),
        )
        for line in board.lines
    }


def _shares(pack: Pack, board: Board) -> dict[str, Fraction]:
    rule = pack.verdict
    total = next((x for x in pack.metrics if rule and x.id == rule.metric), None)
    if total is None or not isinstance(total.how, WeightedMean):
        return {line.item.id: Fraction(line.worth.weight) for line in board.lines}
    found: dict[str, Fraction] = {}
    for id, standing in board.nodes.items():
        lines, weight = standing.lines, total.how.weights.get(id, Fraction(0))
        whole = sum((Fraction(line.worth.weight) for line in lines), Fraction(0))
        for line in lines if whole else ():
            part = weight * Fraction(line.worth.weight) / whole
            found[line.item.id] = found.get(line.item.id, Fraction(0)) + part
    return found


def _nodes(board: Board) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, standing in board.nodes.items():
        for line in standing.lines:
            found.setdefault(line.item.id, []).append(id)
    return found
