"""Totals over time: a line a programme, floors as rules, milestones as uprights."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from app.reports.document import Band, TrendLine, TrendMark, TrendPoint
from app.reports.plots.look import (
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

HUNDRED = Decimal(100)
APART = 0.075  # of the whole span: nearer labels would touch at the width of half a page
ROOM, STEP = Decimal(10), Decimal(20)  # below the lowest point for its label; between rules
COLUMN = 480  # px that the plot has at the least where uprights are named
ROW = 13
FOOT = 9  # of an upright, where it stands on its day


def trend_option(lines: Sequence[TrendLine], palette: Palette = PRINT) -> Option:
    """Totals of each programme over the rounds; floors and milestones are those of the first."""
    shown = [line for line in lines if any(p.total is not None for p in line.points)]
    told = len(shown) > 1
    bands = [band for band in shown[0].bands if band.floor is not None] if shown else []
    marks = _placed(shown)
    margin = max([breadth(_floor_words(band)) for band in bands], default=8)
    rows = 1 + max((row for _mark, row in marks), default=-1)
    return {
        **base(palette),
        "legend": legend(palette, [_line_name(line) for line in shown]) if told else None,
        "grid": {
            "left": 34,
            "right": margin + 12,
            "top": 20 + ROW * rows + (LINE * len(shown) if told else 0),
            "bottom": 26,
        },
        "xAxis": _time_axis(shown, palette),
        "yAxis": _score_axis(shown, bands, palette),
        "series": [
            _line(shown, n, palette, _rules(bands, marks, palette) if n == 0 else None)
            for n in range(len(shown))
        ],
    }


def _line_name(line: TrendLine) -> str:
    return f"{line.buyer} · {line.programme}" if line.buyer else line.programme


def _floor_words(band: Band) -> str:
    return f"{band.verdict.words} {band.floor}"


def _line(lines: Sequence[TrendLine], n: int, palette: Palette, rules: Option | None) -> Option:
    colour = palette.series[n % len(palette.series)]
    points = [p for p in lines[n].points if p.total is not None]
    named = _labelled(lines, n, points)
    series: Option = {
        "name": _line_name(lines[n]),
        "type": "line",
        "symbol": SYMBOLS[n % len(SYMBOLS)],
        "symbolSize": 7,
        "lineStyle": {"width": 2, "type": DASHES[n % len(DASHES)], "color": colour},
        "itemStyle": {"color": colour},
        "label": {
            "color": colour,
            "fontSize": 10,
            "fontWeight": "bold",
            "backgroundColor": palette.paper,
            "padding": [0, 1],
        },
        "labelLayout": {"hideOverlap": True},
        "data": [
            {
                "value": [p.on.isoformat(), float(p.total or 0)],
                "label": {
                    "show": p in named,
                    "formatter": f"{p.total:f}",
                    "position": named.get(p, "top"),
                },
            }
            for p in reversed(points)  # where labels would overlap, the latest stays
        ],
        "z": 3,  # all alike, so that no line is drawn over another's number
    }
    return series | ({"markLine": rules} if rules else {})


def _labelled(
    lines: Sequence[TrendLine], n: int, points: Sequence[TrendPoint]
) -> dict[TrendPoint, str]:
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
    sides = {one: _side(lines, n, one) for one in chosen}
    return {one: side for one, side in sides.items() if side}


def _side(lines: Sequence[TrendLine], n: int, point: TrendPoint) -> str:
    others = [_nearest(line, point.on) for m, line in enumerate(lines) if m != n]
    total = point.total or Decimal(0)
    if all(total > other or (total == other and n == 0) for other in others):
        return "top"
    if all(total <= other for other in others):
        return "bottom"
    return "top" if n == 0 else ""


def _nearest(line: TrendLine, on: date) -> Decimal:
    told = [p for p in line.points if p.total is not None]
    return min(told, key=lambda p: abs((p.on - on).days)).total or Decimal(0)


def _days(lines: Sequence[TrendLine]) -> list[date]:
    days = {p.on for line in lines for p in line.points}
    days |= {mark.on for mark in (lines[0].marks if lines else ())}
    return sorted(days) or [date(2000, 1, 1)]


def _placed(lines: Sequence[TrendLine]) -> list[tuple[TrendMark, int]]:
    """Each milestone with the row on which its words touch no other's."""
    span = _days(lines)
    whole = max((span[-1] - span[0]).days, 1)
    ends: list[float] = []
    found: list[tuple[TrendMark, int]] = []
    for mark in sorted(lines[0].marks if lines else (), key=lambda one: one.on):
        middle = (mark.on - span[0]).days / whole * COLUMN
        half = breadth(mark.words) / 2 + 3
        row = next((n for n, end in enumerate(ends) if end < middle - half), len(ends))
        ends[row : row + 1] = [middle + half]
        found.append((mark, row))
    return found


def _rules(
    bands: Sequence[Band], marks: Sequence[tuple[TrendMark, int]], palette: Palette
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
        "data": [_floor(band, palette) for band in bands]
        + [_upright(mark, row, palette) for mark, row in marks],
    }


def _floor(band: Band, palette: Palette) -> Option:
    return {
        "yAxis": float(band.floor or 0),
        "label": {
            "formatter": _floor_words(band),
            "position": "end",
            "color": palette.muted,
            "fontSize": 10,
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
            "formatter": mark.words,
            "position": "end",
            "color": palette.ink if mark.reached else palette.muted,
            "fontSize": 10,
            "distance": 3 + ROW * row,
        },
    }


def _time_axis(lines: Sequence[TrendLine], palette: Palette) -> Option:
    days = _days(lines)
    short = (days[-1] - days[0]).days < 120  # noqa: PLR2004 - days; months would repeat on the axis
    air = timedelta(days=max((days[-1] - days[0]).days // 25, 2))
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
