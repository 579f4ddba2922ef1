"""The other kinds on paper: whole, readable, harmless, and the same each time."""

from itertools import cycle, repeat

import pytest

from app.kit.settings import ROOT
from app.reports.document import from_json, to_json
from app.reports.press import Job, Places, draw
from app.reports.typeset import Typesetter
from tests.reports import documents, kinds
from tests.reports.conftest import texts
from tests.reports.test_hostile_content import clean, links, poisoned, skeleton, vectors


@pytest.fixture(scope="module", params=kinds.ALL, ids=lambda make: make.__name__)
def make(request):
    return request.param


@pytest.fixture(scope="module", params=["en", "zh"])
def result(request, make, made):
    return made(make, request.param)


def squeezed(result):
    return "".join("".join(texts(result)).split())


def sayings(document):
    """What persons have said in it, wherever it stands."""
    told = kinds.WORDS[document.head.lang]
    return [told["title"], told["note"], *documents.NOTES[document.head.lang][:1]]


def test_everything_that_was_said_is_on_paper(result):
    document, paper = result
    text = squeezed(paper)
    for said in sayings(document):
        if said in to_json(document):
            assert "".join(said.split()) in text


def test_what_keeps_a_day_in_one_piece_is_not_read(result):
    assert not {"\u00a0", "\u2060"} & {*"".join(texts(result[1]))}


def test_every_page_names_the_report_and_its_hash(result):
    document, paper = result
    for page in texts(paper):
        assert document.head.report_id in page
        assert document.head.data_hash[:12] in page


def test_a_document_survives_its_json(make):
    assert from_json(to_json(make("zh"))) == make("zh")


def test_the_same_document_gives_the_same_bytes(result, make, tmp_path):
    document, paper = result
    assets = documents.photos(tmp_path, document) if hasattr(document, "photos") else {}
    again = draw(Job(out=tmp_path / "again.pdf", document=make(document.head.lang), assets=assets))
    assert again.sha256 == paper.sha256


def test_its_findings_lead_to_their_pages(made):
    _document, paper = made(kinds.plan_document, "en")
    assert {link["/URI"] for link in links(paper) if "/URI" in link} >= {
        "https://shortlist.example/findings/F-0001"
    }


def test_what_is_hostile_is_text_and_reaches_nothing(make, tmp_path):
    document = poisoned(make("en"), cycle(map(clean, vectors(9, "/etc/passwd"))))
    files = documents.photos(tmp_path, document) if hasattr(document, "photos") else {}
    paper = draw(Job(out=tmp_path / "r.pdf", document=document, assets=files))
    assert paper.warnings == ()
    assert "alert(1)" in "".join(texts(paper))
    assert "javascript" not in str(links(paper))
    assert "file://" not in str(links(paper))


@pytest.mark.parametrize("n", range(15))
def test_no_field_can_add_an_element_or_an_attribute(make, n, typesetter, harmless):
    text = clean(vectors(1, "/etc/passwd")[n])
    hostile = typesetter.html(poisoned(make("en"), repeat(text)))
    assert skeleton(hostile) == harmless


@pytest.fixture(scope="module")
def harmless(make, typesetter):
    return skeleton(typesetter.html(poisoned(make("en"), repeat("harmless" * 20))))


@pytest.fixture(scope="module")
def typesetter():
    return Typesetter(Places().templates, Places().charts, ROOT / ".cache" / "fonts")
