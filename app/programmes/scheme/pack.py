"""A programme as frozen data. `packs/shape.py` says how each part is written in YAML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.programmes.figures.numbers import Exact
from app.programmes.figures.terms import Expression
from app.programmes.scheme.classes import FindingClass, GroupToClass, Origin, Regrade, Titles
from app.programmes.scheme.facts import ItemFact
from app.programmes.scheme.metrics import Band, Banded, Formula, Metric


@dataclass(frozen=True, slots=True)
class Level:
    """`value` is None for not applicable; `failed` makes it a failed answer."""

    code: str
    value: Exact | None
    failed: bool
    rank: int
    """0 is the best; not applicable stands before it."""


@dataclass(frozen=True, slots=True)
class Scale:
    id: str
    top: Exact
    levels: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class Picks:
    """Which items belong to a node: any of these suffices."""

    categories: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the programme that has a score. `path` holds its own id and those above it."""

    id: str
    title: Titles
    weight: Fraction
    picks: Picks
    path: tuple[str, ...]
    tags: frozenset[str] = frozenset()
    stage: int | None = None


class Stand(StrEnum):
    """What stands in the place of a missing level."""

    EXCLUDE = "exclude"
    AS_FULL = "as_full"
    AS_ZERO = "as_zero"
    AS_TARGET = "as_target"


@dataclass(frozen=True, slots=True)
class Missing:
    """How not-applicable and unanswered count. `most_na` is a share of a node's items, 0 to 1."""

    na: Stand
    unanswered: Stand
    target: Fraction
    """Percent of full marks for `as_target`."""
    most_na: Fraction | None
    needs_approval: bool


class Reduce(StrEnum):
    MEAN = "mean"
    MIN = "min"
    WORST = "worst"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Instances:
    """How the levels of one item in several zones or steps become one value."""

    reduce: Reduce
    places: int | None


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """`repeated` replaces `timed_fail` for a failure in the same zone within `days` of another."""

    node: str
    timed_fail: Fraction
    repeated: Fraction
    days: int
    most: Fraction
    origin: Origin


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition and how it reads when it holds (of a cap: why the cap is there)."""

    when: Expression
    title: Titles


@dataclass(frozen=True, slots=True)
class Cap:
    id: str
    condition: Condition
    cap: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Award:
    code: str
    condition: Condition
    origin: Origin


@dataclass(frozen=True, slots=True)
class Gate:
    id: str
    title: Titles
    conditions: tuple[Condition, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that no answer holds, such as a percentile; `default` where nobody gives it."""

    title: Titles
    default: Fraction | None


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """`bands` stand from best to worst; those that only a cap can reach have no test."""

    metric: str | None
    bands: tuple[Band, ...]
    caps: tuple[Cap, ...]
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Base:
    """What an overlay lies on; `sha256` is of its text."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One buyer's scheme. It holds its own small tree of items, or looks at a checklist's.

    `bases` stand beneath an overlay, the nearest first; `sha256` is of its own text alone.
    """

    id: str
    version: str
    title: Titles
    about: Titles
    sources: Mapping[str, Titles]
    origin: Origin
    monotone: bool
    scales: Mapping[str, Scale]
    scale: str
    """The scale of every item that `scale_of` does not name."""
    scale_of: Mapping[str, str]
    nodes: tuple[Node, ...]
    items: tuple[ItemFact, ...]
    item_weights: Mapping[str, Exact]
    """By severity; it multiplies the item's own weight."""
    missing: Missing
    instances: Instances
    classes: tuple[FindingClass, ...]
    regrades: tuple[Regrade, ...]
    holidays: frozenset[date]
    deductions: tuple[DeductionRule, ...]
    named: Mapping[str, Asked]
    metrics: tuple[Metric, ...]
    verdict: VerdictRule | None
    awards: tuple[Award, ...]
    gates: tuple[Gate, ...]
    sha256: str
    bases: tuple[Base, ...] = ()

    @property
    def base(self) -> Base | None:
        """What it extends."""
        return self.bases[0] if self.bases else None

    def node(self, id: str) -> Node:
        return next(node for node in self.nodes if node.id == id)

    def band(self, code: str) -> Band:
        bands = self.verdict.bands if self.verdict else ()
        return next(band for band in bands if band.code == code)

    @property
    def counts_by_clause(self) -> bool:
        return any(isinstance(rule, GroupToClass) for rule in self.regrades)

    def finding_class(self, code: str) -> FindingClass | None:
        """The class for `code`, be it this programme's own or one of the audit's."""
        own = (cls for cls in self.classes if cls.code == code)
        taken = (cls for cls in self.classes if code in cls.also)
        return next(own, None) or next(taken, None)

    def scale_for(self, item: str) -> Scale:
        return self.scales[self.scale_of.get(item, self.scale)]


def conditions_of(pack: Pack) -> Iterator[Condition]:
    """Those of caps, awards and gates."""
    yield from (cap.condition for cap in (pack.verdict.caps if pack.verdict else ()))
    yield from (award.condition for award in pack.awards)
    yield from (condition for gate in pack.gates for condition in gate.conditions)


def expressions_of(pack: Pack) -> Iterator[Expression]:
    """Every condition and formula."""
    yield from (condition.when for condition in conditions_of(pack))
    banded = [metric.how.bands for metric in pack.metrics if isinstance(metric.how, Banded)]
    for bands in [*banded, pack.verdict.bands if pack.verdict else ()]:
        yield from (band.when for band in bands if band.when)
    yield from (metric.how.expression for metric in pack.metrics if isinstance(metric.how, Formula))
