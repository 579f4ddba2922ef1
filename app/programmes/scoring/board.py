"""The facts laid out under a pack: lines by node, node scores, findings, and the figures so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.programmes.figures.numbers import Exact, Value
from app.programmes.scheme.facts import Facts, ItemFact
from app.programmes.scheme.metrics import Select
from app.programmes.scheme.pack import Node, Pack
from app.programmes.scheme.results import Deduction, Reason
from app.programmes.scoring.findings import Graded, graded
from app.programmes.scoring.ledger import deducted, ledger
from app.programmes.scoring.lines import Line, Progress, lines_of

HUNDRED = 100
Figures = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Standing:
    """A node with its lines. `score` is `before` minus `deducted`, never below 0."""

    node: Node
    lines: tuple[Line, ...]
    before: Fraction | None
    deducted: Fraction
    score: Fraction | None


@dataclass(slots=True)
class Board:
    """`figures` fills up metric by metric; a metric of many figures stands in `many`."""

    pack: Pack
    facts: Facts
    lines: tuple[Line, ...]
    nodes: Mapping[str, Standing]
    findings: tuple[Graded, ...]
    deductions: tuple[Deduction, ...]
    unmapped: tuple[str, ...]
    figures: dict[str, Value] = field(default_factory=dict)
    many: dict[str, Figures] = field(default_factory=dict)

    def selected(self, select: Select) -> Sequence[Line]:
        if select.everything:
            return self.lines
        inside = self.items_in(select)
        return [line for line in self.lines if line.item.id in inside]

    def items_in(self, select: Select) -> frozenset[str]:
        inside = {line.item.id for node in select.nodes or () for line in self.nodes[node].lines}
        tagged = {line.item.id for line in self.lines if select.tag in line.item.tags}
        return frozenset(inside | tagged)


def lay_out(pack: Pack, facts: Facts) -> Board:
    """What the pack does not look at, be it an item or a finding on one, is left out."""
    lines = lines_of(pack, facts)
    places = _Places(pack)
    by_node: dict[str, list[Line]] = {node.id: [] for node in pack.nodes}
    unmapped = set()
    for line in lines:
        nodes = places.of(line.item)
        for node in nodes:
            by_node[node].append(line)
        if not nodes:
            unmapped.add(line.item.id)
    looked_at = {rule.node: by_node[rule.node] for rule in pack.deductions}
    items_of = {id: frozenset(line.item.id for line in x) for id, x in looked_at.items()}
    deductions = ledger(pack, facts, items_of)
    inside = replace(facts, findings=tuple(f for f in facts.findings if f.item not in unmapped))
    return Board(
        pack=pack,
        facts=facts,
        lines=tuple(line for line in lines if line.item.id not in unmapped),
        nodes={node.id: _standing(node, by_node[node.id], deductions) for node in pack.nodes},
        findings=graded(pack, inside),
        deductions=deductions,
        unmapped=tuple(line.item.id for line in lines if line.item.id in unmapped)
        if pack.nodes
        else tuple(item.id for item in facts.items),
    )


class _Places:
    """The nodes of an item, and those above them; looked up, never searched."""

    def __init__(self, pack: Pack) -> None:
        self.by: dict[tuple[str, str], set[str]] = {}
        self.known: dict[tuple[str, str, frozenset[str]], frozenset[str]] = {}
        self.tags: set[str] = set()
        for node in pack.nodes:
            self.tags |= node.picks.tags
            self._note("category", node.picks.categories, node)
            self._note("section", node.picks.sections, node)
            self._note("tag", node.picks.tags, node)
            self._note("item", node.picks.items, node)

    def _note(self, what: str, ids: Iterable[str], node: Node) -> None:
        for id in ids:
            self.by.setdefault((what, id), set()).update(node.path)

    def of(self, item: ItemFact) -> frozenset[str]:
        likeness = (item.category, item.section, item.tags & self.tags)
        found = self.known.get(likeness)
        if found is None:
            found = self.known[likeness] = self._looked_up(*likeness)
        named = self.by.get(("item", item.id))
        return found | named if named else found

    def _looked_up(self, category: str, section: str, tags: frozenset[str]) -> frozenset[str]:
        keys = [("category", category), ("section", section), *(("tag", tag) for tag in tags)]
        return frozenset().union(*(self.by.get(key, ()) for key in keys))


def _standing(node: Node, lines: Sequence[Line], deductions: Sequence[Deduction]) -> Standing:
    before = pooled(lines)
    taken = deducted(deductions, node.id)
    score = None if before is None else max(Fraction(0), before - taken)
    return Standing(node, tuple(lines), before, taken, score)


def pooled(lines: Iterable[Line]) -> Fraction | None:
    """100 x sum(w a) / sum(w max) over the lines that are scored; None when there is none."""
    got: Exact = 0
    most: Exact = 0
    for line in lines:
        worth = line.worth
        if worth.got is not None:
            got += worth.got
            most += worth.most
    return share(got, most)


def share(got: Exact, most: Exact) -> Fraction | None:
    """0 to 100; None of nothing."""
    return Fraction(HUNDRED * got) / most if most else None


def why_none(lines: Sequence[Line]) -> Reason:
    """Why `pooled` has nothing to say."""
    if not lines:
        return Reason.NO_ITEMS
    if all(line.worth.progress is Progress.NOT_APPLICABLE for line in lines):
        return Reason.ALL_NA
    return Reason.UNANSWERED
