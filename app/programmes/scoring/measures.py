"""Computes each kind of metric on the board."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import singledispatch

from app.programmes.figures.numbers import Exact, Value, half_up
from app.programmes.scheme import metrics as m
from app.programmes.scoring.board import Board, Figures, pooled, share
from app.programmes.scoring.findings import Graded
from app.programmes.scoring.lines import Line, Mark, Progress


def measure(board: Board, metric: m.Metric) -> None:
    """Puts the figure or figures of `metric` on the board, rounded if the pack says so."""
    found = reading(metric.how, board)
    if isinstance(found, Mapping):
        board.many[metric.id] = {k: _rounded(v, metric.places) for k, v in found.items()}
    else:
        board.figures[metric.id] = _rounded(found, metric.places)


def _rounded(value: Value, places: int | None) -> Value:
    if places is None or not isinstance(value, Fraction):
        return value
    return half_up(value, places)


@singledispatch
def reading(how: object, board: Board) -> Value | Figures:
    raise NotImplementedError(type(how).__name__)


@reading.register
def _(how: m.Pooled, board: Board) -> Value:
    return pooled(board.selected(how.select))


@reading.register
def _(how: m.PerNode, board: Board) -> Figures:
    return {node: board.nodes[node].score for node in how.nodes}


@reading.register
def _(how: m.PerInstance, board: Board) -> Figures:
    got: dict[str, Exact] = {}
    most: dict[str, Exact] = {}
    for line in board.nodes[how.node].lines:
        worth = line.worth
        for mark in worth.marks:
            if mark.value is not None:
                got[mark.zone] = got.get(mark.zone, 0) + worth.weight * mark.value
                most[mark.zone] = most.get(mark.zone, 0) + worth.weight * worth.top
    return {zone: share(got[zone], most[zone]) for zone in sorted(got)}


@reading.register
def _(how: m.WeightedMean, board: Board) -> Value:
    parts = weighted_parts(how, board)
    whole = sum((weight for weight, _ in parts.values()), Fraction(0))
    if not whole:
        return None
    return sum((weight * value for weight, value in parts.values()), Fraction(0)) / whole


def weighted_parts(how: m.WeightedMean, board: Board) -> Mapping[str, tuple[Fraction, Fraction]]:
    """Weight and figure of each part that has one."""
    return {
        key: (how.weights[key], value)
        for key, value in board.many[how.of].items()
        if isinstance(value, Fraction)
    }


@reading.register
def _(how: m.Extremum, board: Board) -> Value:
    known = [
        value
        for key, value in board.many[how.of].items()
        if isinstance(value, Fraction) and (how.keys is None or key in how.keys)
    ]
    choose = min if how.pick is m.Pick.MIN else max
    return choose(known) if known else None


@reading.register
def _(how: m.CountLevels, board: Board) -> Value:
    lines = at_levels(how, board)
    if how.by_item:
        return Fraction(len(lines))
    return Fraction(sum(mark.level.code in how.levels for x in lines for mark in x.worth.marks))


def at_levels(how: m.CountLevels, board: Board) -> Sequence[Line]:
    """The items that `how` counts, each once."""
    return [
        line
        for line in board.selected(how.select)
        if any(mark.level.code in how.levels for mark in _judged(how, line))
    ]


def _judged(how: m.CountLevels, line: Line) -> Sequence[Mark]:
    marks = line.worth.marks
    return sorted(marks, key=lambda mark: mark.level.rank)[-1:] if how.by_item else marks


@reading.register
def _(how: m.CountFindings, board: Board) -> Value:
    return Fraction(len(counted(how, board)))


def counted(how: m.CountFindings, board: Board) -> Sequence[Graded]:
    inside = None if how.select.everything else board.items_in(how.select)
    return [
        found
        for found in board.findings
        if found.cls in how.classes
        and how.state in found.states
        and (inside is None or found.finding.item in inside)
    ]


@reading.register
def _(how: m.ItemFigure, board: Board) -> Value:
    return item_figure(how.figure, board.selected(how.select))


def item_figure(figure: m.Figure, lines: Sequence[Line]) -> Value:
    match figure:
        case m.Figure.SUM_VALUE:
            return Fraction(
                sum(x.worth.weight * x.worth.value for x in lines if x.worth.value is not None)
            )
        case m.Figure.COUNT_APPLICABLE:
            return Fraction(sum(line.worth.value is not None for line in lines))
        case m.Figure.ANSWERED_SHARE:
            return _share(lines, len(lines) - tally(lines, Progress.UNANSWERED))
        case m.Figure.NA_SHARE:
            return _share(lines, tally(lines, Progress.NOT_APPLICABLE))


def tally(lines: Sequence[Line], progress: Progress) -> int:
    return [line.worth.progress for line in lines].count(progress)


def _share(lines: Sequence[Line], n: int) -> Value:
    return Fraction(n, len(lines)) if lines else None


@reading.register
def _(how: m.LevelOf, board: Board) -> Value:
    marks = [mark for line in board.lines if line.item.id == how.item for mark in line.worth.marks]
    worst = max(marks, key=lambda mark: mark.level.rank, default=None)
    return worst.level.code if worst else None


@reading.register
def _(how: m.Formula, board: Board) -> Value:
    return how.expression.on(board.figures)


@reading.register
def _(how: m.Banded, board: Board) -> Value | Figures:
    if how.of in board.many:
        figures = board.many[how.of].items()
        return {key: band_code(how.bands, value, board.figures) for key, value in figures}
    return band_code(how.bands, board.figures[how.of], board.figures)


def band_code(bands: Sequence[m.Band], value: Value, figures: Mapping[str, Value]) -> str | None:
    """The first band whose test holds; None as soon as a test rests on something unknown."""
    for band in bands:
        held = False if band.by_cap else _held(band, value, figures)
        if held is None:
            return None
        if held:
            return band.code
    return None


def _held(band: m.Band, value: Value, figures: Mapping[str, Value]) -> Value:
    if band.when is not None:
        return band.when.on(figures)
    if band.least is None and band.above is None:
        return True
    if not isinstance(value, Fraction):
        return None
    enough = band.least is None or value >= band.least
    return enough and (band.above is None or value > band.above)


@reading.register
def _(how: m.CountCodes, board: Board) -> Value:
    return Fraction(sum(code in how.codes for code in board.many[how.of].values()))


@reading.register
def _(how: m.Table, board: Board) -> Value:
    at = 0
    for axis in how.axes:
        place = _place(axis, board.figures[axis.of])
        if place is None:
            return None
        at = at * axis.size + place
    return how.cells[at]


def _place(axis: m.Axis, value: Value) -> int | None:
    if axis.codes:
        return axis.codes.index(value) if value in axis.codes else None
    if not isinstance(value, Fraction):
        return None
    below = sum(bound <= value for bound in axis.bounds)
    return below - 1 if below else None


@reading.register
def _(how: m.Ladder, board: Board) -> Value:
    levels = {line.item.id: {mark.level.code for mark in line.worth.marks} for line in board.lines}
    if not any(levels.get(item) for rung in how.rungs for item in rung):
        return None
    reached = 0
    for rung in how.rungs:
        found = [levels.get(item) or {""} for item in rung]
        if not all(codes <= how.enough for codes in found):
            break
        reached += 1
        if not all(codes <= how.full for codes in found):
            break
    return Fraction(reached)
