from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from app.programmes.rules import Evaluation, Trace
from app.readiness.rules import Standing


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
