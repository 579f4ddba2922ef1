"""Gathers what is marked into each language's catalogue: python -m app.web.gather_words [--check].

What is translated stays, what nobody says any more goes; --check only tells whether that is done.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from app.kit.settings import ROOT
from app.web.words import LANGUAGES, catalogue

JINJA = {"newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.do"}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def main(*switches: str) -> None:
    for lang in LANGUAGES:
        if lang != "en":
            bring_up_to_date(catalogue(lang), lang, check="--check" in switches)


def bring_up_to_date(path: Path, lang: str, *, check: bool) -> None:
    before = path.read_bytes() if path.exists() else b""
    after = written(merged(read_po(BytesIO(before), locale=lang), lang))
    if check and after != before:
        sys.exit(f"{path.relative_to(ROOT)} is not current: python -m app.web.gather_words")
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(after)


def merged(told: Catalog, lang: str) -> Catalog:
    """All that is marked, with what `told` says of it; a sentence that became a plural is new."""
    merged = Catalog(locale=lang)
    for message in marked():
        old = told.get(message if isinstance(message, str) else message[0])
        same = old and not old.fuzzy and old.pluralizable == isinstance(message, tuple)
        merged.add(message, old.string if old and same else None)
    return merged


def marked() -> Iterator[str | tuple[str, ...]]:
    """Every msgid; of a plural the singular and the plural."""
    pages = [*ROOT.glob("app/*/pages/**/*.html"), *ROOT.glob("reports/**/*.html")]
    for path in sorted(ROOT.glob("app/**/*.py")):
        yield from (found[1] for found in extract_from_file("python", path))
    for path in sorted(pages):
        yield from (found[1] for found in extract_from_file("jinja2", path, options=JINJA))


def written(catalog: Catalog) -> bytes:
    """In the order of the words, without dates or places: the file changes when the words do."""
    header = HEADER.format(language=catalog.locale, plurals=catalog.plural_forms)
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return header.encode() + body.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
