"""Overlays: a programme written as what differs from another one, its base, in a pinned version.

It changes weights, bands, caps, clocks, deductions, awards and gates, and adds nodes, items, tags,
metrics and rules; never what an answer is worth. What it leaves out stays as it is in the base.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.kit.yaml_text import Document, Fault, YamlRefused, read
from app.programmes.packs.layers import EXTENDS, laid_over
from app.programmes.scheme.pack import Base

Bases = Callable[[str, str], str | None]
"""The text of a programme in a version; None where it is not at hand."""


def nothing_at_hand(_programme: str, _version: str) -> None:
    """For packs that stand by themselves."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with its bases beneath it, the nearest first."""

    document: Document
    bases: tuple[Base, ...] = ()


def whole(document: Document, bases: Bases, prove: Callable[[Document, str], object]) -> Whole:
    """`prove` refuses a base that does not hold by itself: what is left is the overlay's fault."""
    return _whole(document, bases, prove, ())


Key = tuple[str, str]


def _whole(
    document: Document,
    bases: Bases,
    prove: Callable[[Document, str], object],
    above: tuple[Key, ...],
) -> Whole:
    if not isinstance(document.value, dict) or EXTENDS not in document.value:
        return Whole(document)
    wanted = _wanted(document)
    above = (*above, _own_key(document.value))
    if wanted in above:
        ring = ", which extends ".join(name for name, _ in (*above, wanted))
        raise _refused(document, f"{ring}: a ring has no base.", "Let one of them stand by itself.")
    text = bases(*wanted)
    if text is None:
        name, version = wanted
        reason = f"There is no programme {name} {version} to extend."
        raise _refused(document, reason, "Load it first, or mend its name or version.")
    base = read(text, name=f"{wanted[0]}.yaml")
    if (found := _own_key(base.value)) != wanted:
        reason = f"{base.name} holds {' '.join(found)}, not {' '.join(wanted)}."
        raise _refused(document, reason, "Extend that version, or bring the one that is meant.")
    below = _whole(base, bases, prove, above)
    prove(below.document, text)
    known = Base(*wanted, sha256(text.encode()).hexdigest())
    return Whole(laid_over(document, below.document), (known, *below.bases))


def _wanted(document: Document) -> Key:
    given = document.value[EXTENDS]
    if isinstance(given, dict) and given.keys() == {"programme", "version"}:
        programme, version = given["programme"], given["version"]
        if isinstance(programme, str) and isinstance(version, str):
            return programme, version
    reason = "An overlay names its base and the version of it."
    mend = 'Write extends: {programme: bt-like, version: "2026.1"}.'
    raise _refused(document, reason, mend)


def _own_key(value: Mapping[str, Any] | object) -> Key:
    known = value if isinstance(value, dict) else {}
    return str(known.get("programme", "")), str(known.get("version", ""))


def _refused(document: Document, reason: str, mend: str) -> YamlRefused:
    line, column = document.position((EXTENDS,))
    return YamlRefused([Fault(document.name, line, column, EXTENDS, EXTENDS, reason, mend)])
