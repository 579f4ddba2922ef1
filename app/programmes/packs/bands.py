"""Bands: from best to worst, without hole or overlap."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from app.programmes.figures.terms import Kind
from app.programmes.packs.ground import Ground, Path, exact, titles
from app.programmes.packs.shape_metrics import BandShape
from app.programmes.packs.spans import fixed, told
from app.programmes.scheme.metrics import Band


def bands_of(
    ground: Ground, path: Path, shapes: Sequence[BandShape], *, of: str | None
) -> tuple[Band, ...]:
    """`of` is the metric that `min` and `gt` read."""
    _check_reach(ground, path, shapes, of or "")
    ground.unique(path, [band.code for band in shapes], "band")
    _check_bands(ground, path, shapes)
    return tuple(
        Band(
            code=shape.code,
            title=titles(shape.title),
            tone=shape.tone or "",
            least=exact(shape.min),
            above=exact(shape.gt),
            when=ground.expression((*path, at, "when"), shape.when, Kind.FLAG)
            if shape.when
            else None,
            by_cap=shape.by_cap,
        )
        for at, shape in enumerate(shapes)
    )


def _check_bands(ground: Ground, path: Path, shapes: Sequence[BandShape]) -> None:
    tested = [(at, band) for at, band in enumerate(shapes) if not band.by_cap]
    for at, band in tested:
        tests = [band.min is not None, band.gt is not None, band.when is not None]
        last = at == tested[-1][0]
        if sum(tests) > 1:
            reason = f"The band {band.code} has several tests."
            ground.fault((*path, at), "bands", reason, "Keep one of min, gt, when.")
        if not any(tests) and not last:
            reason = f"The band {band.code} takes everything; those below are never reached."
            ground.fault((*path, at), "bands", reason, "Give it min, gt or when.")
        if any(tests) and last:
            reason = f"Below the band {band.code} there is a hole: no band takes the rest."
            ground.fault((*path, at), "bands", reason, "Add a last band without min, gt or when.")
    _check_steps(ground, path, tested)
    if not tested:
        ground.fault(path, "bands", "Every band is reached by a cap only.", "Add one that is not.")


def _check_reach(ground: Ground, path: Path, shapes: Sequence[BandShape], of: str) -> None:
    """No bound beyond what the metric can be, and no condition twice.

    A bound that every score meets tells scores from none where there are many figures.
    """
    span, seen = ground.spans.get(of), set()
    for at, band in enumerate(shapes):
        if band.when and band.when in seen:
            reason = f"The band {band.code} is never reached: one above has its condition."
            ground.fault((*path, at, "when"), "bands", reason, "Mend one of the two.")
        seen.add(band.when)
        step = _step(band)
        always = fixed(">" if step[1] else ">=", step[0], span) if step and span else None
        if span and (always is False or (always and of not in ground.many)):
            effect = "takes everything" if always else "is never reached"
            reason = f"The band {band.code} {effect}: {of} {told(span)}."
            key = "min" if band.gt is None else "gt"
            ground.fault((*path, at, key), "bands", reason, "Mend the bound.")


def _check_steps(ground: Ground, path: Path, tested: Sequence[tuple[int, BandShape]]) -> None:
    """Each bound must leave something below it that the next band can take."""
    steps = [(at, band, _step(band)) for at, band in tested]
    bounded = [(at, band, step) for at, band, step in steps if step is not None]
    for (_, upper, above), (at, lower, below) in pairwise(bounded):
        if below >= above:
            reason = f"The band {lower.code} overlaps {upper.code}: nothing is left for it."
            ground.fault((*path, at), "bands", reason, "Let the bounds fall from best to worst.")


def _step(band: BandShape) -> tuple[Fraction, bool] | None:
    """A bound, comparable: `gt` lies just above `min` of the same figure."""
    if band.gt is not None:
        return Fraction(band.gt), True
    return None if band.min is None else (Fraction(band.min), False)
