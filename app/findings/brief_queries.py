"""Of a finding and its site what a list of hundreds shows: a whole row takes thrice as long."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import col

from app.findings.models import Finding
from app.findings.rules import FindingClass, Step
from app.suppliers.models import Site


class Brief(NamedTuple):
    id: UUID
    ref: str
    item: str
    class_: FindingClass
    statement: str
    step: Step
    due_on: date | None


class Where(NamedTuple):
    id: UUID
    supplier_id: UUID
    name: str
    name_zh: str
    time_zone: str

    def called(self, lang: str) -> str:
        return self.name_zh if lang == "zh" and self.name_zh else self.name


BRIEFLY = (
    *(col(getattr(Finding, name)) for name in Brief._fields),
    *(col(getattr(Site, name)) for name in Where._fields),
)


def briefly(row: Sequence[Any]) -> tuple[Brief, Where]:
    """Of a row that ends with the columns BRIEFLY."""
    told = row[-len(BRIEFLY) :]
    return Brief(*told[: len(Brief._fields)]), Where(*told[len(Brief._fields) :])
