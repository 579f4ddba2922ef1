"""Gettext catalogues, read from the .po files once a process; English is the msgid itself."""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.kit.words import Marked

LANGUAGES = {"en": "English", "zh": "中文"}
LOCALES = {"en": Locale.parse("en_GB"), "zh": Locale.parse("zh_Hans_CN")}
CATALOGUES = Path(__file__).parent / "locale"


def catalogue(lang: str) -> Path:
    return CATALOGUES / lang / "LC_MESSAGES" / "shortlist.po"


@cache
def translations(lang: str) -> NullTranslations:
    if lang == "en" or not catalogue(lang).exists():
        return NullTranslations()
    compiled = BytesIO()
    with catalogue(lang).open("rb") as po:
        write_mo(compiled, read_po(po, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


def said(lang: str, text: str, **parts: object) -> str:
    """`text` in the reader's language, its named fields filled.

    A part that is one of our own words is told in that language too, and so is a title `{en, zh}`.
    """
    own = translations(lang).gettext

    def told(part: object) -> object:
        if isinstance(part, Mapping):
            return part.get(lang) or part.get("en", "")
        return own(part) if isinstance(part, Marked) else part

    return own(text).format(**{name: told(part) for name, part in parts.items()})


def known(lang: str | None) -> str | None:
    return lang if lang in LANGUAGES else None
