"""Lays an overlay over its base, entry by entry; every line of the overlay stays known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kit.yaml_document import Place
from app.kit.yaml_text import Document, Fault, YamlRefused

Plain = Any
"""What YAML holds: dict, list, str, int, Decimal, bool or None."""
Path = tuple[str | int, ...]

SIGNED = frozenset({"source", "verified"})
TESTS = frozenset({"min", "gt", "when"})


@dataclass(frozen=True, slots=True)
class Part:
    """A list whose entries are told apart by `key`.

    `may` is what can be said of an entry of the base: everything if it is None. Where `ordered`,
    the overlay lists all entries, and each takes from the base what it does not say.
    """

    key: str
    may: frozenset[str] | None = None
    grows: bool = True
    ordered: bool = False


PARTS: Mapping[str | int, Part] = {
    "nodes": Part("id", frozenset({"weight", "tags", "items", "nodes"})),
    "items": Part("id", frozenset({"weight", "tags", "knock_out"})),
    "classes": Part("code", frozenset({"clocks", "verify"}) | SIGNED, grows=False),
    "clocks": Part("step"),
    "metrics": Part("id", frozenset()),
    "deductions": Part("node"),
    "bands": Part("code", ordered=True),
    "caps": Part("id"),
    "awards": Part("code"),
    "gates": Part("id"),
}
LONGER = ("tags", "holidays", "classify")
"""Lists to which an overlay adds."""
MEANING = ("scales", "scale", "na", "unanswered", "instances")
"""What an answer is worth: the same under an overlay as under its base."""
OWN = ("programme", "version", "title", "source", "verified")
"""What an overlay says of itself."""
NOT_PASSED_ON = ("about", "vectors")
DROP = "drop"
EXTENDS = "extends"


def laid_over(overlay: Document, base: Document) -> Document:
    """`base` as `overlay` changes it; `YamlRefused` if it changes what it may not."""
    return _Laying(overlay).over(base.value)


class _Laying:
    def __init__(self, overlay: Document) -> None:
        self.overlay = overlay
        self.faults: list[Fault] = []
        self.beneath = overlay.place.inner[EXTENDS]
        """Where all that comes from the base is said to stand."""

    def over(self, base: Plain) -> Document:
        given = self.overlay.value
        for key in (key for key in MEANING if key in given):
            reason = f"An overlay does not change {key}: an answer is worth the same under both."
            self._fault((key,), reason, f"Leave {key} to the base.")
        for key in (key for key in OWN if key not in given):
            self._fault((), f"The key {key} is missing.", f"Add {key}.")
        lower = {k: v for k, v in _signed(_spelled_out(base)).items() if k not in NOT_PASSED_ON}
        upper = {k: v for k, v in _signed(given).items() if k not in {EXTENDS, *MEANING}}
        self._refuse_other_sources(lower["sources"], upper.get("sources"))
        value, place = self._mapping(lower, upper, self.overlay.place, ())
        if self.faults:
            raise YamlRefused(self.faults)
        return Document(self.overlay.name, value, place)

    def _refuse_other_sources(self, known: Plain, given: Plain) -> None:
        """A key of two sources would put rules of the base under the wrong one."""
        for key, said in given.items() if isinstance(given, dict) else ():
            if known.get(key, said) != said:
                reason = f"The source {key} is another one in the base."
                self._fault(("sources", key), reason, "Give yours a key of its own.")

    def _both(self, lower: Plain, upper: Plain, place: Place, path: Path) -> tuple[Plain, Place]:
        if isinstance(lower, dict) and isinstance(upper, dict):
            return self._mapping(lower, upper, place, path)
        if isinstance(lower, list) and isinstance(upper, list):
            if path[-1] in LONGER:
                return self._longer(lower, upper, place)
            if part := PARTS.get(path[-1]):
                return self._entries(part, lower, upper, place, path)
        return upper, place

    def _mapping(self, lower: Plain, upper: Plain, at: Place, path: Path) -> tuple[Plain, Place]:
        value, place = dict(lower), Place(at.at, at.key_at, dict.fromkeys(lower, self.beneath))
        for key, mine in upper.items():
            here = at.inner.get(key, at)
            if key in lower:
                value[key], place.inner[key] = self._both(lower[key], mine, here, (*path, key))
            else:
                value[key], place.inner[key] = mine, here
        return value, place

    def _longer(self, lower: Plain, upper: Plain, at: Place) -> tuple[Plain, Place]:
        entries = [(x, self.beneath) for x in lower]
        entries += [(x, at.inner[n]) for n, x in enumerate(upper) if x not in lower]
        return _listed(entries, at)

    def _entries(
        self, part: Part, lower: Plain, upper: Plain, at: Place, path: Path
    ) -> tuple[Plain, Place]:
        known = {entry[part.key]: entry for entry in lower}
        found = {} if part.ordered else {id: (x, self.beneath) for id, x in known.items()}
        for n, mine in enumerate(upper):
            id = mine.get(part.key) if isinstance(mine, dict) else None
            here, where = at.inner[n], (*path, n)
            if isinstance(mine, dict) and DROP in mine:
                self._check_drop(part, mine, id in known, where)
                found.pop(id, None)
            elif id in known:
                self._check_keys(part, mine, where)
                found[id] = self._mapping(_to_change(known[id], mine), mine, here, where)
            else:
                self._check_growth(part, id, where)
                found[where] = (mine, here)
        return _listed(list(found.values()), at)

    def _check_drop(self, part: Part, mine: Plain, there: bool, where: Path) -> None:  # noqa: FBT001
        if part.may is not None or mine[DROP] is not True:
            reason = f"An overlay drops no entry of {where[-2]}."
            self._fault(
                (*where, DROP), reason, "Take drop out; a weight of 0 may be what is meant."
            )
        elif not there:
            reason = f"The base has no {mine.get(part.key)} to drop."
            self._fault(where, reason, "Take it out.")

    def _check_keys(self, part: Part, mine: Plain, where: Path) -> None:
        may = mine.keys() if part.may is None else part.may | {part.key}
        for key in mine.keys() - may:
            reason = f"An overlay does not change {key} of {mine[part.key]}."
            told = ", ".join(sorted(may - SIGNED - {part.key})) or "nothing of it"
            self._fault((*where, key), reason, f"It may change {told}; or choose another id.")

    def _check_growth(self, part: Part, id: object, where: Path) -> None:
        if not part.grows:
            reason = f"The base has no {id} among its {where[-2]}, and an overlay adds none."
            self._fault(where, reason, "Mend its spelling.")

    def _fault(self, path: Path, reason: str, mend: str) -> None:
        self.faults.append(self.overlay.fault(path, "overlay", reason, mend))


def _listed(entries: list[tuple[Plain, Place]], at: Place) -> tuple[Plain, Place]:
    inner: dict[str | int, Place] = {n: place for n, (_, place) in enumerate(entries)}
    return [value for value, _ in entries], Place(at.at, at.key_at, inner)


def _spelled_out(base: Plain) -> Plain:
    """With the items of each node one by one, so that an overlay can name them."""
    nodes = [_node_spelled_out(node) for node in base.get("nodes", [])]
    return {**base, "nodes": nodes} if nodes else base


def _node_spelled_out(node: Plain) -> Plain:
    items = node.get("items", [])
    if isinstance(items, int):
        items = [{"id": f"{node['id']}-{n}"} for n in range(1, items + 1)]
    inner = [_node_spelled_out(below) for below in node.get("nodes", [])]
    return {**node, "items": items, "nodes": inner}


def _to_change(entry: Plain, mine: Plain) -> Plain:
    """A band has one test: a new one replaces it."""
    return entry if TESTS.isdisjoint(mine) else {k: entry[k] for k in entry.keys() - TESTS}


def _signed(given: Plain) -> Plain:
    """Each rule with its source, so that none changes it by being laid over another."""
    mine = {key: given[key] for key in SIGNED if key in given}
    signed = {**given}
    for key in ("classes", "classify", "deductions", "metrics", "awards", "gates"):
        if isinstance(given.get(key), list):
            signed[key] = [_with(mine, rule) for rule in given[key]]
    verdict = given.get("verdict")
    if isinstance(verdict, dict):
        signed["verdict"] = _with(mine, verdict) if "bands" in verdict else {**verdict}
        if isinstance(verdict.get("caps"), list):
            signed["verdict"]["caps"] = [_with(mine, cap) for cap in verdict["caps"]]
    return signed


def _with(mine: Plain, rule: Plain) -> Plain:
    return {**mine, **rule} if isinstance(rule, dict) else rule
