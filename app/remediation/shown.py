from typing import Self

from pydantic import BaseModel

from app.actions.gather import Whole
from app.findings.rules import Step
from app.remediation.gate import opening


class GateOut(BaseModel):
    """`address`: the page with the form that the step asks for; `says`: what is missing."""

    step: Step
    next: Step
    address: str
    says: str

    @classmethod
    def of(cls, whole: Whole, says: str) -> Self:
        told, row = opening(whole), whole.found.finding
        return cls(step=row.step, next=told.to, address=told.address(row.ref), says=says)
