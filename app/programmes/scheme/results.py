"""What an evaluation says. Codes and figures only: sentences are made where they are shown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Reason(StrEnum):
    """Why there is no figure."""

    NO_ITEMS = "no_items"
    ALL_NA = "all_na"
    UNANSWERED = "unanswered"
    NOTHING_SCORED = "nothing_scored"
    UNKNOWN_FACT = "unknown_fact"
    DIVIDED_BY_ZERO = "divided_by_zero"


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure and what it follows from.

    `kind` is one of verdict, metric, node, item, deduction, cap, gate, award, condition; `numbers`
    are named figures (a node: weight, lost, points, top ...); `value` is the figure itself.
    """

    kind: str
    ref: str
    value: Decimal | str | None = None
    numbers: tuple[tuple[str, Decimal], ...] = ()
    reason: str = ""
    children: tuple["Trace", ...] = ()

    def number(self, name: str) -> Decimal | None:
        return next((figure for known, figure in self.numbers if known == name), None)

    def walk(self) -> Iterator["Trace"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class NodeScore:
    """`score` is 0 to 100 after deductions, `before` without them; None when nothing is scored.

    `lost` is what the node costs the total, in points of the total. Items are counted whole: one
    asked in three zones is answered when all three are.
    """

    id: str
    score: Decimal | None
    before: Decimal | None
    deducted: Decimal
    weight: Decimal
    lost: Decimal | None
    items: int
    answered: int
    not_applicable: int
    failed: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken from a node for one failed observation; `counted` is what the maximum left."""

    node: str
    kind: str
    item: str
    zone: str
    observed_on: date | None
    ref: str
    points: Decimal
    counted: Decimal
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """`met` is None when a figure in it is unknown, which never counts as met."""

    text: str
    title: Mapping[str, str]
    met: bool | None
    values: tuple[tuple[str, Decimal | str | None], ...]


@dataclass(frozen=True, slots=True)
class CapResult:
    """`holds`: without this cap and its equals the verdict would be better."""

    id: str
    title: Mapping[str, str]
    cap: str
    triggered: bool
    holds: bool
    condition: ConditionResult


@dataclass(frozen=True, slots=True)
class GateResult:
    id: str
    title: Mapping[str, str]
    met: bool
    conditions: tuple[ConditionResult, ...]

    @property
    def unmet(self) -> tuple[ConditionResult, ...]:
        return tuple(condition for condition in self.conditions if condition.met is not True)


@dataclass(frozen=True, slots=True)
class AwardResult:
    code: str
    title: Mapping[str, str]
    condition: ConditionResult


@dataclass(frozen=True)
class Evaluation:
    """What a pack says of facts. `total` is the metric that the bands are read on.

    `awards` stand from best to least; `unmapped` are the items that the pack does not look at.
    The trace is drawn when it is first asked for: a trend of many rounds needs none.
    """

    pack: str
    total: Decimal | None
    verdict: str | None
    base: str | None
    nodes: tuple[NodeScore, ...]
    caps: tuple[CapResult, ...]
    gates: tuple[GateResult, ...]
    deductions: tuple[Deduction, ...]
    metrics: Mapping[str, Decimal | str | None]
    awards: tuple[AwardResult, ...]
    unmapped: tuple[str, ...]
    draw: Callable[[], Trace] = field(compare=False, repr=False)

    @cached_property
    def trace(self) -> Trace:
        return self.draw()

    @property
    def award(self) -> str | None:
        """The best award whose condition holds."""
        return next((award.code for award in self.awards if award.condition.met), None)

    def node(self, id: str) -> NodeScore:
        return next(node for node in self.nodes if node.id == id)
