"""Where a number has room beside its point, so that it covers no line, no mark, no other number.

A chart is laid out once and drawn at several widths: a place is good where it is good on each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.reports.plots.look import Option

Point = tuple[float, float]
Offset = tuple[float, float]

HIGH = 11  # of a number in 10 px, with the air it needs
DIGIT = 6
MARK = 4  # from the middle of a mark to its edge
COVERED, BEHIND = 10, 3  # a line or number is worse to cover than a rule is to have behind it
NOTHING, A_RULE, ANYTHING = 0, 2 * BEHIND, 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be written at its point, unless it covered more than `covers` allows."""

    point: Point
    text: str
    below: bool = False
    covers: int = NOTHING


@dataclass(frozen=True, slots=True)
class Place:
    """Pixels from the point to the middle of its number; `clears`: a rule behind it is cut."""

    right: float
    down: float
    clears: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def crossed(self, start: Point, end: Point) -> bool:
        """Whether the stretch from `start` to `end` runs through it."""
        first, last = 0.0, 1.0
        for a, b, low, high in (
            (start[0], end[0], self.left, self.right),
            (start[1], end[1], self.top, self.bottom),
        ):
            if max(a, b) <= low or min(a, b) >= high:
                return False
            if a != b:
                enters, leaves = sorted(((low - a) / (b - a), (high - a) / (b - a)))
                first, last = max(first, enters), min(last, leaves)
        return first < last


@dataclass(slots=True)
class Plot:
    """A frame of pixels over days and values; where its lines, rules and uprights run.

    A line runs from earlier to later days.
    """

    width: float
    height: float
    across: Point
    upward: Point
    lines: Sequence[Sequence[Point]] = ()
    rules: Sequence[float] = ()
    uprights: Sequence[float] = ()
    _stretches: list[tuple[Point, Point]] = field(default_factory=list, init=False)
    _taken: list[Box] = field(default_factory=list, init=False)
    _behind: tuple[list[float], list[float]] = field(default=([], []), init=False)

    def __post_init__(self) -> None:
        drawn = [[self.at(point) for point in line] for line in self.lines]
        self._stretches = [two for line in drawn for two in pairwise(line)]
        self._taken = [_around(point, MARK, MARK) for line in drawn for point in line]
        levels = [self.at((0, rule))[1] for rule in self.rules]
        self._behind = (levels, [self.at((day, 0))[0] for day in self.uprights])

    def at(self, point: Point) -> Point:
        (first, last), (low, high) = self.across, self.upward
        return (
            (point[0] - first) / ((last - first) or 1) * self.width,
            (high - point[1]) / ((high - low) or 1) * self.height,
        )

    def box(self, figure: Figure, offset: Offset) -> Box:
        x, y = self.at(figure.point)
        return _around((x + offset[0], y + offset[1]), _half(figure), HIGH / 2)

    def take(self, box: Box) -> None:
        self._taken.append(box)

    def cost(self, box: Box) -> int:
        left, right = box.left, box.right
        near = [one for one in self._taken if one.left < right and left < one.right]
        covered = sum(box.meets(other) for other in near)
        beside = [(a, b) for a, b in self._stretches if a[0] <= right and left <= b[0]]
        covered += sum(box.crossed(*stretch) for stretch in beside)
        covered += left < 0 or right > self.width
        covered += box.top < 0 or box.bottom > self.height
        levels, uprights = self._behind
        behind = sum(box.top < level < box.bottom for level in levels)
        behind += sum(left < upright < right for upright in uprights)
        return COVERED * covered + BEHIND * behind


def number_look(colour: str) -> Option:
    return {
        "color": colour,
        "fontSize": 10,
        "fontWeight": "bold",
        "align": "center",
        "verticalAlign": "middle",
    }


def numbered(text: str, place: Place | None, size: int, paper: str) -> Option:
    """A point with a mark of `size` pixels and its number."""
    if place is None:
        return {"symbolSize": size, "label": {"show": False}}
    corner = [size / 2 + place.right, size / 2 + place.down]
    clear = {"backgroundColor": paper, "padding": [0, 1]} if place.clears else {}
    return {
        "symbolSize": size,
        "label": {"show": True, "formatter": text, "position": corner, **clear},
    }


def places(plots: Sequence[Plot], figures: Sequence[Figure]) -> list[Place | None]:
    """For each of `figures`, the first before the others; None: it has no room."""
    return [_place(plots, figure) for figure in figures]


def _place(plots: Sequence[Plot], figure: Figure) -> Place | None:
    best, least = None, 0
    for offset in _tried(figure):
        cost = max(plot.cost(plot.box(figure, offset)) for plot in plots)
        if best is None or cost < least:
            best, least = offset, cost
        if not cost:
            break
    if best is None or least > figure.covers:
        return None
    for plot in plots:
        plot.take(plot.box(figure, best))
    return Place(*best, clears=least > 0)


def _tried(figure: Figure) -> Iterator[Offset]:
    """The best first: straight over or under the point, then beside, then farther off."""
    near, far, up = _half(figure) + 3, _half(figure) + 12, HIGH / 2 + MARK + 2
    way, sides = (1, (1, -1)) if figure.below else (-1, (-1, 1))
    yield 0, way * up
    yield from ((side * near, way * up) for side in sides)
    yield from ((side * (near + MARK), 0) for side in sides)
    yield 0, way * (up + HIGH)
    yield from ((side * far, way * up) for side in sides)
    yield from ((side * near, way * (up + HIGH)) for side in sides)


def _half(figure: Figure) -> float:
    return DIGIT * len(figure.text) / 2


def _around(middle: Point, half: float, tall: float) -> Box:
    return Box(middle[0] - half, middle[1] - tall, middle[0] + half, middle[1] + tall)
