"""How metrics and bands are written."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.programmes.scheme.metrics import Figure, State

Code = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,59}$")]
"""What an expression can name."""
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")]
"""Of nodes, sources and packs, which no expression names."""
Places = Annotated[int, Field(ge=0, le=12)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Shape):
    """What a person reads, in both languages."""

    en: Annotated[str, Field(min_length=1, max_length=500)]
    zh: Annotated[str, Field(min_length=1, max_length=500)]


def _in_each(said: object) -> object:
    """A plain text, such as the name of a standard, reads the same in every language."""
    return {"en": said, "zh": said} if isinstance(said, str) else said


class SourceWords(Shape):
    en: Annotated[str, Field(min_length=1, max_length=2_000)]
    zh: Annotated[str, Field(min_length=1, max_length=2_000)]


Source = Annotated[SourceWords, BeforeValidator(_in_each)]


class Rule(Shape):
    """`source` is a key of the pack's sources; the pack's own stands where it is not said."""

    source: Key | None = None
    verified: bool | None = None


class SelectShape(Shape):
    """Nodes by id, by stage or by tag; `item_tag` picks items wherever they stand."""

    nodes: tuple[Key, ...] | None = None
    stage: int | None = None
    tag: Key | None = None
    item_tag: str | None = None


class MetricBase(SelectShape, Rule):
    id: Code
    title: Words | None = None
    places: Places | None = None


class PooledShape(MetricBase):
    op: Literal["pooled"]


class PerNodeShape(MetricBase):
    op: Literal["per_node"]


class PerInstanceShape(MetricBase):
    op: Literal["per_instance"]
    over: Key


class WeightedMeanShape(MetricBase):
    """Weights of the nodes unless `weights` gives others."""

    op: Literal["wmean"]
    of: Code
    weights: dict[str, Annotated[Decimal, Field(ge=0)]] | None = None


class ExtremumShape(MetricBase):
    op: Literal["min_of", "max_of"]
    of: Code


class CountLevelsShape(MetricBase):
    """Answers, each zone by itself; with `by_item`, items by their worst zone."""

    op: Literal["count_level"]
    levels: Annotated[tuple[str, ...], Field(min_length=1)]
    by_item: bool = False


class CountFindingsShape(MetricBase):
    op: Literal["count_findings"]
    classes: Annotated[tuple[Code, ...], Field(min_length=1)]
    state: State = State.OPEN


class FigureShape(MetricBase):
    op: Literal[Figure.SUM_VALUE, Figure.COUNT_APPLICABLE, Figure.ANSWERED_SHARE, Figure.NA_SHARE]


class LevelOfShape(MetricBase):
    op: Literal["level_of"]
    item: str


class FormulaShape(MetricBase):
    op: Literal["expr"]
    expr: str


class BandShape(Shape):
    """From best to worst: `min` (reached at it), `gt` (above it) or `when`; the last has none."""

    code: Code
    title: Words
    tone: Literal["good", "fair", "poor", "bad"] | None = None
    min: Decimal | None = None
    gt: Decimal | None = None
    when: str | None = None
    by_cap: bool = False


class BandedShape(MetricBase):
    op: Literal["band"]
    of: Code
    bands: Annotated[tuple[BandShape, ...], Field(min_length=1)]


class CountCodesShape(MetricBase):
    op: Literal["count_code"]
    of: Code
    codes: Annotated[tuple[Code, ...], Field(min_length=1)]


class AxisShape(Shape):
    of: Code
    codes: tuple[Code, ...] = ()
    bounds: tuple[Decimal, ...] = ()


class TableShape(MetricBase):
    """`cells` row by row, the last axis running fastest."""

    op: Literal["table"]
    axes: Annotated[tuple[AxisShape, ...], Field(min_length=1, max_length=4)]
    cells: Annotated[tuple[Decimal | Code, ...], Field(min_length=1, max_length=1_000)]


class LadderShape(MetricBase):
    op: Literal["ladder"]
    rungs: Annotated[tuple[tuple[str, ...], ...], Field(min_length=1)]
    enough: tuple[str, ...]
    full: tuple[str, ...]


MetricShape = Annotated[
    PooledShape
    | PerNodeShape
    | PerInstanceShape
    | WeightedMeanShape
    | ExtremumShape
    | CountLevelsShape
    | CountFindingsShape
    | FigureShape
    | LevelOfShape
    | FormulaShape
    | BandedShape
    | CountCodesShape
    | TableShape
    | LadderShape,
    Field(discriminator="op"),
]
