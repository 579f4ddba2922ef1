"""English and Chinese in one report: each text beside its like, what is the same told once."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from markupsafe import Markup

from app.kit.settings import ROOT
from app.reports.beside import BothWords, Pair, beside, flat, in_language, side_by_side
from app.reports.document import from_json
from app.reports.press import Job, Places, draw
from app.reports.typeset import Typesetter
from app.web.words import translations
from tests.reports import documents, kinds
from tests.reports.conftest import PATIENT, texts

EMPTY = re.compile(r"<((?:br|col|hr|img|meta)\b[^>]*?)/?>")
READY = Pair("Ready", "就绪")
ZH = '<span lang="zh-CN">'
JOINED, FULL = 36, 12  # items, and how many of them fill a part


def two(make, *args, **settings):
    en, zh = make("en", *args, **settings), make("zh", *args, **settings)
    return en, replace(zh, head=replace(zh.head, data_hash=en.head.data_hash))


def marked(text):
    return str(text.__html__())


def test_what_differs_becomes_a_pair_and_what_does_not_stays():
    en, zh = two(documents.executive)
    both = beside(en, zh)
    assert (both.standing.verdict.words.en, both.standing.verdict.words.zh) == (
        en.standing.verdict.words,
        zh.standing.verdict.words,
    )
    assert both.standing.total == en.standing.total
    assert type(both.head.report_id) is str
    assert both.head.lang == "both"
    assert len(both.categories) == len(en.categories)


def test_a_pair_is_filled_in_each_language():
    told = Pair("{low} to {high} days", "{low}至{high}天").format(low=1, high=30)
    assert (told.en, told.zh) == ("1 to 30 days", "1至30天")


def test_in_a_cell_one_stands_above_the_other():
    html = side_by_side(f"<td>{marked(READY)}</td><td>77.01</td>")
    assert html == f"<td>Ready<br>{ZH}就绪</span></td><td>77.01</td>"


def test_a_line_is_told_whole_in_each_language():
    html = side_by_side(f"<p><b>{marked(READY)}</b> · F-31</p>")
    assert html == f"<p><b>Ready</b> · F-31<br>{ZH}<b>就绪</b> · F-31</span></p>"


def test_what_is_long_and_the_same_is_told_once():
    note = "The same note, typed once by a person, in one language, and much too long to repeat."
    html = side_by_side(f"<p>{marked(READY)}: {note}</p>")
    assert html.count(note) == 1
    assert html == f"<p>Ready {ZH}就绪</span>: {note}</p>"


def test_where_lines_count_each_has_its_like_below_it():
    note = marked(Pair("a\nb", "甲"))
    html = side_by_side(f'<td class="typed">{marked(READY)}\nF-31\n{note}</td>')
    assert html == (f'<td class="typed">Ready\n{ZH}就绪</span>\nF-31\na\nb\n{ZH}甲</span></td>')


def test_in_a_heading_they_stand_in_one_row():
    html = side_by_side(f"<h2>01 {marked(READY)}</h2>")
    assert html == f"<h2>01 Ready {ZH}就绪</span></h2>"


def test_what_can_hold_no_element_has_both_with_a_stroke():
    html = side_by_side(
        f'<img alt="{marked(READY)}"><svg><title>{marked(READY)}</title><text>x</text></svg>'
        f"<title>{marked(READY)}</title>"
    )
    assert html == (
        '<img alt="Ready / 就绪"><svg><title>Ready / 就绪</title><text>x</text></svg>'
        "<title>Ready / 就绪</title>"
    )


def test_what_was_typed_cannot_end_a_pair_or_open_an_element():
    bad = Pair("<script>\ue002", "a & b")
    html = side_by_side(f"<td>{marked(bad)}</td>")
    assert "<script>" not in html
    assert "a &amp; b" in html


def test_our_own_words_are_said_in_both_with_their_fields():
    words = BothWords(translations("en"), translations("zh"))
    told = words.said("closed %(day)s", day=READY)
    assert (told.en, told.zh) == ("closed Ready", "就绪关闭")
    assert words.said("%(site)s: %(title)s", site="S", title=Markup("<b>x</b>")).en == "S: <b>x</b>"
    counted = words.counted("%(num)s condition not met", "%(num)s conditions not met", 2)
    assert counted.en == "2 conditions not met"
    assert flat(Pair("R&D", "研发").__html__()) == "R&D / 研发"


def test_words_of_a_brand_are_in_the_language_that_there_is():
    assert in_language({"en": "Hello"}, "zh") == "Hello"
    assert in_language({"en": "Hello", "zh": "你好"}, "both").zh == "你好"
    assert in_language({}, "both") == ""


@pytest.fixture(scope="module")
def typesetter():
    return Typesetter(Places().templates, Places().charts, ROOT / ".cache" / "fonts")


@pytest.mark.parametrize(
    "make", [documents.executive, lambda lang: documents.gap(lang, 12)], ids=["executive", "gap"]
)
def test_no_mark_is_left_on_a_page_and_every_text_is_there_twice(make, typesetter):
    en, zh = two(make)
    html = typesetter.open(en, chinese=zh)
    from app.reports.parts import whole  # noqa: PLC0415

    page = html.html(whole(html.document))
    assert not {"\ue000", "\ue001", "\ue002"} & {*page}
    for document in (en, zh):
        assert document.standing.verdict.words in page
        assert document.head.site in page


def test_each_line_of_a_finding_closes_what_it_opened(typesetter):
    from app.reports.parts import whole  # noqa: PLC0415

    en, zh = two(kinds.delta_document)
    en, zh = (
        replace(told, findings=tuple(replace(one, zone=zone) for one in told.findings))
        for told, zone in ((en, "Hall"), (zh, "厂房"))
    )
    opened = typesetter.open(en, chinese=zh)
    page = EMPTY.sub(r"<\1/>", opened.html(whole(opened.document)))
    ET.fromstring(page.replace("<!doctype html>", "").strip())  # noqa: S314 - a page of ours


def test_a_report_in_both_is_drawn_in_parts_as_in_one_go(tmp_path):
    en, zh = two(documents.gap, JOINED)
    joined = draw(
        Job(out=tmp_path / "joined.pdf", document=en, chinese=zh, full=FULL), limits=PATIENT
    )
    whole = draw(
        Job(out=tmp_path / "whole.pdf", document=en, chinese=zh, full=FULL, whole=True),
        limits=PATIENT,
    )
    assert joined.warnings == whole.warnings == ()
    assert joined.pages == whole.pages
    for mine, theirs in zip(texts(joined), texts(whole), strict=True):
        assert sorted(mine.split()) == sorted(theirs.split())
    with pikepdf.open(joined.path) as pdf:
        files = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    assert {name: from_json(text.decode()) for name, text in files.items()} == {
        "audit.json": en,
        "audit.zh.json": zh,
    }
