"""The figures of those who track findings: each leads to the findings behind it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.findings.rules import CLASS_NAMES, TAG_NAMES
from app.kit.words import mark as _
from app.people.queries import names
from app.remediation.doors import Looking, Lookout
from app.remediation.figures import Figures, figures
from app.remediation.lost import Lost, lost_points
from app.remediation.remembered import remembered
from app.remediation.rules import AGES
from app.reports.charts import (
    Palette,
    Run,
    age_words,
    burn_down,
    chart_words,
    pareto,
    stacked_ages,
)
from app.web.pages import page
from app.web.words import translations

router = APIRouter(include_in_schema=False)
UNBROKEN = "\u2060–\u2060"
PAGE = Palette(
    "var(--ink)",
    "var(--ink-soft)",
    "var(--line)",
    "var(--sheet)",
    ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)"),
)


@router.get("/findings/figures")
def show_figures(looking: Looking) -> Response:
    """Each figure leads to the findings behind it."""
    session, by, now = looking.session, looking.by, looking.now
    told = figures(session, by, looking.scope, now, looking.categories)
    owners = {one.of for one in told.late_by_owner if one.of != "nobody"}
    return page(
        looking.request,
        "remediation/figures.html",
        told=told,
        names={str(id): name for id, name in names(session, [UUID(id) for id in owners]).items()},
        lost=_lost(looking),
        charts=_charts(looking, told),
        age_heads=[(age.replace("–", UNBROKEN), "number") for age in _ages(looking.lang)],
        titles={
            one.id: one.title.get(looking.lang) or one.title["en"] for one in looking.categories
        },
        texts=looking.texts,
        **looking.choices(),
    )


def _lost(looking: Lookout) -> Lost | None:
    """Of the site and by the programme that are asked for, else of the first of each."""
    session, asked, now = looking.session, looking.asked, looking.now
    site = next((one for one in looking.sites if asked.site in {"", one.code}), None)
    rows = [row for _buyer, row in looking.demands]
    row = next((one for one in rows if one.pack == asked.programme), next(iter(rows), None))
    if site is None or row is None:
        return None
    of_items = {item.id: one.id for one in looking.categories for item in one.items}
    return remembered(
        session,
        looking.by,
        now,
        ("lost", site.id, row.id),
        lambda: lost_points(session, site, row, of_items, now),
    )


def _ages(lang: str) -> list[str]:
    return age_words(AGES, chart_words(translations(lang).gettext))


def _charts(looking: Lookout, told: Figures) -> dict[str, Any]:
    say = translations(looking.lang).gettext
    titles = {one.id: one.title.get(looking.lang) or one.title["en"] for one in looking.categories}
    days = [level.on for level in told.levels]
    counted = [Run(say(_("Open")), [level.open for level in told.levels])]
    return {
        "ages": stacked_ages(
            _ages(looking.lang),
            [(say(CLASS_NAMES[each]), row) for each, row in told.ages.items()],
            PAGE,
        ),
        "down": burn_down(days, counted, PAGE),
        "categories": pareto(
            [
                (titles.get(one.of, say(_("none"))), int(one.amount))
                for one in told.late_by_category
            ],
            PAGE,
        ),
        "tags": pareto([(say(TAG_NAMES[one.of]), int(one.amount)) for one in told.tags], PAGE),
    }
