"""What a pack may measure, as data. `measures.py` computes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.programmes.figures.terms import Expression
from app.programmes.scheme.classes import Origin

Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Select:
    """Items of certain nodes or with a tag; everything when it names nothing."""

    nodes: frozenset[str] | None = None
    tag: str | None = None

    @property
    def everything(self) -> bool:
        return self.nodes is None and self.tag is None


@dataclass(frozen=True, slots=True)
class Pooled:
    """100 x sum(w a) / sum(w max) over the selected items themselves, whatever their nodes."""

    select: Select


@dataclass(frozen=True, slots=True)
class PerNode:
    """The score of each of the nodes, after deductions."""

    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PerInstance:
    """The pooled ratio of each zone or step among the items of a node."""

    node: str


@dataclass(frozen=True, slots=True)
class WeightedMean:
    of: str
    weights: Mapping[str, Fraction]


class Pick(StrEnum):
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Extremum:
    """The least or greatest of a metric that has many figures; of those in `keys` if it is set."""

    pick: Pick
    of: str
    keys: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class CountLevels:
    """Single answers at one of the levels, a zone by itself; or items by their worst zone."""

    levels: frozenset[str]
    select: Select
    by_item: bool = False


class State(StrEnum):
    RAISED = "raised"
    OPEN = "open"
    CLOSED = "closed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class CountFindings:
    classes: frozenset[str]
    state: State
    select: Select


class Figure(StrEnum):
    SUM_VALUE = "sum_value"
    COUNT_APPLICABLE = "count_applicable"
    ANSWERED_SHARE = "answered_share"
    NA_SHARE = "na_share"


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """A figure over the selected items: values summed, items counted, or a share from 0 to 1."""

    figure: Figure
    select: Select


@dataclass(frozen=True, slots=True)
class LevelOf:
    """The level of one item, as a code; of several zones the worst."""

    item: str


@dataclass(frozen=True, slots=True)
class Formula:
    expression: Expression


@dataclass(frozen=True, slots=True)
class Band:
    """The first band whose test holds is taken. Without a test it takes what is left.

    `by_cap` is reached through a cap only.
    """

    code: str
    title: Titles
    tone: str
    least: Fraction | None = None
    above: Fraction | None = None
    when: Expression | None = None
    by_cap: bool = False


@dataclass(frozen=True, slots=True)
class Banded:
    """The band of each figure of a metric, or of its one figure."""

    of: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class CountCodes:
    of: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Axis:
    """`codes` for a metric that is a code, or ascending lower bounds for a number."""

    of: str
    codes: tuple[str, ...] = ()
    bounds: tuple[Fraction, ...] = ()

    @property
    def size(self) -> int:
        return len(self.codes or self.bounds)


@dataclass(frozen=True, slots=True)
class Table:
    """`cells` row by row, the last axis running fastest."""

    axes: tuple[Axis, ...]
    cells: tuple[Fraction | str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rung n is reached when its items are at `enough` and those of all lower rungs at `full`."""

    rungs: tuple[tuple[str, ...], ...]
    enough: frozenset[str]
    full: frozenset[str]


How = (
    Pooled
    | PerNode
    | PerInstance
    | WeightedMean
    | Extremum
    | CountLevels
    | CountFindings
    | ItemFigure
    | LevelOf
    | Formula
    | Banded
    | CountCodes
    | Table
    | Ladder
)


@dataclass(frozen=True, slots=True)
class Metric:
    id: str
    title: Titles
    how: How
    places: int | None
    origin: Origin | None = None


def rests_on(how: How) -> tuple[str, ...]:
    """The ids of the metrics (or other names) that `how` reads."""
    match how:
        case WeightedMean() | Extremum() | CountCodes():
            return (how.of,)
        case Banded():
            inner = (name for band in how.bands if band.when for name in band.when.names)
            return (how.of, *inner)
        case Formula():
            return how.expression.names
        case Table():
            return tuple(axis.of for axis in how.axes)
        case _:
            return ()
