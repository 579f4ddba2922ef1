import re
from functools import cache

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app.web.words import catalogue
from tests.house.source import APP, ROOT

FIELDS = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
JINJA = {"newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.do"}
SOURCES = {
    "python": (sorted(APP.rglob("*.py")), {}),
    "jinja2": (
        sorted([*APP.glob("*/pages/**/*.html"), *(ROOT / "reports").rglob("*.html")]),
        JINJA,
    ),
}


@cache
def marked():
    """Every msgid (a plural as singular and plural), with where it stands."""
    return [*_marked()]


def _marked():
    for method, (paths, options) in SOURCES.items():
        for path in paths:
            for line, message, _comments, _context in extract_from_file(
                method, path, options=options
            ):
                yield message, f"{path.relative_to(ROOT)}:{line}"


@pytest.fixture(scope="module")
def chinese():
    with catalogue("zh").open("rb") as po:
        return read_po(po, locale="zh")


def untold(message, catalogue):
    """True where the catalogue has no sentence, or one that is not agreed upon."""
    found = catalogue.get(message[0] if isinstance(message, tuple) else message)
    said = found and (found.string if isinstance(found.string, str) else all(found.string))
    return not said or found.fuzzy


def test_there_is_something_to_tell():
    assert len({message for message, _place in marked()}) > 200


def test_every_text_exists_in_chinese(chinese):
    missing = {str(m): place for m, place in marked() if untold(m, chinese)}
    assert missing == {}


def test_no_translation_loses_a_field(chinese):
    def fields(text):
        return set(FIELDS.findall(text if isinstance(text, str) else " ".join(text)))

    lost = [
        message.id
        for message in chinese
        if message.id and message.string and fields(message.id) != fields(message.string)
    ]
    assert lost == []


def test_nothing_is_told_that_nobody_says(chinese):
    marks = {m[0] if isinstance(m, tuple) else m for m, _place in marked()}
    told = {m.id[0] if isinstance(m.id, tuple) else m.id for m in chinese if m.id}
    assert sorted(told - marks) == []


def test_a_missing_sentence_is_caught(chinese):
    assert untold("Nobody ever wrote this.", chinese)
