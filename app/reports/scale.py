"""Where a total stands among the bands: positions in percent, for the ruler under the verdict."""

from dataclasses import dataclass
from decimal import Decimal

from app.reports.document import Standing, Verdict

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One band on the ruler; `floor` None: from the very beginning."""

    verdict: Verdict
    floor: Decimal | None
    start: Decimal
    width: Decimal
    here: bool


@dataclass(frozen=True, slots=True)
class Ruler:
    stretches: tuple[Stretch, ...]
    at: Decimal | None
    before: Decimal | None
    end: Decimal


def ruler(standing: Standing) -> Ruler:
    """The bands from worst to best, laid end to end over 0 to the highest that can be said."""
    floors = [band.floor for band in standing.bands if band.floor is not None]
    end = max([FULL, *floors, standing.total or FULL])
    lowest_first = sorted(
        (band for band in standing.bands), key=lambda band: band.floor or Decimal("-Infinity")
    )
    edges = [_place(band.floor, end) for band in lowest_first] + [FULL]
    spans = list(zip(lowest_first, edges, edges[1:], strict=False))
    at = None if standing.total is None else _place(standing.total, end)
    stretches = tuple(
        Stretch(
            band.verdict, band.floor, start, stop - start, at is not None and start <= at < stop
        )
        for band, start, stop in spans
    )
    before = None if standing.before is None else _place(standing.before, end)
    return Ruler(stretches, at, before, end)


def _place(value: Decimal | None, end: Decimal) -> Decimal:
    share = max(value or Decimal(0), Decimal(0)) / end * 100
    return min(share, FULL).quantize(Decimal("0.01"))
