"""How many, by class and age, over time, and by kind; each number is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.reports.document import Ageing
from app.reports.plots.look import (
    DASHES,
    LINE,
    PRINT,
    SYMBOLS,
    ChartWords,
    Option,
    Palette,
    base,
    legend,
    rows_axis,
)

LABELS = 12  # numbers that a line has room for at half a page


@dataclass(frozen=True, slots=True)
class Run:
    """A count over days; None where it is not known or not asked."""

    name: str
    values: Sequence[int | None]


def burn_down(days: Sequence[date], runs: Sequence[Run], palette: Palette = PRINT) -> Option:
    """Counts by day, one step line a run; the first is filled."""
    return {
        **base(palette),
        "legend": legend(palette, [run.name for run in runs]),
        "grid": {"left": 34, "right": 16, "top": 18 + LINE * len(runs), "bottom": 26},
        "xAxis": {
            "type": "time",
            "axisLine": {"lineStyle": {"color": palette.muted}},
            "axisTick": {"lineStyle": {"color": palette.muted}},
            "axisLabel": {
                "color": palette.muted,
                "fontSize": 10,
                "hideOverlap": True,
                "formatter": "{yyyy}-{MM}" if _long(days) else "{yyyy}-{MM}-{dd}",
            },
            "boundaryGap": ["2%", "3%"],
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "minInterval": 1,
            "axisLabel": {"color": palette.muted, "fontSize": 10},
            "splitLine": {"lineStyle": {"color": palette.line, "width": 0.5, "type": [1, 3]}},
        },
        "series": [_run(days, run, n, palette) for n, run in enumerate(runs)],
    }


def _long(days: Sequence[date]) -> bool:
    return bool(days) and (days[-1] - days[0]).days >= 120  # noqa: PLR2004 - days; see trend


def _run(days: Sequence[date], run: Run, n: int, palette: Palette) -> Option:
    colour = palette.series[n % len(palette.series)]
    told = [(day, value) for day, value in zip(days, run.values, strict=True) if value is not None]
    named = _named([value for _day, value in told])
    return {
        "name": run.name,
        "type": "line",
        "step": "end",
        "symbol": SYMBOLS[n % len(SYMBOLS)],
        "symbolSize": 5,
        "lineStyle": {"width": 2, "type": DASHES[n % len(DASHES)], "color": colour},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": 0.12} if n == 0 else None,
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
                "value": [day.isoformat(), value],
                "label": {"show": at in named, "position": "top"},
            }
            for at, (day, value) in enumerate(told)
        ],
        "z": 3,  # all alike, so that no line is drawn over another's number
    }


def _named(values: Sequence[int]) -> set[int]:
    """The two ends, and the summits that stand out most: below a valley stand the days."""
    ends = [at for at in (0, len(values) - 1) if values]
    summits = [(at, depth) for at, depth, summit in _turns(values) if summit]
    kept = sorted(summits, key=lambda turn: -turn[1])[:LABELS]
    return {*ends, *(at for at, _depth in kept)}


def _turns(values: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Where it turns, by how much it stands out there, and whether it turns downwards."""
    steps = [at for at in range(1, len(values)) if values[at] != values[at - 1]]
    bends = [
        at
        for at, after in pairwise(steps)
        if (values[at] > values[at - 1]) != (values[after] > values[after - 1])
    ]
    way = [values[0], *(values[at] for at in bends), values[-1]] if values else []
    return [
        (
            at,
            min(abs(way[n + 1] - way[n]), abs(way[n + 2] - way[n + 1])),
            values[at] > values[at - 1],
        )
        for n, at in enumerate(bends)
    ]


def ageing_option(ageing: Ageing, words: ChartWords, palette: Palette = PRINT) -> Option:
    """One column of bars an age, one bar a class, each with its number at its end."""
    ages = age_words(ageing.limits, words)
    return stacked_ages(ages, [(row.cls.words, row.counts) for row in ageing.rows], palette)


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


def stacked_ages(
    ages: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], palette: Palette = PRINT
) -> Option:
    """A column of bars an age, a bar a row in each, so that no number lacks room."""
    most = max((n for _name, counts in rows for n in counts), default=0) or 1
    names = [name for name, _counts in rows]
    # the columns share what the names leave; in percent, so that any width works
    start = 24.0
    step = (100 - start) / len(ages)
    lefts = [f"{start + n * step:g}%" for n in range(len(ages))]
    return {
        **base(palette),
        "title": [
            {
                "text": age,
                "left": left,
                "top": 0,
                "padding": 0,
                "textStyle": {"fontSize": 11, "fontWeight": "normal", "color": palette.muted},
            }
            for age, left in zip(ages, lefts, strict=True)
        ],
        "grid": [
            {
                "left": left,
                "width": f"{step - 3:g}%",
                "top": 22,
                "bottom": 4,
                "containLabel": False,
            }
            for left in lefts
        ],
        "xAxis": [
            {"gridIndex": n, "type": "value", "min": 0, "max": most * 1.3, "show": False}
            for n in range(len(ages))
        ],
        "yAxis": [_names_axis(n, names, palette) for n in range(len(ages))],
        "series": [
            _bars(n, [counts[n] for _name, counts in rows], palette) for n in range(len(ages))
        ],
    }


def _names_axis(n: int, names: Sequence[str], palette: Palette) -> Option:
    return {
        "gridIndex": n,
        "type": "category",
        "data": list(names),
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


def pareto(bars: Sequence[tuple[str, int]], palette: Palette = PRINT) -> Option:
    """The most frequent first, each bar with its number and the share that it makes up so far."""
    ranked = sorted(bars, key=lambda bar: -bar[1])
    whole = sum(n for _name, n in ranked) or 1
    sums = [sum(n for _name, n in ranked[: at + 1]) for at in range(len(ranked))]
    axis, room, narrow = rows_axis([name for name, _n in ranked], palette)
    most = max((n for _name, n in ranked), default=0) or 1
    return {
        **base(palette),
        "grid": {"left": room + 10, "right": 8, "top": 4, "bottom": 4},
        "xAxis": {"type": "value", "min": 0, "max": most * 1.6, "show": False},
        "yAxis": axis,
        "media": [narrow],
        "series": [
            {
                "type": "bar",
                "barWidth": "60%",
                "itemStyle": {"color": palette.series[0]},
                "label": {
                    "show": True,
                    "position": "right",
                    "distance": 5,
                    "color": palette.ink,
                    "fontSize": 11,
                },
                "data": [
                    {"value": n, "label": {"formatter": f"{n} · {_percent(done, whole)} %"}}
                    for (_name, n), done in zip(ranked, sums, strict=True)
                ],
            }
        ],
    }


def _percent(part: int, whole: int) -> int:
    """Half up."""
    return (200 * part + whole) // (2 * whole)
