"""Document in, HTML out: the templates of `reports/`, the reader's language, the charts."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from app.kit.settings import ROOT
from app.reports.anchors import Anchors
from app.reports.beside import (
    BOTH,
    BothWords,
    beside,
    between,
    flat,
    in_language,
    in_lines,
    joined,
    side_by_side,
)
from app.reports.charts import PRINT
from app.reports.document import Document, Head
from app.reports.drawings import drawings
from app.reports.dressing import dressed, shown_in
from app.reports.hours import filters, filters_for_both
from app.reports.outfit import Outfit
from app.reports.parts import ELSEWHERE, Face, Part, whole
from app.reports.plain import Plain
from app.reports.scale import ruler
from app.reports.svg import Charts
from app.reports.unbroken import unbroken
from app.web.words import LOCALES, translations

FAMILIES = {"en": "Shortlist Latin, Shortlist Sans", "zh": "Shortlist Sans, Shortlist Latin"}
NAMED_PAGE = re.compile(r' data-page="([a-z0-9-]+)"')
PLAIN = Outfit()
COMPILED = ROOT / ".cache/templates"
Told = TypeVar("Told")
WIDTH = 673  # CSS pixels of the text column: A4 less two margins of 16 mm


class Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled once; where nothing can be written, each process does it.

    A folder for each language: what Jinja compiles holds on to the filters it is compiled with.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


class Typesetter:
    """`charts`: the ECharts bundle; `fonts`: the folder of our fonts, None for the machine's."""

    def __init__(self, templates: Path, charts: Path, fonts: Path | None = None) -> None:
        self._templates = templates
        self._charts = charts
        self._plain = Plain(fonts)

    def html(self, document: Document, catalogue: NullTranslations | None = None) -> str:
        opened = self.open(document, catalogue)
        return opened.html(whole(opened.document))

    def open(
        self,
        document: Document,
        catalogue: NullTranslations | None = None,
        *,
        chinese: Document | None = None,
        outfit: Outfit = PLAIN,
    ) -> "Opened":
        """For the document in several parts; what is common to them is made ready once.

        `chinese`: the same document in Chinese, to be set beside it.
        """
        document = self._both(document, chinese)
        head = document.head
        words = catalogue or _words(head.lang)
        common = {
            "doc": document,
            "head": head,
            "css": self._style,
            "anchor": _leading(Anchors(document), outfit),
            "ruler": ruler,
            "in_lines": in_lines,
            **between(head.lang),
            **self._worn(outfit, head.lang),
            "shows": shown_in(outfit),
            **self._parts(document, words.gettext),
        }
        return Opened(document, self._environment(head, words), common, outfit)

    def stamps(
        self,
        head: Head,
        faces: Sequence[Face],
        *,
        chinese: Head | None = None,
        outfit: Outfit = PLAIN,
    ) -> str:
        """What is laid on the pages of a report that was drawn in parts, but for their numbers."""
        return self._laid("stamps", self._both(head, chinese), outfit, faces=faces)

    def numbers(self, head: Head, total: int, *, outfit: Outfit = PLAIN) -> str:
        """The number of each of its pages."""
        return self._laid("numbers", head, outfit, total=total)

    def _laid(self, name: str, head: Head, outfit: Outfit, **told: Any) -> str:  # noqa: ANN401 - as the page asks
        template = self._environment(head, _words(head.lang)).get_template(f"{name}.html")
        worn = self._worn(outfit, head.lang)
        html = template.render(head=head, css=self._style, **told, **worn)
        return dressed(_settled(html, head.lang), outfit)

    def _both(self, told: Told, chinese: Told | None) -> Told:
        told = self._plain.all_of(told)
        if chinese is None:
            return told
        both: Told = beside(told, self._plain.all_of(chinese))
        return both

    def _worn(self, outfit: Outfit, lang: str) -> Mapping[str, Any]:
        """The brand's own words, in the language of the report."""
        return {
            "outfit": outfit,
            "cover": in_language({k: self._plain.text(v) for k, v in outfit.cover.items()}, lang),
            "footer": in_language({k: self._plain.text(v) for k, v in outfit.footer.items()}, lang),
        }

    @property
    def _style(self) -> Markup:
        return Markup((self._templates / "print.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours

    def _environment(self, head: Head, words: NullTranslations) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self._templates),
            bytecode_cache=Compiled(str(COMPILED / head.lang)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined] # added by the extension
        if isinstance(words, BothWords):
            environment.globals.update(_=words.said, gettext=words.said, ngettext=words.counted)
            environment.filters["join"] = joined
        environment.filters.update(_filters(head))
        return environment

    def _parts(self, document: Document, gettext: Callable[[str], str]) -> Mapping[str, Any]:
        engine = cache(lambda: Charts(self._charts))  # not every kind has a chart
        palette = replace(PRINT, family=FAMILIES.get(document.head.lang, FAMILIES["en"]))

        def svg(option: Mapping[str, Any], height: int, title: str) -> Markup:
            return Markup(engine().svg(option, WIDTH, height, gettext(title)))  # noqa: S704 - escaped by ECharts

        return drawings(document, svg, gettext, palette)


@dataclass(frozen=True, slots=True)
class Opened:
    """`document` has been made plain: parts are to be cut of this one, not of the one given."""

    document: Document
    _environment: Environment
    _common: Mapping[str, Any]
    _outfit: Outfit

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
        html = template.render(**self._common, part=part, link=link, leads=leads)
        return dressed(_settled(html, self.document.head.lang), self._outfit)


def numbered(html: str, pages: Mapping[str, int]) -> str:
    """With the numbers of pages in place of the names that stand on them."""
    return NAMED_PAGE.sub(lambda found: f' data-page="{pages[found[1]]}"', html)


def _leading(anchors: Anchors, outfit: Outfit) -> Callable[[str, str], str]:
    """Nothing leads to what is left out."""
    shows = shown_in(outfit)

    def anchor(kind: str, ref: str) -> str:
        return anchors.of(kind, ref) if kind != "finding" or shows("findings") else ""

    return anchor


def _words(lang: str) -> NullTranslations:
    if lang == BOTH:
        return BothWords(translations("en"), translations("zh"))
    return translations(lang)


def _settled(html: str, lang: str) -> str:
    return unbroken(side_by_side(html) if lang == BOTH else html)


def _filters(head: Head) -> Mapping[str, Any]:
    zone = head.time_zone
    told = filters_for_both(zone) if head.lang == BOTH else filters(LOCALES[head.lang], zone)
    return {**told, "number": number, "signed": signed, "brief": brief, "quoted": quoted}


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
    text = flat(text)
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{"".join(signs)}"')  # noqa: S704 - every sign that could end it is escaped
