import json
import re

import pytest
from pydantic import BaseModel

from app.web.pages import APP, environment
from app.web.submitted import Submitted

FRONT = APP / "web" / "front" / "sheet"
HOSTILE = "<script>alert('x')</script>"


class Anything(BaseModel):
    pass


def drawn(body, lang="en", **context):
    source = '{% import "macros.html" as m with context %}' + body
    return environment().from_string(source).render(lang=lang, **context)


def squeezed(html):
    return re.sub(r"\s+", " ", html)


@pytest.fixture
def form():
    problems = {"reason": ("Too short: at least {min_length} characters.", {"min_length": 10})}
    return Submitted[Anything](typed={"reason": HOSTILE}, problems=problems)


def test_a_field_keeps_what_was_typed_and_names_its_problem(form):
    html = drawn("{{ m.field('reason', 'Why', form=form, hint='In a sentence') }}", form=form)
    assert "Too short: at least 10 characters." in html
    assert 'aria-invalid="true" aria-describedby="reason-hint reason-problem"' in html
    assert "&lt;script&gt;" in html
    assert HOSTILE not in html


def test_a_password_is_never_given_back(form):
    html = drawn("{{ m.field('reason', 'Password', form=form, type='password') }}", form=form)
    assert "alert" not in html


def test_a_choice_stays_chosen():
    said = Submitted[Anything](typed={"owner": "b"})
    body = "{{ m.select('owner', 'Owner', [('a', 'Ann'), ('b', 'Bo')], form=form, value='a') }}"
    assert re.findall(r'value="(\w)" selected', drawn(body, form=said)) == ["b"]


def test_problems_at_the_head_lead_to_their_fields(form):
    html = squeezed(drawn("{{ m.problem_list(form.problems) }}", form=form))
    assert "1 thing is not right yet" in html
    assert '<a href="#reason">Too short' in html


@pytest.mark.parametrize("value", ["4", "3", "2", "1", "0", "na", None])
def test_a_level_has_a_figure_and_a_word(value):
    html = drawn("{{ m.level(value) }}", value=value)
    assert re.search(r"<b [^>]*>[^<]+</b>", html)
    assert re.search(r'class="word">[A-Z][^<]+<', html)


@pytest.mark.parametrize("kind", ["good", "critical", "fieldwork", "never heard of"])
def test_a_badge_never_speaks_by_colour_alone(kind):
    html = drawn("{{ m.badge(kind, 'the word') }}", kind=kind)
    assert "<svg" in html
    assert "the word" in html


def test_a_chart_carries_its_figures_for_who_has_no_script(monkeypatch):
    monkeypatch.setitem(environment().globals, "asset", lambda name: f"/static/dist/{name}")
    body = "{{ m.chart('Totals', option, ['Round', ('BT', 'number')], [['2025', none]]) }}"
    html = drawn(body, option={"title": HOSTILE + '"'})
    option = re.search(r'data-chart="([^"]+)"', html)
    assert option
    assert HOSTILE not in html
    assert json.loads(option[1].replace("&#34;", '"').replace("&amp;", "&"))
    assert '<td class="number">–</td>' in html
    assert "<details open>" in html


def test_every_word_that_the_sheet_says_is_in_its_page_and_none_besides():
    template = environment().get_template("tablet/_words.html")
    words = set(template.make_module({"lang": "en"}).words)
    sources = "".join(f.read_text() for f in FRONT.rglob("*.ts") if ".test." not in f.name)
    sources += (FRONT.parent / "sheet.ts").read_text()
    said = set(re.findall(r'say\("(\w+)"', sources))
    pairs = re.findall(r'say\([^"()]*\? "(\w+)" : "(\w+)"', sources)
    said |= {one for pair in pairs for one in pair}
    families = set(re.findall(r"say\([^)]*?`(\w+_)\$\{", sources))
    in_families = {word for word in words if word.startswith(tuple(families))}
    assert said - words - families == set()  # the page adds the words of its families
    assert words - said - in_families == EXTRA


EXTRA = {"na_reason", "note"}  # said by the name of their field
