"""What people type reaches the paper as text, and nothing else."""

import socket
import threading
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import cycle, repeat

import pytest

from app.kit.settings import ROOT
from app.reports.document import from_json, sealed, to_json
from app.reports.plain import LONGEST
from app.reports.press import Places
from app.reports.typeset import Typesetter
from tests.reports import documents
from tests.reports.conftest import drawn, read, texts

CANARY = "canary-77d1e0"
CODES = {"code", "id", "lang", "kind", "ref", "finding", "item", "address", "time_zone"}


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        hits = []

        def listen():
            while True:
                try:
                    hits.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], hits


def vectors(port, file):
    web = f"http://127.0.0.1:{port}/x"
    return [
        f'<img src="{web}">',
        f'"><link rel=stylesheet href={web}>',
        f'<link rel=attachment href="file://{file}">',
        f'</style><style>@import "{web}"; body {{ background: url({web}) }}</style>',
        f"@font-face {{ font-family: x; src: url({web}) }}",
        f'<svg><image href="{web}"/><use href="file://{file}#a"/></svg>',
        f'<object data="file://{file}"></object><embed src="{web}"><iframe src="{web}"></iframe>',
        f'<base href="{web}/"><meta http-equiv=refresh content="0;url={web}">',
        f'<a href="javascript:alert(1)">x</a> <a href="file://{file}">y</a>',
        f"'; }} @page {{ @top-left {{ content: url({web}) }} }} /*",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} {score|1}",
        "\x00\x1b[31m\u202egnp.exe\u2066 \ud800 \ufeff",
        "مرحبا بالعالم שלום 👷🏽‍♀️🧯 \u200b\u200d",
        "]]></text></svg><script>alert(1)</script>",
        f'<img srcset="{web} 2x"><picture><source srcset="file://{file}"></picture>',
        f'<video poster="{web}" src="{web}"></video><input type=image src="{web}">',
        f"'; list-style-image: url({web}); cursor: url({web}); border-image: url({web}) 1",
        f'<p style="background: url(file://{file}); content: url({web})">x</p>',
        f'<svg><image xlink:href="file://{file}"/><feImage href="{web}"/></svg>',
        f'<img src="//127.0.0.1:{port}/x"><img src="ftp://127.0.0.1:{port}/x">',
        f'<img src="asset:../../../..{file}"><img src="asset:P1/../{file}">',
        f'<?xml-stylesheet href="{web}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{file}">]>&e;',
        f'<link rel=stylesheet href="data:text/css,@import url({web})">',
        f'<body background="{web}"><table background="{web}"><td background="{web}">',
        "<!--part:--><!--part:method--></body></html>",
    ]


VECTORS = len(vectors(1, "/x"))


def poisoned(value, texts, name=""):
    """A document with the next of `texts` at the end of everything that a person could type."""
    if isinstance(value, str) and type(value) is str:
        return value if name in CODES or not value else f"{value[:12]} {next(texts)}"
    if isinstance(value, tuple):
        return tuple(poisoned(part, texts, name) for part in value)
    if is_dataclass(value):
        parts = {f.name: poisoned(getattr(value, f.name), texts, f.name) for f in fields(value)}
        return replace(value, **parts)
    return value


def clean(text):
    """Half a surrogate cannot be stored, so no document holds one."""
    return text.encode("utf-8", "ignore").decode()


def test_it_is_text_on_paper_and_reaches_nothing(make, listener, tmp_path):
    port, hits = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    result = drawn(tmp_path / "out", poisoned(make(), cycle(map(clean, vectors(port, secret)))))
    said = "".join(texts(result))
    assert hits == []
    assert "alert(1)" in said
    assert "7*7" in said
    assert CANARY not in said
    assert CANARY.encode() not in result.path.read_bytes()
    assert "file://" not in str(links(result))
    assert "javascript" not in str(links(result))
    names = read(result).trailer["/Root"].get("/Names", {})
    assert [*read(result).attachments] == ["audit.json"]
    assert "/JavaScript" not in names


@pytest.fixture(scope="module", params=["executive", "gap"])
def make(request):
    return {"executive": documents.executive, "gap": lambda: documents.gap("en", 12)}[request.param]


@pytest.fixture(scope="module")
def harmless(make, typesetter):
    return skeleton(typesetter.html(poisoned(make(), repeat("harmless" * 20))))


@pytest.mark.parametrize("n", range(VECTORS))
def test_no_field_can_add_an_element_or_an_attribute(make, n, typesetter, harmless):
    text = clean(vectors(1, "/etc/passwd")[n])
    assert skeleton(typesetter.html(poisoned(make(), repeat(text)))) == harmless


@pytest.fixture(scope="module")
def typesetter():
    return Typesetter(Places().templates, Places().charts, ROOT / ".cache" / "fonts")


def skeleton(html):
    """Every element with the names of its attributes; text of charts may wrap differently."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in {"text", "path"}:
                found.append((tag, tuple(name for name, _value in attrs)))

    Reader().feed(html)
    return found


def links(result):
    pages = read(result).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    return [note["/A"] for note in notes if "/A" in note]


FAR_TOO_LONG = [
    "a note of a megabyte. " * 48_000,
    "x" * 200_000,
    "不可分割" * 50_000,
    "<div>" * 4_000,
    "line\n\n\n" * 2_000,
]


def test_what_is_far_too_long_is_shortened_and_says_by_how_much(tmp_path):
    document = documents.gap("en", 12)
    categories = (*map(noted, document.categories, FAR_TOO_LONG), *document.categories[5:])
    result = drawn(tmp_path, sealed(replace(document, categories=categories)))
    said = "".join(texts(result)).replace("\n", "")
    assert result.pages < 80
    for text in FAR_TOO_LONG[:4]:
        assert f"[+{len(text) - LONGEST:,}]" in said


def noted(category, note):
    section = category.sections[0]
    item = section.items[0]
    grown = replace(item, answers=(replace(item.answers[0], note=note),))
    return replace(category, sections=(replace(section, items=(grown,)),))


def test_a_hostile_document_survives_its_json():
    document = poisoned(documents.gap("zh", 24, photos=3), cycle(map(clean, vectors(1, "/x"))))
    assert from_json(to_json(document)) == document
