"""Document in, HTML out: the templates of `reports/`, the reader's language, the charts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.kit.words import mark as _
from app.reports.anchors import Anchors
from app.reports.charts import (
    PRINT,
    age_words,
    ageing_option,
    chart_words,
    radar_option,
    trend_option,
)
from app.reports.document import Document, GapDocument, Head
from app.reports.parts import ELSEWHERE, Face, Part, whole
from app.reports.plain import Plain
from app.reports.scale import ruler
from app.reports.svg import Charts
from app.web.words import LOCALES, translations

FAMILIES = {"en": "Shortlist Latin, Shortlist Sans", "zh": "Shortlist Sans, Shortlist Latin"}
NAMED_PAGE = re.compile(r' data-page="([a-z0-9-]+)"')
WIDTH = 673  # CSS pixels of the text column: A4 less two margins of 16 mm


class Typesetter:
    """`charts`: the ECharts bundle; `fonts`: the folder of our fonts, None for the machine's."""

    def __init__(self, templates: Path, charts: Path, fonts: Path | None = None) -> None:
        self._templates = templates
        self._charts = charts
        self._plain = Plain(fonts)

    def html(self, document: Document, catalogue: NullTranslations | None = None) -> str:
        opened = self.open(document, catalogue)
        return opened.html(whole(opened.document))

    def open(self, document: Document, catalogue: NullTranslations | None = None) -> "Opened":
        """For the document in several parts; what is common to them is made ready once."""
        document = self._plain.all_of(document)
        head = document.head
        words = catalogue or translations(head.lang)
        common = {
            "doc": document,
            "head": head,
            "css": self._style,
            "anchor": Anchors(document).of,
            "ruler": ruler,
            **self._parts(document, words.gettext),
        }
        return Opened(document, self._environment(head.lang, words), common)

    def stamps(self, head: Head, total: int, faces: Sequence[Face]) -> str:
        """What is laid on the pages of a report that was drawn in parts."""
        head = self._plain.all_of(head)
        template = self._environment(head.lang, translations(head.lang)).get_template("stamps.html")
        return template.render(head=head, css=self._style, total=total, faces=faces)

    @property
    def _style(self) -> Markup:
        return Markup((self._templates / "print.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours

    def _environment(self, lang: str, words: NullTranslations) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self._templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined] # added by the extension
        environment.filters.update(_filters(LOCALES[lang]))
        return environment

    def _parts(self, document: Document, gettext: Callable[[str], str]) -> Mapping[str, Any]:
        if isinstance(document, GapDocument):
            return {"found": {finding.ref: finding for finding in document.findings}.get}
        engine = Charts(self._charts)
        words = chart_words(gettext)
        ageing = document.ageing
        palette = replace(PRINT, family=FAMILIES[document.head.lang])

        def svg(option: Mapping[str, Any], height: int, title: str) -> Markup:
            return Markup(engine.svg(option, WIDTH, height, gettext(title)))  # noqa: S704 - escaped by ECharts

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


@dataclass(frozen=True, slots=True)
class Opened:
    """`document` has been made plain: parts are to be cut of this one, not of the one given."""

    document: Document
    _environment: Environment
    _common: Mapping[str, Any]

    def html(self, part: Part) -> str:
        """Where it tells pages of other parts, `numbered` must put their numbers in."""
        elsewhere = "#" if part.whole else ELSEWHERE

        def link(name: str) -> str:
            return elsewhere + name

        def leads(name: str) -> Markup:
            if part.whole:
                return Markup(' href="#{}"').format(name)
            return Markup(' href="{}" data-page="{}"').format(link(name), name)

        template = self._environment.get_template(f"{self.document.head.kind}.html")
        return template.render(**self._common, part=part, link=link, leads=leads)


def numbered(html: str, pages: Mapping[str, int]) -> str:
    """With the numbers of pages in place of the names that stand on them."""
    return NAMED_PAGE.sub(lambda found: f' data-page="{pages[found[1]]}"', html)


def _filters(locale: Locale) -> Mapping[str, Any]:
    def day(value: date | None) -> str:
        return format_date(value, "medium", locale) if value else ""

    def moment(value: datetime | None) -> str:
        return f"{format_datetime(value, 'medium', locale=locale)} UTC" if value else ""

    return {
        "day": day,
        "moment": moment,
        "number": number,
        "signed": signed,
        "brief": brief,
        "quoted": quoted,
    }


def number(value: Decimal | None) -> str:
    """As the programme rounded it; no score is a dash."""
    return "–" if value is None else f"{value:f}"


def signed(value: Decimal | None) -> str:
    if value is None:
        return "–"
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{abs(value):f}"


def brief(digest: str) -> str:
    """Enough of a hash to compare by eye; the whole of it stands at the end of the report."""
    return digest[:12]


def quoted(text: str) -> Markup:
    """A CSS string in which nothing but letters and digits stands for itself."""
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{"".join(signs)}"')  # noqa: S704 - every sign that could end it is escaped
