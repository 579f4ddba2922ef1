"""What a report wears: paper, brand, and which of its parts are told in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from app.reports.rules import Paper

LOGO = "logo"  # its name among the pictures of a job


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """As it is kept with an order; the empty one is the house's own.

    `logo` is the hash of a PNG; `cover` and `footer` are by language; `sections` are None for all
    that a kind has.
    """

    paper: Paper = Paper.A4
    colour: str = ""
    logo: str = ""
    cover: Mapping[str, str] = field(default_factory=dict)
    footer: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] | None = None

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        sections = plain.get("sections")
        told = {"sections": None if sections is None else tuple(sections)}
        paper = Paper(plain.get("paper") or Paper.A4)
        return cls(**{**plain, **told, "paper": paper})

    def plain(self) -> dict[str, Any]:
        """What differs from the house's own, to be kept as JSON."""
        told: dict[str, Any] = {"paper": str(self.paper)}
        for name in ("colour", "logo", "cover", "footer"):
            if value := getattr(self, name):
                told[name] = value
        if self.sections is not None:
            told["sections"] = [*self.sections]
        return told
