"""How many, by class and age, over time, and by kind; each number is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise

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
from app.reports.plots.room import (
    ANYTHING,
    NOTHING,
    Figure,
    Place,
    Plot,
    number_look,
    numbered,
    places,
)

LABELS = 12  # numbers that a line has room for at half a page
BURN_HEIGHT = 205  # px, for which the numbers are placed
WIDTHS = (420, 900)  # px of the plot, on paper and on pages
LEFT, FOOTING, OVER = 34, 26, 18
STEPS, RULES, AIR = (1, 2, 5), 5, 1.15
MARK = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A count over days; None where it is not known or not asked."""

    name: str
    values: Sequence[int | None]


def burn_down(
    days: Sequence[date], runs: Sequence[Run], palette: Palette = PRINT, height: int = BURN_HEIGHT
) -> Option:
    """Counts by day, one step line a run; the first is filled."""
    top = OVER + LINE * len(runs)
    highest, step = _head(runs)
    placed = _placed(days, runs, highest, height - top - FOOTING)
    return {
        **base(palette),
        "legend": legend(palette, [run.name for run in runs]),
        "grid": {"left": LEFT, "right": 16, "top": top, "bottom": FOOTING},
        "xAxis": {
            "type": "time",
            **_edges(days),
            "axisLine": {"lineStyle": {"color": palette.muted}},
            "axisTick": {"lineStyle": {"color": palette.muted}},
            "axisLabel": {
                "color": palette.muted,
                "fontSize": 10,
                "hideOverlap": True,
                "formatter": "{yyyy}-{MM}" if _long(days) else "{yyyy}-{MM}-{dd}",
            },
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": highest,
            "interval": step,
            "axisLabel": {"color": palette.muted, "fontSize": 10},
            "splitLine": {"lineStyle": {"color": palette.line, "width": 0.5, "type": [1, 3]}},
        },
        "series": [_run(days, run, n, palette, placed) for n, run in enumerate(runs)],
    }


def _head(runs: Sequence[Run]) -> tuple[int, int]:
    """Where the axis ends, with room for the number over the highest point; between its rules."""
    most = max((n for run in runs for n in run.values if n is not None), default=0) or 1
    step = next(
        step * 10**power
        for power in range(len(str(most)))
        for step in STEPS
        if most <= RULES * step * 10**power
    )
    return next(end for end in count(step, step) if end >= most * AIR), step


def _edges(days: Sequence[date]) -> Option:
    if not days:
        return {}
    first, last = _across(days)
    return {
        name: date.fromordinal(day).isoformat() for name, day in (("min", first), ("max", last))
    }


def _across(days: Sequence[date]) -> tuple[int, int]:
    """With some air at both ends, more at the last for its numbers."""
    span = max((days[-1] - days[0]).days, 10)
    return days[0].toordinal() - span // 50, days[-1].toordinal() + span // 20


def _long(days: Sequence[date]) -> bool:
    return bool(days) and (days[-1] - days[0]).days >= 120  # noqa: PLR2004 - days; see trend


Placed = Mapping[tuple[int, date], Place]


def _run(days: Sequence[date], run: Run, n: int, palette: Palette, placed: Placed) -> Option:
    colour = palette.series[n % len(palette.series)]
    return {
        "name": run.name,
        "type": "line",
        "step": "end",
        "symbol": SYMBOLS[n % len(SYMBOLS)],
        "symbolSize": MARK,
        "lineStyle": {"width": 2, "type": DASHES[n % len(DASHES)], "color": colour},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": 0.12} if n == 0 else None,
        "label": number_look(colour),
        "labelLayout": {"hideOverlap": True},
        "data": [
            {
                "value": [day.isoformat(), value],
                **numbered(str(value), placed.get((n, day)), MARK, palette.paper),
            }
            for day, value in _told(days, run)
        ],
        "z": 3,  # all alike, so that no line is drawn over another's number
    }


def _told(days: Sequence[date], run: Run) -> list[tuple[date, int]]:
    return [(day, n) for day, n in zip(days, run.values, strict=True) if n is not None]


def _placed(days: Sequence[date], runs: Sequence[Run], highest: int, height: int) -> Placed:
    """The last numbers first; of the others those that have room."""
    told = [_told(days, run) for run in runs]
    lines = [[*_stairs(one)] for one in told]
    plots = [
        Plot(width, max(height, 1), _across(days), (0, highest), lines) for width in WIDTHS if days
    ]
    asked = [
        (at != len(points) - 1, n, points[at])
        for n, points in enumerate(told)
        for at in _named([value for _day, value in points])
    ]
    asked.sort(key=lambda one: one[:2])
    figures = [
        Figure((day.toordinal(), n), str(n), covers=NOTHING if earlier else ANYTHING)
        for earlier, _run, (day, n) in asked
    ]
    found = zip(asked, places(plots, figures), strict=True)
    return {(run, day): place for (_earlier, run, (day, _n)), place in found if place}


def _stairs(points: Sequence[tuple[date, int]]) -> Iterator[tuple[float, float]]:
    """As a step line runs: level, then straight up or down on the day."""
    for (_day, before), (day, value) in pairwise([*points[:1], *points]):
        yield day.toordinal(), before
        yield day.toordinal(), value


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
