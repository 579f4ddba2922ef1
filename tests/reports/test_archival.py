"""Every report can be read aloud (PDF/UA-1), kept (PDF/A-3a), and asked for its data."""

import json

import outloud
import pikepdf
import pytest

from app.reports import parts
from app.reports.document import to_json
from tests.reports import documents, kinds
from tests.reports.conftest import short_gap

JOINED, FULL = 36, 12  # items, and how many of them fill a part
MAKERS = {
    "executive": documents.executive,
    "gap": short_gap,
    "plan": kinds.plan_document,
    "meeting": kinds.meeting_document,
    "delta": kinds.delta_document,
    "dossier": kinds.dossier_document,
    "joined": lambda lang: documents.gap(lang, JOINED, photos=2),
}


@pytest.fixture
def archived(made):
    """A report of that name, drawn in parts if there is more of it than fills one."""
    return lambda kind, lang: made(MAKERS[kind], lang, FULL if kind == "joined" else parts.FULL)


SHORT = ("plan", "meeting", "delta", "dossier")
each = pytest.mark.parametrize(
    ("kind", "lang"),
    [(kind, lang) for kind in MAKERS if kind not in SHORT for lang in ("en", "zh")],
)


@each
def test_a_checker_of_pdf_ua_finds_no_error(archived, kind, lang):
    _document, result = archived(kind, lang)
    checked = outloud.check(str(result.path))
    assert (checked.error, checked.errors) == (None, 0), checked.findings
    assert [run for run in checked.runs if run.status == "crashed"] == []
    assert checked.stats["pages"] == result.pages


@pytest.mark.parametrize("kind", SHORT)
def test_a_checker_finds_no_error_in_the_short_ones(archived, kind):
    test_a_checker_of_pdf_ua_finds_no_error(archived, kind, "en")


@each
def test_it_says_to_which_standards_it_holds(archived, kind, lang):
    _document, result = archived(kind, lang)
    with pikepdf.open(result.path) as pdf:
        assert pdf.check_pdf_syntax() == []
        told = pdf.open_metadata()
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")
        assert told["pdfuaid:part"] == "1"
        [intent] = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFA1
        assert "/ID" in pdf.trailer


@each
def test_nothing_in_it_is_only_seen_and_not_printed(archived, kind, lang):
    _document, result = archived(kind, lang)
    with pikepdf.open(result.path) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert {int(note.F) for note in notes} <= {4}


@each
def test_its_data_is_attached_and_is_what_was_drawn(archived, kind, lang):
    document, result = archived(kind, lang)
    with pikepdf.open(result.path) as pdf:
        assert [*pdf.attachments] == ["audit.json"]
        text = pdf.attachments["audit.json"].get_file().read_bytes().decode()
        [file] = pdf.Root.AF
        assert file.AFRelationship == pikepdf.Name.Data
        assert str(file.UF) == "audit.json"
    assert text == to_json(document)
    assert json.loads(text)["head"]["data_hash"] == document.head.data_hash
