"""Totals over time: a line a programme, floors as rules, milestones as uprights."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from app.reports.document import Band, TrendLine, TrendMark, TrendPoint
from app.reports.plots.look import (
    BOTH,
    DASHES,
    LINE,
    PRINT,
    SYMBOLS,
    Option,
    Palette,
    base,
    breadth,
    legend,
)
from app.reports.plots.room import (
    A_RULE,
    ANYTHING,
    NOTHING,
    Figure,
    Place,
    Plot,
    number_look,
    numbered,
    places,
)

HUNDRED = Decimal(100)
TREND_HEIGHT = 300  # px, for which the numbers are placed
APART = 0.075  # of the whole span: nearer labels would touch at the width of half a page
ROOM, STEP = Decimal(10), Decimal(20)  # below the lowest point for its label; between rules
COLUMN = 480  # px that the plot has at the least where uprights are named
WIDTHS = (420, 900)  # px of the plot, on paper and on pages
ROW, TEXT = 12, 10
FOOT = 9  # of an upright, where it stands on its day
OVER = 8  # over the plot, clear of the highest figure of its axis
ROUND, BETWEEN = 8, 4  # px of a point where a round ended, and of one between rounds
LEFT, FOOTING = 34, 26
BOTTOM = "bottom"


def trend_option(
    lines: Sequence[TrendLine], palette: Palette = PRINT, height: int = TREND_HEIGHT
) -> Option:
    """Totals of each programme over the rounds; floors and milestones are those of the first."""
    shown = [line for line in lines if any(p.total is not None for p in line.points)]
    told = len(shown) > 1
    bands = [band for band in shown[0].bands if band.floor is not None] if shown else []
    marks = _placed(shown)
    names = [line for band in bands for line in _floor_words(band)]
    margin = max([breadth(one, TEXT) for one in names], default=8)
    rows = max((row + len(_lines(mark)) for mark, row in marks), default=0)
    top = OVER + ROW * rows + (LINE * len(shown) if told else 0) + ROW
    axis = _score_axis(shown, bands, palette)
    found = _offsets(shown, bands, marks, axis, height - top - FOOTING)
    point = max(height - top - FOOTING, 1) / ((axis["max"] - axis["min"]) or 1)
    rules = _rules(_seated(bands, point), marks, palette)
    return {
        **base(palette),
        "legend": legend(palette, [_line_name(line) for line in shown]) if told else None,
        "grid": {"left": LEFT, "right": margin + 12, "top": top, "bottom": FOOTING},
        "xAxis": _time_axis(shown, palette),
        "yAxis": axis,
        "series": [
            _line(shown, n, palette, found, rules if n == 0 else None) for n in range(len(shown))
        ],
    }


def _line_name(line: TrendLine) -> str:
    return f"{line.buyer} · {line.programme}" if line.buyer else line.programme


def _floor_words(band: Band) -> list[str]:
    """Each language on its own line, the figure beside the first."""
    first, *others = band.verdict.words.split(BOTH)
    return [f"{first} {band.floor}", *others]


def _lines(mark: TrendMark) -> list[str]:
    return mark.words.split(BOTH)


Placed = Mapping[tuple[int, TrendPoint], Place]


def _line(
    lines: Sequence[TrendLine], n: int, palette: Palette, placed: Placed, rules: Option | None
) -> Option:
    colour = palette.series[n % len(palette.series)]
    points = [p for p in lines[n].points if p.total is not None]
    series: Option = {
        "name": _line_name(lines[n]),
        "type": "line",
        "symbol": SYMBOLS[n % len(SYMBOLS)],
        "symbolSize": ROUND,
        "lineStyle": {"width": 2, "type": DASHES[n % len(DASHES)], "color": colour},
        "itemStyle": {"color": colour},
        "label": number_look(colour),
        "labelLayout": {"hideOverlap": True},
        "data": [
            {
                "value": [p.on.isoformat(), float(p.total or 0)],
                **numbered(
                    f"{p.total:f}",
                    placed.get((n, p)),
                    ROUND if p.audit or p is points[-1] else BETWEEN,
                    palette.paper,
                ),
            }
            for p in reversed(points)  # where labels would overlap, the latest stays
        ],
        "z": 3,  # all alike, so that no line is drawn over another's number
    }
    return series | ({"markLine": rules} if rules else {})


def _offsets(
    lines: Sequence[TrendLine],
    bands: Sequence[Band],
    marks: Sequence[tuple[TrendMark, int]],
    axis: Option,
    height: int,
) -> Placed:
    """Of each number that has room, the latest first."""
    span = _days(lines)
    air = _air(span)
    across = (span[0].toordinal() - air.days, span[-1].toordinal() + air.days)
    plots = [
        Plot(
            width,
            max(height, 1),
            across,
            (axis["min"], axis["max"]),
            [[_spot(p) for p in line.points if p.total is not None] for line in lines],
            [float(band.floor or 0) for band in bands],
            [mark.on.toordinal() for mark, _row in marks],
        )
        for width in WIDTHS
    ]
    asked = sorted(
        (
            (n, point, side)
            for n, line in enumerate(lines)
            for point, side in _labelled(lines, n, [p for p in line.points if p.total is not None])
        ),
        key=lambda one: (-one[1].on.toordinal(), one[0]),
    )
    figures = [
        Figure(_spot(p), f"{p.total:f}", below=side == BOTTOM, covers=_allowed(lines[n], p))
        for n, p, side in asked
    ]
    found = zip(asked, places(plots, figures), strict=True)
    return {(n, point): place for (n, point, _side), place in found if place}


def _allowed(line: TrendLine, point: TrendPoint) -> int:
    """The latest number is told in any case, the first wherever it covers no line."""
    told = [p for p in line.points if p.total is not None]
    return ANYTHING if point is told[-1] else A_RULE if point is told[0] else NOTHING


def _spot(point: TrendPoint) -> tuple[float, float]:
    return point.on.toordinal(), float(point.total or 0)


def _labelled(
    lines: Sequence[TrendLine], n: int, points: Sequence[TrendPoint]
) -> Iterator[tuple[TrendPoint, str]]:
    """The latest, then the ends of rounds, then months, as far apart as the type needs.

    A label stands above its point where the line is the highest, below where it is the lowest; a
    line between others is named by the legend and the table alone, but for the first.
    """
    span = _days(lines)
    least = (span[-1] - span[0]).days * APART
    chosen: list[TrendPoint] = []
    for one in sorted(points, key=lambda p: (p is not points[-1], not p.audit, -p.on.toordinal())):
        if all(abs((one.on - other.on).days) >= least for other in chosen):
            chosen.append(one)
    sides = ((one, _side(lines, n, one)) for one in chosen)
    yield from ((one, side) for one, side in sides if side)


def _side(lines: Sequence[TrendLine], n: int, point: TrendPoint) -> str:
    others = [_nearest(line, point.on) for m, line in enumerate(lines) if m != n]
    total = point.total or Decimal(0)
    if all(total > other or (total == other and n == 0) for other in others):
        return "top"
    if all(total <= other for other in others):
        return BOTTOM
    return "top" if n == 0 else ""


def _nearest(line: TrendLine, on: date) -> Decimal:
    told = [p for p in line.points if p.total is not None]
    return min(told, key=lambda p: abs((p.on - on).days)).total or Decimal(0)


def _days(lines: Sequence[TrendLine]) -> list[date]:
    days = {p.on for line in lines for p in line.points}
    days |= {mark.on for mark in (lines[0].marks if lines else ())}
    return sorted(days) or [date(2000, 1, 1)]


def _placed(lines: Sequence[TrendLine]) -> list[tuple[TrendMark, int]]:
    """Each milestone with the row from which its words, a line a language, touch no other's."""
    span = _days(lines)
    whole = max((span[-1] - span[0]).days, 1)
    ends: list[float] = []
    found: list[tuple[TrendMark, int]] = []
    for mark in sorted(lines[0].marks if lines else (), key=lambda one: one.on):
        middle = (mark.on - span[0]).days / whole * COLUMN
        words = _lines(mark)
        half = max(breadth(line, TEXT) for line in words) / 2 + 3
        row = next(
            n
            for n in range(len(ends) + 1)
            if all(end < middle - half for end in ends[n : n + len(words)])
        )
        ends[row : row + len(words)] = [middle + half] * len(words)
        found.append((mark, row))
    return found


def _seated(bands: Sequence[Band], point: float) -> list[tuple[Band, str]]:
    """Each floor with how its words stand by it: away from a near neighbour's.

    `point`: the pixels of one.
    """
    ranked = sorted(bands, key=lambda band: -(band.floor or 0))
    near = [
        float((over.floor or 0) - (under.floor or 0)) * point
        < ROW * (len(_floor_words(over)) + len(_floor_words(under))) / 2 + 2
        for over, under in pairwise(ranked)
    ]
    sides = {(True, False): "top", (False, True): "bottom"}
    told = zip(ranked, [False, *near], [*near, False], strict=False)
    return [(band, sides.get((above, below), "middle")) for band, above, below in told]


def _rules(
    bands: Sequence[tuple[Band, str]], marks: Sequence[tuple[TrendMark, int]], palette: Palette
) -> Option | None:
    if not bands and not marks:
        return None
    return {
        "silent": True,
        "z": 1,
        "symbol": "none",
        "precision": 4,
        "animation": False,
        "lineStyle": {"color": palette.muted, "type": "solid", "width": 0.8},
        "data": [_floor(band, side, palette) for band, side in bands]
        + [_upright(mark, row, palette) for mark, row in marks],
    }


def _floor(band: Band, side: str, palette: Palette) -> Option:
    return {
        "yAxis": float(band.floor or 0),
        "label": {
            "formatter": "\n".join(_floor_words(band)),
            "position": "end",
            "color": palette.muted,
            "fontSize": TEXT,
            "lineHeight": ROW,
            "align": "left",
            "verticalAlign": side,
            "distance": 4,
        },
    }


def _upright(mark: TrendMark, row: int, palette: Palette) -> Option:
    """Reached: a firm line on a full foot; only planned: a dotted one on a hollow foot."""
    return {
        "xAxis": mark.on.isoformat(),
        "symbol": "diamond" if mark.reached else "emptyDiamond",
        "symbolSize": FOOT,
        "symbolRotate": 0,
        "lineStyle": {
            "color": palette.ink if mark.reached else palette.muted,
            "type": "solid" if mark.reached else [2, 3],
            "width": 1,
        },
        "label": {
            "formatter": "\n".join(_lines(mark)),
            "position": "end",
            "color": palette.ink if mark.reached else palette.muted,
            "fontSize": TEXT,
            "lineHeight": ROW,
            "distance": OVER + ROW * row,
        },
    }


def _time_axis(lines: Sequence[TrendLine], palette: Palette) -> Option:
    days = _days(lines)
    short = (days[-1] - days[0]).days < 120  # noqa: PLR2004 - days; months would repeat on the axis
    air = _air(days)
    return {
        "type": "time",
        "min": (days[0] - air).isoformat(),
        "max": (days[-1] + air).isoformat(),
        "axisLine": {"lineStyle": {"color": palette.muted}},
        "axisTick": {"lineStyle": {"color": palette.muted}},
        "axisLabel": {
            "color": palette.muted,
            "fontSize": 10,
            "hideOverlap": True,
            "formatter": "{yyyy}-{MM}-{dd}" if short else "{yyyy}-{MM}",
        },
    }


def _air(days: Sequence[date]) -> timedelta:
    """Left and right of what is told."""
    return timedelta(days=max((days[-1] - days[0]).days // 25, 2))


def _score_axis(lines: Sequence[TrendLine], bands: list[Band], palette: Palette) -> Option:
    totals = [p.total for line in lines for p in line.points if p.total is not None]
    floors = [band.floor for band in bands if band.floor is not None]
    low = min([*totals, *floors], default=Decimal(0))
    high = max([*totals, *floors, HUNDRED])
    below = low - ROOM if low > 0 else low
    start = (below / STEP).to_integral_value(ROUND_FLOOR) * STEP
    return {
        "type": "value",
        "min": float(start if low < 0 else max(start, Decimal(0))),
        "max": float(high),
        "axisLabel": {"color": palette.muted, "fontSize": 10, "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": palette.line, "width": 0.5, "type": [1, 3]}},
    }
