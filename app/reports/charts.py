"""Chart options, drawn by ECharts on the page and in the PDF alike.

Plain dicts that JSON can carry, no functions in them. A series is told from another by its dash
and its symbol, a value by its number; colour only helps. Words come in, so that either language
fits.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

from app.kit.words import mark as _
from app.reports.document import Ageing, Band, CategoryScore, TrendLine

Option = dict[str, Any]

DASHES: tuple[str | list[int], ...] = ("solid", [7, 4], [2, 3], [9, 3, 2, 3])
SYMBOLS = ("circle", "diamond", "triangle", "rect")
FAMILY = "Shortlist Latin, Shortlist Sans, Noto Sans SC, Noto Sans CJK SC, sans-serif"
ICONS = (
    "path://M0 3.4h10a5 5 0 0 1 10 0h10v1.6h-10a5 5 0 0 1-10 0h-10z",
    "path://M0 3.4h7v1.4h-7z M15 0l5 4-5 4-5-4z M23 3.4h7v1.4h-7z",
    "path://M0 3.4h4v1.2h-4z M8 3.4h4v1.2h-4z M16 3.4h4v1.2h-4z M24 3.4h4v1.2h-4z",
)
LINE = 17
HUNDRED = Decimal(100)
LEAST_SPOKES = 3


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str
    muted: str
    line: str
    paper: str
    series: tuple[str, ...]
    family: str = FAMILY


PRINT = Palette("#1a2024", "#465057", "#c4c9c8", "#ffffff", ("#0b5763", "#b0622a", "#5d4a8a"))
LIGHT = Palette("#1a2024", "#626c72", "#dad8d0", "#ffffff", ("#0b5763", "#b0622a", "#5d4a8a"))
DARK = Palette("#e7eae9", "#929d9f", "#2e3639", "#1a1f22", ("#76c8d1", "#e6a06b", "#b9a6e4"))


@dataclass(frozen=True, slots=True)
class ChartWords:
    now: str
    before: str
    needed: str
    up_to: str
    between: str
    over: str


def chart_words(gettext: Callable[[str], str]) -> ChartWords:
    return ChartWords(
        now=gettext(_("Now")),
        before=gettext(_("Last round")),
        needed=gettext(_("Asked for")),
        up_to=gettext(_("≤ {high} days")),
        between=gettext(_("{low}–{high} days")),
        over=gettext(_("> {low} days")),
    )


def trend_option(lines: Sequence[TrendLine], palette: Palette = PRINT) -> Option:
    """Totals of each programme over the rounds; the floors of the first one's bands as rules."""
    shown = [line for line in lines if any(p.total is not None for p in line.points)]
    legend = len(shown) > 1
    bands = [band for band in shown[0].bands if band.floor is not None] if shown else []
    margin = max([_breadth(_floor_words(band)) for band in bands], default=8)
    return {
        **_base(palette),
        "legend": _legend(palette, [_line_name(line) for line in shown]) if legend else None,
        "grid": {
            "left": 34,
            "right": margin + 12,
            "top": 20 + (LINE * len(shown) if legend else 0),
            "bottom": 26,
        },
        "xAxis": _time_axis(shown, palette),
        "yAxis": _score_axis(shown, bands, palette),
        "series": [
            _trend_series(line, n, palette, bands if n == 0 else []) for n, line in enumerate(shown)
        ],
    }


def radar_option(
    categories: Sequence[CategoryScore], words: ChartWords, palette: Palette = PRINT
) -> Option | None:
    """Scores by category, clockwise from the top: now, before, and what the programme asks.

    A category without a score has no spoke; of fewer than three spokes there is no radar.
    """
    scored = _clockwise([c for c in categories if c.score is not None])
    if len(scored) < LEAST_SPOKES:
        return None
    rings = [
        (words.now, [c.score for c in scored]),
        (words.before, [c.before for c in scored]),
        (words.needed, [c.floor for c in scored]),
    ]
    # a ring with a hole would fall to the centre there
    told = [(n, name, values) for n, (name, values) in enumerate(rings) if None not in values]
    return {
        **_base(palette),
        "legend": _legend(palette, [{"name": name, "icon": ICONS[n]} for n, name, _v in told]),
        "radar": {
            "center": ["50%", "52%"],
            "radius": "60%",
            "splitNumber": 4,
            "indicator": [{"name": _spoke(c), "max": 100} for c in scored],
            "axisName": {
                "color": palette.ink,
                "fontSize": 11,
                "lineHeight": 13,
                "rich": {
                    "score": {"fontWeight": "bold", "fontSize": 11, "color": palette.series[0]}
                },
            },
            "axisNameGap": 9,
            "axisLine": {"lineStyle": {"color": palette.line}},
            "splitLine": {"lineStyle": {"color": palette.line}},
            "splitArea": {"show": False},
        },
        "series": [_ring(n, name, values, palette) for n, name, values in told],
        "media": [
            {
                "query": {"maxWidth": 480},
                "option": {
                    "radar": {
                        "radius": "72%",
                        "indicator": [{"name": _hub(c), "max": 100} for c in scored],
                    }
                },
            }
        ],
    }


def ageing_option(ageing: Ageing, words: ChartWords, palette: Palette = PRINT) -> Option:
    """One column of bars an age, one bar a class, each with its number at its end."""
    ages = age_words(ageing.limits, words)
    names = [row.cls.words for row in ageing.rows]
    most = max((n for row in ageing.rows for n in row.counts), default=0) or 1
    # the columns share what the names leave; in percent, so that any width works
    start, step = 24.0, 76.0 / len(ages)
    return {
        **_base(palette),
        "title": [
            {
                "text": age,
                "left": f"{start + n * step:g}%",
                "top": 0,
                "padding": 0,
                "textStyle": {"fontSize": 11, "fontWeight": "normal", "color": palette.muted},
            }
            for n, age in enumerate(ages)
        ],
        "grid": [
            {
                "left": f"{start + n * step:g}%",
                "width": f"{step - 3:g}%",
                "top": 22,
                "bottom": 4,
                "containLabel": False,
            }
            for n in range(len(ages))
        ],
        "xAxis": [
            {"gridIndex": n, "type": "value", "min": 0, "max": most * 1.3, "show": False}
            for n in range(len(ages))
        ],
        "yAxis": [_class_axis(n, names, palette) for n in range(len(ages))],
        "series": [
            _bars(n, [row.counts[n] for row in ageing.rows], palette) for n in range(len(ages))
        ],
    }


def age_words(limits: Sequence[int], words: ChartWords) -> list[str]:
    """Names of the ages which `limits` part: one more than there are limits."""
    if not limits:
        return [words.over.format(low=0)]
    between = [words.between.format(low=low + 1, high=high) for low, high in pairwise(limits)]
    return [
        words.up_to.format(high=limits[0]),
        *between,
        words.over.format(low=limits[-1]),
    ]


def _base(palette: Palette) -> Option:
    return {
        "animation": False,
        "useUTC": True,
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": palette.family, "fontSize": 11, "color": palette.ink},
    }


def _legend(palette: Palette, names: Sequence[str | Mapping[str, str]]) -> Option:
    """One name under another: nothing to wrap, nothing to collide."""
    return {
        "data": list(names),
        "orient": "vertical",
        "left": 0,
        "top": 0,
        "padding": 0,
        "itemGap": 4,
        "itemWidth": 30,
        "itemHeight": 8,
        "textStyle": {"color": palette.ink, "fontSize": 11, "lineHeight": 13},
    }


def _line_name(line: TrendLine) -> str:
    return f"{line.buyer} · {line.programme}" if line.buyer else line.programme


def _floor_words(band: Band) -> str:
    return f"{band.verdict.words} {band.floor}"


def _trend_series(line: TrendLine, n: int, palette: Palette, bands: list[Band]) -> Option:
    colour = palette.series[n % len(palette.series)]
    series: Option = {
        "name": _line_name(line),
        "type": "line",
        "symbol": SYMBOLS[n % len(SYMBOLS)],
        "symbolSize": 7,
        "lineStyle": {"width": 2, "type": DASHES[n % len(DASHES)], "color": colour},
        "itemStyle": {"color": colour},
        "label": {
            "show": True,
            "position": "top" if n % 2 == 0 else "bottom",
            "color": colour,
            "fontSize": 10,
            "fontWeight": "bold",
            "backgroundColor": palette.paper,
            "padding": [0, 1],
        },
        "labelLayout": {"hideOverlap": True},
        "data": [
            {"value": [p.on.isoformat(), float(p.total)], "label": {"formatter": f"{p.total:f}"}}
            for p in reversed(line.points)  # where labels would overlap, the latest stays
            if p.total is not None
        ],
        "z": 5 - n,
    }
    return series | ({"markLine": _floors(bands, palette)} if bands else {})


def _floors(bands: list[Band], palette: Palette) -> Option:
    return {
        "silent": True,
        "z": 1,
        "symbol": "none",
        "precision": 4,
        "lineStyle": {"color": palette.muted, "type": "solid", "width": 0.8},
        "data": [
            {
                "yAxis": float(band.floor or 0),
                "label": {
                    "formatter": _floor_words(band),
                    "position": "end",
                    "color": palette.muted,
                    "fontSize": 10,
                    "distance": 4,
                },
            }
            for band in bands
        ],
    }


def _time_axis(lines: Sequence[TrendLine], palette: Palette) -> Option:
    days = sorted(p.on for line in lines for p in line.points) or [date(2000, 1, 1)]
    short = (days[-1] - days[0]).days < 120  # noqa: PLR2004 - days; months would repeat on the axis
    return {
        "type": "time",
        "axisLine": {"lineStyle": {"color": palette.muted}},
        "axisTick": {"lineStyle": {"color": palette.muted}},
        "axisLabel": {
            "color": palette.muted,
            "fontSize": 10,
            "hideOverlap": True,
            "formatter": "{yyyy}-{MM}-{dd}" if short else "{yyyy}-{MM}",
        },
        "boundaryGap": ["4%", "4%"],
    }


def _score_axis(lines: Sequence[TrendLine], bands: list[Band], palette: Palette) -> Option:
    totals = [p.total for line in lines for p in line.points if p.total is not None]
    floors = [band.floor for band in bands if band.floor is not None]
    low = min([*totals, *floors], default=Decimal(0))
    high = max([*totals, *floors, HUNDRED])
    start = (low / 10).to_integral_value(ROUND_FLOOR) * 10 - (10 if low > 0 else 0)
    return {
        "type": "value",
        "min": float(start if low < 0 else max(start, Decimal(0))),
        "max": float(high),
        "axisLabel": {"color": palette.muted, "fontSize": 10, "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": palette.line, "width": 0.5, "type": [1, 3]}},
    }


def _ring(n: int, name: str, values: Sequence[Decimal | None], palette: Palette) -> Option:
    colour = (palette.series[0], palette.series[1], palette.muted)[n]
    return {
        "name": name,
        "type": "radar",
        "symbol": ("circle", "diamond", "none")[n],
        "symbolSize": 6,
        "lineStyle": {"color": colour, "width": (2.2, 1.4, 1)[n], "type": DASHES[n]},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": 0.10} if n == 0 else None,
        "data": [{"value": ["-" if v is None else float(v) for v in values], "name": name}],
        "z": 5 - n,
    }


def _clockwise(categories: list[CategoryScore]) -> list[CategoryScore]:
    """ECharts goes round against the clock."""
    return categories[:1] + categories[:0:-1]


def _spoke(category: CategoryScore) -> str:
    score = "–" if category.score is None else f"{category.score:f}"
    title = "\n".join(wrapped(category.title.translate(_NO_RICH), 20))
    return f"{category.number:02d} {title}\n{{score|{score}}}"


def _hub(category: CategoryScore) -> str:
    return f"{category.number:02d}"


_NO_RICH: Mapping[int, str] = {ord("{"): "(", ord("}"): ")", ord("|"): "/"}


def _class_axis(n: int, names: list[str], palette: Palette) -> Option:
    return {
        "gridIndex": n,
        "type": "category",
        "data": names,
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": palette.muted}},
        "axisLabel": {
            "show": n == 0,
            "color": palette.ink,
            "fontSize": 11,
            "interval": 0,
            "width": 74,
            "overflow": "break",
        },
    }


def _bars(n: int, counts: Sequence[int], palette: Palette) -> Option:
    return {
        "type": "bar",
        "xAxisIndex": n,
        "yAxisIndex": n,
        "barWidth": "52%",
        "itemStyle": {"color": palette.series[0]},
        "label": {
            "show": True,
            "position": "right",
            "distance": 4,
            "color": palette.ink,
            "fontSize": 11,
            "fontWeight": "bold",
        },
        "data": list(counts),
    }


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` half-width columns; Chinese breaks anywhere, English at blanks."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and _columns(lines[-1]) + _columns(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for sign in text:
        if _wide(sign) and pieces[-1] and sign not in "，。、；：）》！？":
            pieces.append("")
        pieces[-1] += sign
        if sign == " ":
            pieces.append("")
    return [piece for piece in pieces if piece]


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _columns(text: str) -> int:
    return sum(2 if _wide(sign) else 1 for sign in text)


def _breadth(text: str) -> int:
    """Pixels that `text` takes at 11 px, on the safe side."""
    return sum(12 if _wide(sign) else 7 for sign in text)
