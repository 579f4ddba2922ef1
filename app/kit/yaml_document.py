"""What reading a YAML text gives: its values with their places, or its faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.kit.errors import Invalid
from app.kit.words import mark as _


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of one file. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    path: str
    rule: str
    reason: str
    mend: str
    item: str = ""
    warning: bool = False

    @property
    def about(self) -> str:
        """What an author names to say that a warning is known: the item, or the place."""
        return self.item or self.path

    def as_warning(self) -> "Fault":
        return replace(self, warning=True)

    def __str__(self) -> str:
        kind = f"warning: {self.rule}" if self.warning else self.rule
        item = f"{self.item}: " if self.item else ""
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where} [{kind}] {item}{self.reason} Mend: {self.mend}"


class YamlRefused(Invalid):
    """Nothing of the text was taken."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(
            _("{file}, line {line}, column {column}: {reason} {mend} ({n} faults in all.)"),
            file=first.file,
            line=first.line,
            column=first.column,
            reason=first.reason,
            mend=first.mend,
            n=len(self.faults),
        )

    def details(self) -> Mapping[str, Any]:
        return {"faults": [asdict(fault) for fault in self.faults]}


@dataclass(slots=True)
class Place:
    """Where a value starts, where its key stands, and the places of what it holds."""

    at: tuple[int, int]
    key_at: tuple[int, int]
    inner: dict[str | int, "Place"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """`value` is plain data: dict, list, str, int, Decimal, bool, None."""

    name: str
    value: Any
    place: Place

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `path` (of its key if asked).

        Steps that lead nowhere (a missing key, pydantic's name of a union member) are passed over,
        so that the answer is the nearest place that exists.
        """
        place = self.place
        for step in path:
            place = place.inner.get(step, place)
        return place.key_at if key else place.at

    def fault(self, path: Sequence[str | int], rule: str, reason: str, mend: str) -> Fault:
        line, column = self.position(path)
        return Fault(self.name, line, column, dotted(path), rule, reason, mend)


def dotted(path: Sequence[str | int]) -> str:
    return ".".join(str(step) for step in path)
