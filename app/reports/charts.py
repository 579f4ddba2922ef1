"""Chart options, drawn by ECharts on the page and in the PDF alike.

Plain dicts that JSON can carry, no functions in them. A series is told from another by its dash
and its symbol, a value by its number; colour only helps. Words come in, so that either language
fits.
"""

from app.reports.plots.compared import (
    NO_SCORE,
    SHORT,
    Heat,
    HeatClass,
    Pair,
    classes_of,
    dumbbell,
    heat_map,
    heat_of,
)
from app.reports.plots.counts import (
    BURN_HEIGHT,
    Run,
    age_words,
    ageing_option,
    burn_down,
    pareto,
    stacked_ages,
)
from app.reports.plots.look import (
    DARK,
    LIGHT,
    PRINT,
    ChartWords,
    Option,
    Palette,
    chart_words,
    wrapped,
)
from app.reports.plots.radar import radar_option
from app.reports.plots.trend import TREND_HEIGHT, trend_option

__all__ = [
    "BURN_HEIGHT",
    "DARK",
    "LIGHT",
    "NO_SCORE",
    "PRINT",
    "SHORT",
    "TREND_HEIGHT",
    "ChartWords",
    "Heat",
    "HeatClass",
    "Option",
    "Pair",
    "Palette",
    "Run",
    "age_words",
    "ageing_option",
    "burn_down",
    "chart_words",
    "classes_of",
    "dumbbell",
    "heat_map",
    "heat_of",
    "pareto",
    "radar_option",
    "stacked_ages",
    "trend_option",
    "wrapped",
]
