"""How a pack is written. Keys and types only; what the parts mean together is for `checks`."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from app.programmes.packs.shape_metrics import (
    BandShape,
    Code,
    Key,
    MetricShape,
    Rule,
    Shape,
    Source,
    Words,
)
from app.programmes.scheme.classes import Unit
from app.programmes.scheme.pack import Reduce, Stand

Weight = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Points = Annotated[Decimal, Field(ge=0, le=100)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=10_000)]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]


class LevelShape(Shape):
    """`value`, or `na: true`."""

    code: Text
    value: Annotated[Decimal, Field(ge=0)] | None = None
    na: bool = False
    failed: bool = False


class ScaleShape(Shape):
    """Levels from best to worst."""

    max: Annotated[Decimal, Field(gt=0)]
    levels: Annotated[tuple[LevelShape, ...], Field(min_length=1)]


class ItemShape(Shape):
    id: Text
    weight: Weight = Decimal(1)
    tags: tuple[Key, ...] = ()
    severity: str = ""
    method: str = ""
    knock_out: bool = False
    scale: Key | None = None


class NodeShape(Shape):
    """Looks at categories, sections, tags or items of a checklist, or holds items of its own.

    `items: 3` stands for three items ID-1, ID-2, ID-3 of weight 1.
    """

    id: Key
    title: Words
    weight: Weight = Decimal(1)
    stage: int | None = None
    tags: tuple[Key, ...] = ()
    category: Text | None = None
    categories: tuple[Text, ...] = ()
    sections: tuple[Text, ...] = ()
    item_tags: tuple[Text, ...] = ()
    item_ids: tuple[Text, ...] = ()
    items: Annotated[int, Field(ge=1, le=10_000)] | tuple[ItemShape, ...] = ()
    nodes: tuple["NodeShape", ...] = ()

    @property
    def picks(self) -> bool:
        """It looks at a checklist."""
        places = (self.categories, self.sections, self.item_tags, self.item_ids)
        return bool(self.category) or any(places)


class NaShape(Shape):
    stand: Annotated[Stand, Field(alias="as")] = Stand.EXCLUDE
    target: Points | None = None
    most: Share | None = None
    needs_approval: bool = True


class InstancesShape(Shape):
    reduce: Reduce = Reduce.MEAN
    places: Annotated[int, Field(ge=0, le=12)] | None = None


class ClockShape(Rule):
    """Of the source of its class unless it names another."""

    step: Code
    anchor: Code
    n: Count
    unit: Unit
    earliest: Count | None = None
    extendable: bool = True


class ConfirmationShape(Rule):
    by: Literal["buyer"]


class ClassShape(Rule):
    code: Code
    title: Words
    also: tuple[Code, ...] = ()
    clocks: tuple[ClockShape, ...] = ()
    verify: str = ""
    confirmation: ConfirmationShape | None = None


class ByRatioShape(Rule):
    op: Literal["by_ratio"]
    least: Share
    to: Code
    below: Code


class GroupShape(Rule):
    op: Literal["group_to_class"]
    from_: Annotated[Code, Field(alias="from")]
    by: Literal["clause"]
    standards: tuple[Text, ...] = ()
    n: Annotated[int, Field(ge=2, le=10_000)]
    to: Code


class RepeatUpShape(Rule):
    op: Literal["repeat_up"]


RegradeShape = Annotated[ByRatioShape | GroupShape | RepeatUpShape, Field(discriminator="op")]


class RepeatShape(Shape):
    points: Points
    days: Count


class DeductionShape(Rule):
    node: Key
    timed_fail: Points
    repeat: RepeatShape | None = None
    max: Points


class ConditionShape(Shape):
    when: Text
    title: Words


class CapShape(Rule, ConditionShape):
    id: Key
    cap: Code


class AwardShape(Rule, ConditionShape):
    code: Code


class GateShape(Rule):
    id: Key
    title: Words
    all: Annotated[tuple[ConditionShape, ...], Field(min_length=1)]


class VerdictShape(Rule):
    metric: Code | None = None
    bands: Annotated[tuple[BandShape, ...], Field(min_length=1)]
    caps: tuple[CapShape, ...] = ()


class ExpectShape(Shape):
    """Only what is named is compared.

    `gates` gives the unmet conditions by their `when`; `due`, by finding and step, the last day, or
    the first and the last.
    """

    total: Decimal | None = None
    verdict: str | None = None
    base: str | None = None
    award: str | None = None
    caps: tuple[Key, ...] | None = None
    nodes: dict[str, Decimal | None] = Field(default_factory=dict)
    metrics: dict[str, Decimal | str | None] = Field(default_factory=dict)
    gates: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    due: dict[str, dict[str, date | tuple[date, date] | None]] = Field(default_factory=dict)


class VectorShape(Shape):
    id: Text
    facts: dict[str, Any]
    expect: ExpectShape


class AskedShape(Shape):
    """A figure that no answer holds; `default` stands where nobody gives it."""

    title: Words
    default: Decimal | None = None


class PackShape(Shape):
    """One programme."""

    programme: Key
    version: Text
    title: Words
    about: Words | None = None
    sources: dict[Key, Source]
    source: Key
    verified: bool
    monotone: bool = False
    scales: dict[Key, ScaleShape] = Field(default_factory=dict)
    scale: Key | None = None
    nodes: tuple[NodeShape, ...] = ()
    item_weights: dict[str, Weight] = Field(default_factory=dict)
    na: NaShape = NaShape()
    unanswered: Literal["exclude", "as_zero"] = "exclude"
    instances: InstancesShape = InstancesShape()
    classes: tuple[ClassShape, ...] = ()
    classify: tuple[RegradeShape, ...] = ()
    holidays: tuple[date, ...] = ()
    deductions: tuple[DeductionShape, ...] = ()
    facts: dict[Code, AskedShape] = Field(default_factory=dict)
    metrics: tuple[MetricShape, ...] = ()
    verdict: VerdictShape | None = None
    awards: tuple[AwardShape, ...] = ()
    gates: tuple[GateShape, ...] = ()
    vectors: tuple[VectorShape, ...] = ()

    @property
    def mapped(self) -> bool:
        """It looks at a checklist instead of holding items of its own."""
        return any(node.picks for node in all_nodes(self.nodes))


def all_nodes(nodes: Sequence[NodeShape]) -> Iterator[NodeShape]:
    for node in nodes:
        yield node
        yield from all_nodes(node.nodes)
