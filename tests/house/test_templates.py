"""Pages and reports as they stand in their files: every text translatable, nothing inline."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, nodes

from app.web.pages import environment
from tests.house.source import APP, ROOT

PAGES = sorted(APP.glob("*/pages/**/*.html"))
PRINTED = sorted((ROOT / "reports").rglob("*.html"))
TOLD = {"placeholder", "title", "aria-label", "alt", "aria-description", "label", "data-confirm"}
NAMES = {"Shortlist", "PDF", "JSON", "CSV", "SHA-256", "EN", "中文"}  # the same in every language
SILENT = {"script", "style"}
TYPED = {"kbd", "code"}  # what a reader types
MAY_BE_SAFE = {"app/web/pages/macros/marks.html"}  # its own shapes, which nobody types
HOLE = "\N{NO-BREAK SPACE}"

jinja = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def named(path):
    return str(path.relative_to(ROOT))


def every(paths):
    return pytest.mark.parametrize("path", paths, ids=named)


class Reader(HTMLParser):
    """Collects what a person would read, and what a browser would run."""

    def __init__(self, source):
        super().__init__()
        self.texts, self.inline, self.open = [], [], []
        self.feed("".join(_data(jinja.parse(source))))
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in SILENT | TYPED:
            self.open.append(tag)
        for name, value in attrs:
            if name in TOLD:
                self.texts.append(value or "")
            if name.startswith(("on", "hx-on")) or (value or "").lower().startswith("javascript:"):
                self.inline.append(name)
            if name == "style":
                self.inline.append(name)

    def handle_endtag(self, tag):
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data):
        if not self.open:
            self.texts.append(data)
        elif self.open[-1] in SILENT and data.strip(f" \n{HOLE}"):
            self.inline.append(self.open[-1])


def _data(node):
    """The markup in the order of the file; a hole where an expression stands."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield HOLE
    elif isinstance(node, nodes.AssignBlock | nodes.Macro):
        yield from _set_aside("".join(part for child in node.body for part in _data(child)))
    else:
        for child in node.iter_child_nodes():
            yield from _data(child)


def _set_aside(data):
    """What is kept for later: an address, attributes, or markup."""
    if not data.startswith("/"):
        yield f"<i {data}>" if re.match(r'\s*[a-z-]+="', data) else data


def untranslated(source):
    words = " ".join(Reader(source).texts).replace(HOLE, " ").split()
    return [w for w in words if any(map(str.isalpha, w)) and w.strip(",.:;()") not in NAMES]


def inline(source):
    return Reader(source).inline


def unescaped(source):
    tree = jinja.parse(source)
    return (
        [n.name for n in tree.find_all(nodes.Filter) if n.name == "safe"]
        + [n.name for n in tree.find_all(nodes.Name) if n.name == "Markup"]
        + ["autoescape" for _node in tree.find_all(nodes.ScopedEvalContextModifier)]
    )


@every(PAGES)
def test_a_page_compiles(path):
    room, inside = named(path).removeprefix("app/").split("/pages/")
    environment().get_template(inside if room == "web" else f"{room}/{inside}")


@every(PAGES + PRINTED)
def test_its_texts_can_be_translated(path):
    assert untranslated(path.read_text(encoding="utf-8")) == []


@every(PAGES)
def test_nothing_in_it_runs_inline(path):
    assert inline(path.read_text(encoding="utf-8")) == []


@every(PAGES + PRINTED)
def test_nothing_in_it_goes_around_escaping(path):
    found = unescaped(path.read_text(encoding="utf-8"))
    assert found == [] or named(path) in MAY_BE_SAFE


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (untranslated, "<p>Save</p>"),
        (untranslated, "{% if x %}<b>{{ x }} open</b>{% endif %}"),
        (untranslated, '<input placeholder="Search">'),
        (untranslated, '<img alt="A puddle">'),
        (untranslated, "{% set word %}Save{% endset %}"),
        (inline, '<a onclick="go()">'),
        (inline, "<script>go()</script>"),
        (inline, '<p style="color: red">'),
        (inline, '<a href="javascript:go()">'),
        (unescaped, "{{ note|safe }}"),
        (unescaped, "{{ Markup(note) }}"),
        (unescaped, "{% autoescape false %}{{ note }}{% endautoescape %}"),
    ],
)
def test_a_bad_example_is_caught(rule, bad):
    assert rule(bad)


@pytest.mark.parametrize(
    "good",
    [
        '<p title="{{ _(\'Close\') }}">{{ _("Save") }} · {{ n }} %</p>',
        "{% trans n=3 %}{{ n }} item{% pluralize %}{{ n }} items{% endtrans %}",
        '<script src="{{ asset("app.js") }}" type="module"></script>',
    ],
)
def test_a_good_example_passes(good):
    assert untranslated(good) == inline(good) == unescaped(good) == []
