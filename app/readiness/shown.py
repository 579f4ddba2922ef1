from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.models import Buyer, PackVersion
from app.programmes.rules import ConditionResult, Evaluation, Trace
from app.readiness.matrix import Cell
from app.readiness.rules import Standing
from app.suppliers.models import Site


class TraceOut(BaseModel):
    """One figure and what it follows from, down to single answers."""

    kind: str
    ref: str
    value: Decimal | str | None
    numbers: dict[str, Decimal]
    reason: str
    children: list["TraceOut"]

    @classmethod
    def of(cls, one: Trace) -> Self:
        return cls(
            kind=one.kind,
            ref=one.ref,
            value=one.value,
            numbers=dict(one.numbers),
            reason=one.reason,
            children=[cls.of(child) for child in one.children],
        )


class StandingOut(BaseModel):
    """`base` is the band before caps; figures are exact decimals, as strings."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"total": "86.38", "verdict": "conditional", "base": "ready"}}
    )

    as_of: date
    programme: str
    total: Decimal | None
    verdict: str | None
    base: str | None
    answered: int
    expected: int
    nodes: dict[str, Decimal | None]
    caps: list[str]
    unmet: list[str]
    gate_open: bool

    @classmethod
    def of(cls, told: Standing) -> Self:
        return cls(
            as_of=told.as_of,
            answered=told.progress.answered,
            expected=told.progress.expected,
            **_figures(told.evaluation),
        )


class MissingOut(BaseModel):
    """A condition that is not met; `met` is null where a figure in it is not known."""

    condition: str
    title: Mapping[str, str]
    met: bool | None
    figures: dict[str, Decimal | str | None]

    @classmethod
    def of(cls, one: ConditionResult) -> Self:
        return cls(condition=one.text, title=one.title, met=one.met, figures=dict(one.values))


class CellOut(BaseModel):
    """One programme at one site. `standing` is null before the first audit was opened.

    `fits` is false of a programme that asks questions of its own: it says nothing of these answers.
    """

    programme: str
    version: str
    sha256: str
    fits: bool
    standing: StandingOut | None
    held_down_by: list[str]
    missing: list[MissingOut]
    gate_open: bool

    @classmethod
    def of(cls, one: Cell) -> Self:
        return cls(
            programme=one.row.pack,
            version=one.row.version,
            sha256=one.row.sha256,
            fits=one.fits,
            standing=StandingOut.of(one.told) if one.told else None,
            held_down_by=[cap.id for cap in one.holding if cap.holds],
            missing=[MissingOut.of(condition) for condition in one.missing],
            gate_open=one.gate_open,
        )


class DemandOut(BaseModel):
    """A row of the matrix: a buyer, and what its programme says of each site by its code."""

    buyer: UUID
    name: str
    class_: BuyerClass = Field(serialization_alias="class")
    status: BuyerStatus
    programme: str
    version: str
    sites: dict[str, CellOut]

    @classmethod
    def of(
        cls,
        buyer: Buyer,
        row: PackVersion,
        sites: Iterable[Site],
        cells: Mapping[UUID, Cell],
    ) -> Self:
        return cls(
            buyer=buyer.id,
            name=buyer.name,
            class_=buyer.class_,
            status=buyer.status,
            programme=row.pack,
            version=row.version,
            sites={site.code: CellOut.of(cells[site.id]) for site in sites},
        )


def _figures(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "programme": evaluation.pack,
        "total": evaluation.total,
        "verdict": evaluation.verdict,
        "base": evaluation.base,
        "nodes": {node.id: node.score for node in evaluation.nodes},
        "caps": [cap.id for cap in evaluation.caps if cap.triggered],
        "unmet": [one.text for gate in evaluation.gates for one in gate.unmet],
        "gate_open": all(gate.met for gate in evaluation.gates) and bool(evaluation.gates),
    }
