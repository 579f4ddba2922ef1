"""Puts a pack together, or names everything that is wrong with it."""

from fractions import Fraction
from hashlib import sha256

from pydantic import ValidationError

from app.kit.yaml_text import Document, YamlRefused, faults_of
from app.programmes.figures.numbers import lean
from app.programmes.figures.terms import Kind
from app.programmes.packs.ground import Ground, exact, titles
from app.programmes.packs.measures import metrics_of
from app.programmes.packs.rulings import (
    awards_of,
    classes_of,
    deductions_of,
    gates_of,
    regrades_of,
    verdict_of,
)
from app.programmes.packs.shape import PackShape
from app.programmes.packs.shape_metrics import BandedShape, MetricShape, TableShape
from app.programmes.packs.spans import span_of_given
from app.programmes.packs.tree import tree_of
from app.programmes.scheme.classes import Origin
from app.programmes.scheme.metrics import rests_on
from app.programmes.scheme.pack import (
    Asked,
    Base,
    Instances,
    Missing,
    Pack,
    Stand,
    expressions_of,
)
from app.programmes.scoring.givens import NODES_OVER_NA, given_names


def shape_of(document: Document) -> PackShape:
    try:
        return PackShape.model_validate(document.value)
    except ValidationError as error:
        raise YamlRefused(faults_of(error, document)) from error


def build(document: Document, shape: PackShape, text: str, bases: tuple[Base, ...] = ()) -> Pack:
    """The pack of a whole document; `text` is what it is hashed by."""
    ground = Ground(document, shape)
    pack = _pack(ground, sha256(text.encode()).hexdigest(), bases)
    if ground.faults:
        raise YamlRefused(ground.faults)
    return pack


def _pack(ground: Ground, digest: str, bases: tuple[Base, ...]) -> Pack:
    shape = ground.shape
    ground.known(("source",), shape.source, list(shape.sources), "source")
    tree = tree_of(ground)
    _name_what_is_given(ground)
    metrics = metrics_of(ground, tree)
    pack = Pack(
        id=shape.programme,
        version=shape.version,
        title=titles(shape.title),
        about=titles(shape.about),
        sources={key: {"en": one.en, "zh": one.zh} for key, one in shape.sources.items()},
        origin=Origin(shape.source, shape.verified),
        monotone=shape.monotone,
        scales=tree.scales,
        scale=tree.scale,
        scale_of=tree.scale_of,
        nodes=tree.nodes,
        items=tree.items,
        item_weights={key: lean(weight) for key, weight in shape.item_weights.items()},
        missing=_missing(ground),
        instances=Instances(shape.instances.reduce, shape.instances.places),
        classes=classes_of(ground),
        regrades=regrades_of(ground),
        holidays=frozenset(shape.holidays),
        deductions=deductions_of(ground, [node.id for node in tree.nodes]),
        named={id: Asked(titles(x.title), exact(x.default)) for id, x in shape.facts.items()},
        metrics=metrics,
        verdict=verdict_of(ground),
        awards=awards_of(ground),
        gates=gates_of(ground),
        sha256=digest,
        bases=bases,
    )
    _check_most_na(ground, pack)
    if shape.item_weights and not any(shape.item_weights.values()):
        reason = "The weights of the severities sum to 0."
        ground.fault(("item_weights",), "weights", reason, "Give one of them a weight above 0.")
    return pack


def _name_what_is_given(ground: Ground) -> None:
    """Numbers that stand without being defined, and codes that conditions may compare with."""
    shape = ground.shape
    given = given_names([cls.code for cls in shape.classes])
    ground.spans = {name: span_of_given(name) for name in given}
    numbers = [*given, *shape.facts]
    ground.unique(("facts",), numbers, "name")
    ground.names = dict.fromkeys(_codes(shape))
    for name in numbers:
        if name in ground.names:
            reason = f"{name} is both a figure and a code."
            ground.fault(("facts",), "twice", reason, "Rename one of them.")
        ground.names[name] = Kind.NUMBER


def _codes(shape: PackShape) -> list[str]:
    banded = [metric.bands for metric in shape.metrics if isinstance(metric, BandedShape)]
    bands = [*banded, *([shape.verdict.bands] if shape.verdict else [])]
    levels = [level.code for scale in shape.scales.values() for level in scale.levels]
    cells = [cell for metric in shape.metrics for cell in _cells(metric)]
    return [*(band.code for several in bands for band in several), *levels, *cells]


def _cells(metric: MetricShape) -> list[str]:
    cells = metric.cells if isinstance(metric, TableShape) else []
    return [cell for cell in cells if isinstance(cell, str)]


def _missing(ground: Ground) -> Missing:
    na = ground.shape.na
    if (na.stand is Stand.AS_TARGET) != (na.target is not None):
        ground.fault(("na",), "na", "A target goes with as: as_target, and only with it.", "Mend.")
    return Missing(
        na=na.stand,
        unanswered=Stand(ground.shape.unanswered),
        target=Fraction(na.target or 0),
        most_na=exact(na.most),
        needs_approval=na.needs_approval,
    )


def _check_most_na(ground: Ground, pack: Pack) -> None:
    """A limit that no rule reads would be a limit on paper."""
    if pack.missing.most_na is None or NODES_OVER_NA in _names_read(pack):
        return
    reason = f"na.most is set, but nothing reads {NODES_OVER_NA}."
    mend = f'Add a cap or a gate with when: "{NODES_OVER_NA} > 0" or "{NODES_OVER_NA} == 0".'
    ground.fault(("na", "most"), "na", reason, mend)


def _names_read(pack: Pack) -> set[str]:
    read = {name for expression in expressions_of(pack) for name in expression.names}
    return read | {name for metric in pack.metrics for name in rests_on(metric.how)}
