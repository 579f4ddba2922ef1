"""What the templates of each kind need beside their document: charts, and what finds a finding."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.kit.words import mark as _
from app.reports.beside import BOTH
from app.reports.charts import (
    BURN_HEIGHT,
    NO_SCORE,
    SHORT,
    TREND_HEIGHT,
    ChartWords,
    Option,
    Pair,
    Palette,
    Run,
    age_words,
    burn_down,
    chart_words,
    classes_of,
    dumbbell,
    heat_map,
    heat_of,
    radar_option,
    stacked_ages,
    trend_option,
)
from app.reports.document import Document, ExecutiveDocument, GapDocument
from app.reports.shapes.delta import DeltaDocument
from app.reports.shapes.plan import PlanDocument

Say = Callable[[str], str]
Svg = Callable[[Option, int, str], Markup]
"""Option, height and what a reader hears in its place; as wide as the text."""


def drawings(document: Document, svg: Svg, say: Say, palette: Palette) -> Mapping[str, Any]:
    if isinstance(document, GapDocument):
        return {"found": {finding.ref: finding for finding in document.findings}.get}
    if isinstance(document, ExecutiveDocument):
        return _executive(document, svg, say, palette)
    if isinstance(document, PlanDocument):
        return {"months": _months(document, svg, palette)}
    if isinstance(document, DeltaDocument):
        return {
            "beside": _beside(
                document, svg, replace(chart_words(say), before=say(_("Then"))), palette
            )
        }
    return {}


def _executive(
    document: ExecutiveDocument, svg: Svg, say: Say, palette: Palette
) -> Mapping[str, Any]:
    words = chart_words(say)
    radar = radar_option(document.categories, words, palette)
    both = document.head.lang == BOTH  # whose pages are full
    tall, high = (330, 260) if both else (350, TREND_HEIGHT)
    return {
        "radar": svg(radar, tall, _("Scores by category")) if radar else "",
        "trend": svg(
            trend_option(document.trend, palette, high), high, _("Totals over the rounds")
        ),
        "ages": age_words(document.ageing.limits, words),
        "burn_down": _burn_down(document, svg, say, palette),
        **_heat(document, svg, palette),
    }


def _burn_down(document: ExecutiveDocument, svg: Svg, say: Say, palette: Palette) -> Markup | str:
    levels = document.burn_down
    if len(levels) < 2:  # noqa: PLR2004 - one day is no line
        return ""
    runs = [
        Run(say(_("Still open")), [one.open for one in levels]),
        Run(say(_("Overdue")), [one.overdue for one in levels]),
    ]
    option = burn_down([one.on for one in levels], runs, palette)
    return svg(option, BURN_HEIGHT, _("Findings still open and overdue over time"))


def _heat(document: ExecutiveDocument, svg: Svg, palette: Palette) -> Mapping[str, Any]:
    """Categories down, sites across; each cell in the class that its points alone would have."""
    rows = document.field.rows
    if len(rows) < 2 or not document.categories:  # noqa: PLR2004 - one site is the table above
        return {"heat": "", "heat_key": ()}
    names = [f"{one.number:02d} {one.title}" for one in document.categories]
    classes = classes_of(document.standing.bands)
    asked = [one.floor for one in document.categories]
    by_site = [row.scores for row in rows]
    cells = [
        [heat_of(score, classes, floor) for score in scores]
        for scores, floor in zip(zip(*by_site, strict=True), asked, strict=True)
    ]
    option = heat_map(names, [row.place for row in rows], cells, palette)
    row = 23 if document.head.lang == BOTH else 22  # a name in two languages takes two lines
    drawn = svg(option, 24 + row * len(names), _("Scores of each site by category"))
    told = {cell.words[:1] for line in cells for cell in line}
    return {
        "heat": drawn,
        "heat_key": [one for one in classes if one.sign in told],
        "heat_short": any(cell.words.endswith(SHORT) for line in cells for cell in line),
        "heat_dash": NO_SCORE in told,
    }


def _months(document: PlanDocument, svg: Svg, palette: Palette) -> Markup | str:
    """A bar an owner in each month."""
    rows = [(one.load.name or "–", one.counts) for one in document.by_owner]
    if not rows:
        return ""
    option = stacked_ages([one.name for one in document.by_month], rows, palette)
    return svg(option, 34 + 24 * len(rows), _("Actions still to be done by owner and month"))


def _beside(document: DeltaDocument, svg: Svg, words: ChartWords, palette: Palette) -> Markup | str:
    pairs = [
        Pair(f"{one.number:02d} {one.title}", one.before, one.score)
        for one in document.categories
        if one.score is not None or one.before is not None
    ]
    if not pairs:
        return ""
    row = 34 if document.head.lang == BOTH else 26
    return svg(dumbbell(pairs, words, palette), 52 + row * len(pairs), _("Scores then and now"))
