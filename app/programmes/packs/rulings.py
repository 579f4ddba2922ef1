"""Finding classes, deductions, verdict, awards and gates of a pack."""

from fractions import Fraction

from app.programmes.figures.terms import Kind
from app.programmes.packs.bands import bands_of
from app.programmes.packs.ground import Ground, Path, titles
from app.programmes.packs.shape import (
    ByRatioShape,
    ClassShape,
    ClockShape,
    ConditionShape,
    DeductionShape,
    GroupShape,
    RegradeShape,
    RepeatUpShape,
)
from app.programmes.packs.shape_metrics import Rule
from app.programmes.scheme.classes import (
    ByRatio,
    Clock,
    FindingClass,
    GroupToClass,
    Regrade,
    RepeatUp,
)
from app.programmes.scheme.pack import Award, Cap, Condition, DeductionRule, Gate, VerdictRule
from app.programmes.scoring.givens import BASE, VERDICT

AUDIT_CLASSES = ("critical", "major", "minor", "observation")
"""What an audit calls its findings; a pack that looks at a checklist must take each of them."""
AFTER_VERDICT = {VERDICT: Kind.CODE, BASE: Kind.CODE}


def classes_of(ground: Ground) -> tuple[FindingClass, ...]:
    shapes = ground.shape.classes
    ground.unique(("classes",), [shape.code for shape in shapes], "class")
    taken = [code for shape in shapes for code in (shape.code, *shape.also)]
    for code in AUDIT_CLASSES if ground.shape.mapped else ():
        if code not in taken:
            reason = f"Findings of the class {code} would count nowhere."
            ground.fault(("classes",), "classes", reason, "Add the class, or name it in also:.")
    return tuple(_class(ground, at, shape) for at, shape in enumerate(shapes))


def _class(ground: Ground, at: int, shape: ClassShape) -> FindingClass:
    path = ("classes", at)
    ground.unique((*path, "clocks"), [clock.step for clock in shape.clocks], "clock")
    for n, clock in enumerate(shape.clocks):
        if clock.earliest is not None and clock.earliest > clock.n:
            reason = "The earliest day lies after the latest."
            ground.fault((*path, "clocks", n, "earliest"), "clock", reason, "Lower it.")
    return FindingClass(
        code=shape.code,
        title=titles(shape.title),
        also=frozenset(shape.also),
        clocks=tuple(
            _clock(ground, (*path, "clocks", n), x, shape) for n, x in enumerate(shape.clocks)
        ),
        verify=shape.verify,
        origin=ground.origin(path, shape),
        confirmation=ground.origin((*path, "confirmation"), shape.confirmation)
        if shape.confirmation
        else None,
    )


def _clock(ground: Ground, path: Path, shape: ClockShape, of: ClassShape) -> Clock:
    own = Rule(
        source=shape.source or of.source,
        verified=of.verified if shape.verified is None else shape.verified,
    )
    said = shape.model_dump(exclude={"source", "verified"})
    return Clock(**said, origin=ground.origin(path, own))


def regrades_of(ground: Ground) -> tuple[Regrade, ...]:
    return tuple(_regrade(ground, at, x) for at, x in enumerate(ground.shape.classify))


def _regrade(ground: Ground, at: int, shape: RegradeShape) -> Regrade:
    known = [cls.code for cls in ground.shape.classes]
    path = ("classify", at)
    match shape:
        case ByRatioShape():
            ground.known((*path, "to"), shape.to, known, "class")
            ground.known((*path, "below"), shape.below, known, "class")
            return ByRatio(Fraction(shape.least), shape.to, shape.below)
        case GroupShape():
            ground.known((*path, "from"), shape.from_, known, "class")
            ground.known((*path, "to"), shape.to, known, "class")
            return GroupToClass(shape.from_, shape.n, shape.to, frozenset(shape.standards))
        case RepeatUpShape():
            return RepeatUp()


def deductions_of(ground: Ground, nodes: list[str]) -> tuple[DeductionRule, ...]:
    shapes = ground.shape.deductions
    ground.unique(("deductions",), [shape.node for shape in shapes], "deduction of")
    for at, shape in enumerate(shapes):
        ground.known(("deductions", at, "node"), shape.node, nodes, "node")
    return tuple(_deduction(ground, ("deductions", at), x) for at, x in enumerate(shapes))


def _deduction(ground: Ground, path: Path, shape: DeductionShape) -> DeductionRule:
    repeated = shape.repeat.points if shape.repeat else shape.timed_fail
    return DeductionRule(
        node=shape.node,
        timed_fail=Fraction(shape.timed_fail),
        repeated=Fraction(repeated),
        days=shape.repeat.days if shape.repeat else 0,
        most=Fraction(shape.max),
        origin=ground.origin(path, shape),
    )


def verdict_of(ground: Ground) -> VerdictRule | None:
    shape = ground.shape.verdict
    if shape is None:
        return None
    path = ("verdict",)
    if shape.metric:
        numbers = [id for id, kind in ground.names.items() if kind is Kind.NUMBER]
        ground.known((*path, "metric"), shape.metric, numbers, "number")
    elif any(band.min is not None or band.gt is not None for band in shape.bands):
        ground.fault(path, "bands", "The bands read no metric.", "Add metric.")
    codes = [band.code for band in shape.bands]
    ground.unique((*path, "caps"), [cap.id for cap in shape.caps], "cap")
    caps = []
    for at, cap in enumerate(shape.caps):
        where = (*path, "caps", at)
        ground.known((*where, "cap"), cap.cap, codes, "band")
        condition = _condition(ground, where, cap, after_verdict=False)
        caps.append(Cap(cap.id, condition, cap.cap, ground.origin(where, cap)))
    bands = bands_of(ground, (*path, "bands"), shape.bands, of=shape.metric)
    return VerdictRule(shape.metric, bands, tuple(caps), ground.origin(path, shape))


def awards_of(ground: Ground) -> tuple[Award, ...]:
    shapes = ground.shape.awards
    ground.unique(("awards",), [shape.code for shape in shapes], "award")
    return tuple(
        Award(
            code=shape.code,
            condition=_condition(ground, ("awards", at), shape),
            origin=ground.origin(("awards", at), shape),
        )
        for at, shape in enumerate(shapes)
    )


def gates_of(ground: Ground) -> tuple[Gate, ...]:
    shapes = ground.shape.gates
    ground.unique(("gates",), [shape.id for shape in shapes], "gate")
    return tuple(
        Gate(
            id=shape.id,
            title=titles(shape.title),
            conditions=tuple(
                _condition(ground, ("gates", at, "all", n), condition)
                for n, condition in enumerate(shape.all)
            ),
            origin=ground.origin(("gates", at), shape),
        )
        for at, shape in enumerate(shapes)
    )


def _condition(
    ground: Ground, path: Path, shape: ConditionShape, *, after_verdict: bool = True
) -> Condition:
    more = AFTER_VERDICT if after_verdict and ground.shape.verdict else {}
    when = ground.expression((*path, "when"), shape.when, Kind.FLAG, more)
    return Condition(when, titles(shape.title))
