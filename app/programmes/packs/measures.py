"""Metrics and bands of a pack."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import singledispatch
from itertools import pairwise
from math import prod

from app.programmes.figures.terms import Kind
from app.programmes.packs import shape_metrics as s
from app.programmes.packs.bands import bands_of
from app.programmes.packs.ground import Ground, Path, titles
from app.programmes.packs.spans import span_of
from app.programmes.packs.tree import Tree
from app.programmes.scheme import metrics as m
from app.programmes.scheme.pack import Node


class _Site:
    """Where a metric is being built: the ground, its place in the file, the tree above."""

    def __init__(self, ground: Ground, path: Path, tree: Tree) -> None:
        self.ground, self.path, self.tree = ground, path, tree

    @property
    def nodes(self) -> list[str]:
        return [node.id for node in self.tree.nodes]

    def many(self, of: str) -> frozenset[str]:
        """The keys of a metric of many figures."""
        self.ground.known((*self.path, "of"), of, list(self.ground.many), "metric of many figures")
        return self.ground.many.get(of, frozenset())


def metrics_of(ground: Ground, tree: Tree) -> tuple[m.Metric, ...]:
    """The metrics in their order: each may name those above it."""
    found = []
    for at, shape in enumerate(ground.shape.metrics):
        site = _Site(ground, ("metrics", at), tree)
        if shape.id in ground.names or shape.id in ground.many:
            reason = f"The name {shape.id} is taken."
            ground.fault((*site.path, "id"), "twice", reason, "Choose another.")
        how = how_of(shape, site)
        origin = ground.origin(site.path, shape)
        found.append(m.Metric(shape.id, titles(shape.title), how, shape.places, origin))
        _name(ground, shape.id, how)
    return tuple(found)


def _name(ground: Ground, id: str, how: m.How) -> None:
    """Makes the metric known to those below."""
    if span := span_of(how, ground.spans):
        ground.spans[id] = span
    match how:
        case m.PerNode():
            ground.many[id] = frozenset(how.nodes)
        case m.PerInstance():
            ground.many[id] = frozenset()
        case m.Banded() if how.of in ground.many:
            ground.many[id] = ground.many[how.of]
        case m.Banded() | m.LevelOf():
            ground.names[id] = Kind.CODE
        case m.Table():
            codes = any(isinstance(cell, str) for cell in how.cells)
            ground.names[id] = Kind.CODE if codes else Kind.NUMBER
        case _:
            ground.names[id] = Kind.NUMBER


@singledispatch
def how_of(shape: object, site: _Site) -> m.How:
    raise NotImplementedError(type(shape).__name__)


@how_of.register
def _(shape: s.PooledShape, site: _Site) -> m.How:
    return m.Pooled(_select(shape, site))


@how_of.register
def _(shape: s.PerNodeShape, site: _Site) -> m.How:
    return m.PerNode(tuple(node.id for node in _chosen(shape, site)))


@how_of.register
def _(shape: s.PerInstanceShape, site: _Site) -> m.How:
    site.ground.known((*site.path, "over"), shape.over, site.nodes, "node")
    return m.PerInstance(shape.over)


@how_of.register
def _(shape: s.WeightedMeanShape, site: _Site) -> m.How:
    keys = site.many(shape.of)
    if shape.weights is None:
        weights = {node.id: node.weight for node in site.tree.nodes if node.id in keys}
        where: Path = (*site.path, "of")
    else:
        weights = {key: Fraction(weight) for key, weight in shape.weights.items()}
        where = (*site.path, "weights")
        _check_keys(site, where, weights, keys)
    if keys and not sum(weights.values()):
        reason = f"The weights of {shape.id} sum to 0."
        site.ground.fault(where, "weights", reason, "Give one of them a weight above 0.")
    return m.WeightedMean(shape.of, weights)


def _check_keys(
    site: _Site, path: Path, weights: Mapping[str, Fraction], keys: frozenset[str]
) -> None:
    for key in weights:
        site.ground.known((*path, key), key, sorted(keys), "figure")
    for key in sorted(keys - weights.keys()):
        site.ground.fault(path, "weights", f"{key} has no weight.", f"Add {key}.")


@how_of.register
def _(shape: s.ExtremumShape, site: _Site) -> m.How:
    inside = site.many(shape.of)
    narrowed = shape.nodes is not None or shape.stage is not None or shape.tag is not None
    keys = frozenset(node.id for node in _chosen(shape, site)) & inside if narrowed else None
    if keys is not None and not keys:
        reason = f"{shape.id} looks at no figure of {shape.of}."
        site.ground.fault(site.path, "empty", reason, "Widen nodes, stage or tag.")
    return m.Extremum(m.Pick(shape.op.removesuffix("_of")), shape.of, keys)


@how_of.register
def _(shape: s.CountLevelsShape, site: _Site) -> m.How:
    known = [code for scale in site.tree.scales.values() for code in scale.levels]
    for at, level in enumerate(shape.levels):
        site.ground.known((*site.path, "levels", at), level, known, "level")
    return m.CountLevels(frozenset(shape.levels), _select(shape, site), shape.by_item)


@how_of.register
def _(shape: s.CountFindingsShape, site: _Site) -> m.How:
    known = [cls.code for cls in site.ground.shape.classes]
    for at, cls in enumerate(shape.classes):
        site.ground.known((*site.path, "classes", at), cls, known, "class")
    return m.CountFindings(frozenset(shape.classes), shape.state, _select(shape, site))


@how_of.register
def _(shape: s.FigureShape, site: _Site) -> m.How:
    return m.ItemFigure(m.Figure(shape.op), _select(shape, site))


@how_of.register
def _(shape: s.LevelOfShape, site: _Site) -> m.How:
    if site.tree.items:
        _known_items(site, ("item",), [shape.item])
    return m.LevelOf(shape.item)


@how_of.register
def _(shape: s.FormulaShape, site: _Site) -> m.How:
    path = (*site.path, "expr")
    return m.Formula(site.ground.expression(path, shape.expr, Kind.NUMBER))


@how_of.register
def _(shape: s.BandedShape, site: _Site) -> m.How:
    known = [*site.ground.many, *site.ground.names]
    site.ground.known((*site.path, "of"), shape.of, known, "metric")
    return m.Banded(
        shape.of, bands_of(site.ground, (*site.path, "bands"), shape.bands, of=shape.of)
    )


@how_of.register
def _(shape: s.CountCodesShape, site: _Site) -> m.How:
    site.many(shape.of)
    return m.CountCodes(shape.of, frozenset(shape.codes))


@how_of.register
def _(shape: s.TableShape, site: _Site) -> m.How:
    axes = tuple(_axis(axis, site, at) for at, axis in enumerate(shape.axes))
    size = prod(axis.size for axis in axes)
    if size != len(shape.cells):
        reason = f"The axes make {size} cells; {len(shape.cells)} are given."
        site.ground.fault((*site.path, "cells"), "table", reason, "Give each its cell.")
    return m.Table(
        axes, tuple(cell if isinstance(cell, str) else Fraction(cell) for cell in shape.cells)
    )


def _axis(shape: s.AxisShape, site: _Site, at: int) -> m.Axis:
    path = (*site.path, "axes", at)
    kind = site.ground.names.get(shape.of)
    site.ground.known((*path, "of"), shape.of, list(site.ground.names), "metric")
    needed = shape.codes if kind is Kind.CODE else shape.bounds
    if bool(shape.codes) == bool(shape.bounds) or not needed:
        reason = f"The axis {shape.of} needs codes (of a code) or bounds (of a number)."
        site.ground.fault(path, "table", reason, "Give the one that fits.")
    if any(low >= high for low, high in pairwise(shape.bounds)):
        site.ground.fault((*path, "bounds"), "order", "The bounds do not rise.", "Sort them.")
    return m.Axis(shape.of, tuple(shape.codes), tuple(map(Fraction, shape.bounds)))


@how_of.register
def _(shape: s.LadderShape, site: _Site) -> m.How:
    for at, rung in enumerate(shape.rungs):
        _known_items(site, ("rungs", at), rung)
    return m.Ladder(tuple(map(tuple, shape.rungs)), frozenset(shape.enough), frozenset(shape.full))


def _known_items(site: _Site, path: Path, items: Sequence[str]) -> None:
    known = [item.id for item in site.tree.items]
    for item in items:
        site.ground.known((*site.path, *path), item, known, "item")


def _chosen(shape: s.SelectShape, site: _Site) -> list[Node]:
    """The nodes that `shape` names by id, stage or tag; all of them if it names none."""
    for at, node in enumerate(shape.nodes or []):
        site.ground.known((*site.path, "nodes", at), node, site.nodes, "node")
    chosen = [
        node
        for node in site.tree.nodes
        if (shape.nodes is None or node.id in shape.nodes)
        and (shape.stage is None or node.stage == shape.stage)
        and (shape.tag is None or shape.tag in node.tags)
    ]
    if not chosen and shape.nodes is None:
        reason = "No node has this stage and tag."
        site.ground.fault(site.path, "empty", reason, "Mend stage or tag, or give them to a node.")
    return chosen


def _select(shape: s.SelectShape, site: _Site) -> m.Select:
    narrowed = shape.nodes is not None or shape.stage is not None or shape.tag is not None
    nodes = frozenset(node.id for node in _chosen(shape, site)) if narrowed else None
    return m.Select(nodes=nodes, tag=shape.item_tag)
