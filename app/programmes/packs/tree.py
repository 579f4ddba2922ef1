"""Scales, nodes and items of a pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.programmes.figures.numbers import lean
from app.programmes.packs.ground import Ground, Path, titles
from app.programmes.packs.shape import ItemShape, LevelShape, NodeShape, ScaleShape
from app.programmes.scheme.facts import ItemFact
from app.programmes.scheme.pack import Level, Node, Picks, Scale

ANSWER_LEVELS = ("4", "3", "2", "1", "0", "na")
"""What an auditor can record; a pack that looks at a checklist must value each of them."""
NA_RANK = -1


@dataclass(frozen=True, slots=True)
class Tree:
    scales: Mapping[str, Scale]
    scale: str
    scale_of: Mapping[str, str]
    nodes: tuple[Node, ...]
    items: tuple[ItemFact, ...]


def tree_of(ground: Ground) -> Tree:
    shape = ground.shape
    scales = {id: _scale(ground, id, scale) for id, scale in shape.scales.items()}
    placed = list(_placed(shape.nodes, ("nodes",), ()))
    nodes = tuple(_node(node, above) for node, _, above in placed)
    items = [(item, node.id, path) for node, path, _ in placed for item in _items(node)]
    _check_ids(ground, placed, items)
    usual = _default_scale(ground)
    if shape.mapped:
        _check_answer_levels(ground, scales.get(usual))
    return Tree(
        scales=scales,
        scale=usual,
        scale_of={item.id: item.scale for item, _, _ in items if item.scale},
        nodes=nodes,
        items=tuple(_item_fact(item, node) for item, node, _ in items),
    )


def _scale(ground: Ground, id: str, shape: ScaleShape) -> Scale:
    path = ("scales", id, "levels")
    ground.unique(path, [level.code for level in shape.levels], "level")
    for at, level in enumerate(shape.levels):
        _check_level(ground, (*path, at), level, shape)
    values = [level.value for level in shape.levels if level.value is not None]
    if values != sorted(values, reverse=True):
        ground.fault(path, "order", "The levels do not stand from best to worst.", "Sort them.")
    if not any(values):
        ground.fault(path, "scale", "No level is worth anything.", "Give one a value above 0.")
    levels = {
        level.code: Level(
            code=level.code,
            value=None if level.value is None else lean(level.value),
            failed=level.failed,
            rank=NA_RANK if level.na else at,
        )
        for at, level in enumerate(shape.levels)
    }
    return Scale(id=id, top=lean(shape.max), levels=levels)


def _check_level(ground: Ground, path: Path, level: LevelShape, scale: ScaleShape) -> None:
    if level.na == (level.value is not None):
        reason = f"The level {level.code} needs either a value or na: true."
        ground.fault(path, "level", reason, "Write one of the two.")
    if level.value is not None and level.value > scale.max:
        reason = f"The level {level.code} is worth more than the scale's max {scale.max}."
        ground.fault((*path, "value"), "level", reason, "Lower the value or raise max.")


def _default_scale(ground: Ground) -> str:
    """The usual scale; a pack of clocks alone has none."""
    shape = ground.shape
    ids = list(shape.scales)
    if shape.scale is not None:
        ground.known(("scale",), shape.scale, ids, "scale")
        return shape.scale
    if len(ids) > 1:
        reason = "There are several scales, and none of them is the usual one."
        ground.fault(("scales",), "scale", reason, "Add scale: ID.")
    if shape.nodes and not ids:
        ground.fault(("nodes",), "scale", "There are nodes, but no scale.", "Add scales.")
    return ids[0] if ids else ""


def _check_answer_levels(ground: Ground, scale: Scale | None) -> None:
    if scale is None:
        return
    for level in ANSWER_LEVELS:
        if level not in scale.levels:
            ground.fault(
                ("scales", scale.id, "levels"),
                "level",
                f"A checklist is answered with the level {level}, which has no value here.",
                f'Add {{code: "{level}", ...}}.',
            )


Placed = tuple[NodeShape, Path, tuple[str, ...]]


def _placed(nodes: Sequence[NodeShape], path: Path, above: tuple[str, ...]) -> Iterator[Placed]:
    """Each node with its place in the file and the ids above it."""
    for at, node in enumerate(nodes):
        here = (*path, at)
        yield node, here, above
        yield from _placed(node.nodes, (*here, "nodes"), (*above, node.id))


def _node(shape: NodeShape, above: tuple[str, ...]) -> Node:
    categories = [*shape.categories, *([shape.category] if shape.category else [])]
    return Node(
        id=shape.id,
        title=titles(shape.title),
        weight=Fraction(shape.weight),
        picks=Picks(
            categories=frozenset(categories),
            sections=frozenset(shape.sections),
            tags=frozenset(shape.item_tags),
            items=frozenset([*shape.item_ids, *(item.id for item in _items(shape))]),
        ),
        path=(*above, shape.id),
        tags=frozenset(shape.tags),
        stage=shape.stage,
    )


def _items(node: NodeShape) -> Sequence[ItemShape]:
    if isinstance(node.items, tuple):
        return node.items
    return [ItemShape(id=f"{node.id}-{n}") for n in range(1, node.items + 1)]


def _item_fact(item: ItemShape, node: str) -> ItemFact:
    return ItemFact(
        id=item.id,
        category=node,
        severity=item.severity,
        method=item.method,
        tags=frozenset(item.tags),
        knock_out=item.knock_out,
        weight=item.weight,
    )


def _check_ids(
    ground: Ground, nodes: list[Placed], items: list[tuple[ItemShape, str, Path]]
) -> None:
    seen: set[str] = set()
    for node, path, _ in nodes:
        _once(ground, seen, node.id, path)
        if not (node.picks or node.items or node.nodes):
            reason = f"The node {node.id} looks at nothing."
            mend = "Give it category, sections, item_tags, item_ids, items or nodes."
            ground.fault(path, "empty", reason, mend)
        if node.items and node.picks:
            reason = f"The node {node.id} both holds items and looks at a checklist."
            ground.fault(path, "node", reason, "Choose one of the two.")
        if isinstance(node.items, tuple) and node.items and not any(x.weight for x in node.items):
            reason = f"The items of {node.id} weigh nothing: it would never have a score."
            ground.fault((*path, "items"), "weights", reason, "Give one a weight above 0.")
    for item, _, path in items:
        _once(ground, seen, item.id, (*path, "items"))
        if item.scale:
            ground.known((*path, "items"), item.scale, list(ground.shape.scales), "scale")


def _once(ground: Ground, seen: set[str], id: str, path: Path) -> None:
    if id in seen:
        ground.fault(path, "twice", f"The id {id} stands twice.", "Rename one.")
    seen.add(id)
