"""What the templates of each kind need beside their document: charts, and what finds a finding."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.kit.words import mark as _
from app.reports.charts import (
    ChartWords,
    Option,
    Pair,
    Palette,
    age_words,
    ageing_option,
    chart_words,
    dumbbell,
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
        return _executive(document, svg, chart_words(say), palette)
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
    document: ExecutiveDocument, svg: Svg, words: ChartWords, palette: Palette
) -> Mapping[str, Any]:
    ageing = document.ageing
    radar = radar_option(document.categories, words, palette)
    return {
        "radar": svg(radar, 350, _("Scores by category")) if radar else "",
        "trend": svg(trend_option(document.trend, palette), 270, _("Totals over the rounds")),
        "ageing": svg(
            ageing_option(ageing, words, palette),
            34 + 24 * len(ageing.rows),
            _("Open findings by class and age"),
        ),
        "ages": age_words(ageing.limits, words),
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
    return svg(dumbbell(pairs, words, palette), 52 + 26 * len(pairs), _("Scores then and now"))
