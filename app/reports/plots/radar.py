from collections.abc import Sequence
from decimal import Decimal

from app.reports.document import CategoryScore
from app.reports.plots.look import (
    BOTH,
    DASHES,
    ICONS,
    NO_RICH,
    PRINT,
    ChartWords,
    Option,
    Palette,
    base,
    legend,
    wrapped,
)

LEAST_SPOKES = 3
NEW_LINE = "\n"


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
        **base(palette),
        "legend": legend(palette, [{"name": name, "icon": ICONS[n]} for n, name, _v in told]),
        "radar": {
            "center": ["50%", "52%"],
            "radius": "56%" if any(BOTH in c.title for c in scored) else "60%",
            "splitNumber": 4,
            "indicator": [
                {"name": _spoke(c, at, len(scored)), "max": 100} for at, c in enumerate(scored)
            ],
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


def _spoke(category: CategoryScore, at: int, spokes: int) -> str:
    """Beside the rings there is more room than over and under them: names are broad there."""
    score = "–" if category.score is None else f"{category.score:f}"
    both = BOTH in category.title
    broad = both and at not in {0, spokes // 2}
    title = "\n".join(wrapped(category.title.translate(NO_RICH), 36 if broad else 20))
    return f"{category.number:02d} {title}{' ' if both else NEW_LINE}{{score|{score}}}"


def _hub(category: CategoryScore) -> str:
    return f"{category.number:02d}"
