"""Overlays: a programme written as what differs from another, which it names with its version.

It may change weights, bands, caps, clocks, deductions, awards and gates, and add items, nodes,
tags, metrics and rules; never the scale or what an answer means. What it leaves out stays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kit.yaml_text import Document, Fault, YamlRefused
from app.programmes.packs.ground import Path
from app.programmes.packs.merging import Layer, base_layer, merged, overlay_layer

Bases = Callable[[str, str], str | None]
"""The text of a programme in a version; None where it is not at hand."""

MEANING = ("scales", "scale", "na", "unanswered", "instances")
"""What an answer is worth: the same under an overlay as under its base."""


@dataclass(frozen=True, slots=True)
class Changeable:
    """What an overlay may say of a part that stands in its base already."""

    at: tuple[str, ...]
    key: str
    keys: frozenset[str]


RULE = {"source", "verified"}
CHANGEABLE = (
    Changeable(("nodes",), "id", frozenset({"weight", "tags", "items"})),
    Changeable(("classes",), "code", frozenset({"clocks", "verify", *RULE})),
    Changeable(("metrics",), "id", frozenset()),
)


def within(document: Document, name: tuple[str, str]) -> tuple[str, str] | None:
    """The programme and version that `document` says it extends."""


def laid_over(overlay: Document, base: Document) -> Document:
    """`base` with the changes of `overlay`, whose lines stay known; else `YamlRefused`."""
