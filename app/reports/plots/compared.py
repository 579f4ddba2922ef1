"""One thing beside another: a field of tinted cells, and then beside now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.reports.document import Band, Tone
from app.reports.plots.look import (
    BOTH,
    LINE,
    PRINT,
    ChartWords,
    Option,
    Palette,
    base,
    legend,
    rows_axis,
    wrapped,
)

SIGNS = {Tone.GOOD: "●", Tone.FAIR: "◐", Tone.POOR: "○", Tone.NONE: "○"}  # as of verdicts
NO_SCORE, SHORT = "–", " ✗"
WORST = Decimal("0.5")  # the lightest of those below every floor
PALEST, DARKEST = 0.04, 0.46  # of the ink, so that what is printed on it stays easy to read
HUNDRED = 100
BESIDE = {"orient": "horizontal", "itemWidth": 12, "itemHeight": 10, "itemGap": 16}


@dataclass(frozen=True, slots=True)
class Heat:
    """What a cell says, and how much it weighs: 0 pale to 1 dark, None no tint at all."""

    words: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HeatClass:
    """Scores from `floor` on, up to that of the class above; None: all that are lower."""

    sign: str
    floor: Decimal | None
    above: Decimal | None
    weight: Decimal


def classes_of(bands: Sequence[Band]) -> list[HeatClass]:
    """Of the verdicts that are read on points, from best to worst."""
    read = [(band.floor, SIGNS[band.verdict.tone]) for band in bands if band.floor is not None]
    floors = [floor for floor, _sign in read]
    steps = len(read) or 1
    return [
        HeatClass(sign, floor, floors[n - 1] if n else None, WORST * n / steps)
        for n, (floor, sign) in enumerate([*read, (None, SIGNS[Tone.POOR])])
    ]


def heat_of(score: Decimal | None, classes: Sequence[HeatClass], asked: Decimal | None) -> Heat:
    """With a cross where it lies below what the programme asks there."""
    if score is None:
        return Heat(NO_SCORE)
    mine = next(one for one in classes if one.floor is None or score >= one.floor)
    missing = Decimal(0)
    if mine.floor is None and mine.above:
        missing = (1 - WORST) * min(max((mine.above - score) / mine.above, Decimal(0)), Decimal(1))
    short = SHORT if asked is not None and score < asked else ""
    return Heat(f"{mine.sign} {score:f}{short}", mine.weight + missing)


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Heat]],
    palette: Palette = PRINT,
) -> Option:
    """A row of `cells` a row, a cell a column; every cell prints what it says."""
    axis, room, narrow = rows_axis(rows, palette)
    if any(BOTH in name for name in rows):
        axis["axisLabel"] |= {"fontSize": 10, "lineHeight": 11}
    heads = ["\n".join(wrapped(name, 12)) for name in columns]
    tall = max((1 + name.count("\n") for name in heads), default=1)
    bare = {"axisTick": {"show": False}, "axisLine": {"show": False}, "splitLine": {"show": False}}
    told = [(x, y, cell) for y, row in enumerate(cells) for x, cell in enumerate(row)]
    return {
        **base(palette),
        "grid": {"left": room + 10, "right": 2, "top": 8 + 13 * tall, "bottom": 2},
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": heads,
            **bare,
            "axisLabel": {
                "color": palette.muted,
                "fontSize": 10,
                "lineHeight": 13,
                "interval": 0,
            },
        },
        "yAxis": axis | bare,
        "media": [narrow],
        "series": [
            {"type": "heatmap", "silent": True, "data": [_tint(*one, palette) for one in told]},
            {
                "type": "heatmap",
                "itemStyle": {"color": "transparent"},
                "label": {"show": True, "color": palette.ink, "fontSize": 11},
                "data": [_words(*one) for one in told],
            },
        ],
    }


def _tint(x: int, y: int, cell: Heat, palette: Palette) -> Option:
    """Apart from the words, which would pale with it."""
    weight = cell.weight
    share = 0 if weight is None else PALEST + float(weight) * (DARKEST - PALEST)
    return {
        "value": [x, y, float(weight or 0)],
        "itemStyle": {
            "color": palette.ink,
            "opacity": round(share, 3),
            "borderColor": palette.paper,
            "borderWidth": 2,
        },
    }


def _words(x: int, y: int, cell: Heat) -> Option:
    return {"value": [x, y, float(cell.weight or 0)], "label": {"formatter": cell.words}}


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    before: Decimal | None
    now: Decimal | None


def dumbbell(pairs: Sequence[Pair], words: ChartWords, palette: Palette = PRINT) -> Option:
    """Then and now on one line each, of 0 to 100; a hollow diamond is then, a full circle now."""
    axis, room, narrow = rows_axis([pair.name for pair in pairs], palette)
    told = [float(v) for p in pairs for v in (p.before, p.now) if v is not None]
    low = max(0.0, min(told, default=0) // 10 * 10 - 20)
    return {
        **base(palette),
        "legend": legend(palette, [words.before, words.now]) | BESIDE,
        "grid": {"left": room + 10, "right": 40, "top": LINE + 8, "bottom": 22},
        "xAxis": {
            "type": "value",
            "min": low,
            "max": HUNDRED,
            "axisLabel": {"color": palette.muted, "fontSize": 10},
            "splitLine": {"lineStyle": {"color": palette.line, "width": 0.5, "type": [1, 3]}},
        },
        "yAxis": axis,
        "media": [narrow],
        "series": [
            *_bars(pairs, palette),
            _ends(words.before, [(p.before, p.now) for p in pairs], palette, full=False),
            _ends(words.now, [(p.now, p.before) for p in pairs], palette, full=True),
        ],
    }


def _bars(pairs: Sequence[Pair], palette: Palette) -> list[Option]:
    """What joins the two: a bar that is not seen, and on it one that is."""
    both = [(p.before, p.now) if None not in (p.before, p.now) else (None, None) for p in pairs]
    ends = [(min(a, b), abs(a - b)) if a is not None and b is not None else None for a, b in both]
    common: Option = {"type": "bar", "stack": "between", "barWidth": 3, "silent": True, "z": 2}
    unseen = {"itemStyle": {"color": "transparent"}}
    return [
        common | unseen | {"data": [float(one[0]) if one else "-" for one in ends]},
        common
        | {"itemStyle": {"color": palette.muted, "opacity": 0.55}}
        | {"data": [float(one[1]) if one else "-" for one in ends]},
    ]


def _ends(
    name: str,
    values: Sequence[tuple[Decimal | None, Decimal | None]],
    palette: Palette,
    *,
    full: bool,
) -> Option:
    """Each with its number on the side away from the other end."""
    colour = palette.series[0] if full else palette.series[1]
    return {
        "name": name,
        "type": "scatter",
        "symbol": "circle" if full else "diamond",
        "symbolSize": 9 if full else 10,
        "itemStyle": {
            "color": colour if full else palette.paper,
            "borderColor": colour,
            "borderWidth": 1.6,
        },
        "label": {
            "show": True,
            "color": palette.ink if full else palette.muted,
            "fontSize": 10,
            "fontWeight": "bold" if full else "normal",
        },
        "data": [
            {
                "value": ["-" if mine is None else float(mine), at],
                "label": {
                    "formatter": "" if mine is None else f"{mine:f}",
                    "position": _away(mine, other, full=full),
                },
            }
            for at, (mine, other) in enumerate(values)
        ],
        "z": 4 if full else 3,
    }


def _away(mine: Decimal | None, other: Decimal | None, *, full: bool) -> str:
    if mine is None or other is None or mine == other:
        return "right" if full else "left"
    return "right" if mine > other else "left"
