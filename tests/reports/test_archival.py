"""Every report can be read aloud (PDF/UA-1), kept (PDF/A-3a), and asked for its data."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from app.reports.document import to_json
from tests.reports import documents, kinds
from tests.reports.conftest import drawn

CHECKER = Path(sys.executable).with_name("outloud")
JOINED, FULL = 36, 12  # items, and how many of them fill a part
MAKERS = {
    "executive": documents.executive,
    "gap": lambda lang: documents.gap(lang, 12, photos=4),
    "plan": kinds.plan_document,
    "meeting": kinds.meeting_document,
    "delta": kinds.delta_document,
    "dossier": kinds.dossier_document,
    "joined": lambda lang: documents.gap(lang, JOINED, photos=2),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    @cache
    def make(kind, lang):
        document = MAKERS[kind](lang)
        folder = tmp_path_factory.mktemp(f"{kind}-{lang}")
        return document, drawn(folder, document, photos=hasattr(document, "photos"), full=FULL)

    return make


SHORT = ("plan", "meeting", "delta", "dossier")
each = pytest.mark.parametrize(
    ("kind", "lang"),
    [(kind, lang) for kind in MAKERS if kind not in SHORT for lang in ("en", "zh")],
)


@each
def test_a_checker_of_pdf_ua_finds_no_error(made, kind, lang, tmp_path):
    _document, result = made(kind, lang)
    told = tmp_path / "told.json"
    done = subprocess.run([CHECKER, "--json", told, result.path], capture_output=True, check=False)  # noqa: S603 - our own file
    assert done.returncode == 0, done.stdout.decode()
    [checked] = json.loads(told.read_text())["results"]
    assert checked["counts"]["error"] == 0
    assert checked["stats"]["pages"] == result.pages


@pytest.mark.parametrize("kind", SHORT)
def test_a_checker_finds_no_error_in_the_short_ones(made, kind, tmp_path):
    test_a_checker_of_pdf_ua_finds_no_error(made, kind, "en", tmp_path)


@each
def test_it_says_to_which_standards_it_holds(made, kind, lang):
    _document, result = made(kind, lang)
    with pikepdf.open(result.path) as pdf:
        assert pdf.check_pdf_syntax() == []
        told = pdf.open_metadata()
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")
        assert told["pdfuaid:part"] == "1"
        [intent] = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFA1
        assert "/ID" in pdf.trailer


@each
def test_nothing_in_it_is_only_seen_and_not_printed(made, kind, lang):
    _document, result = made(kind, lang)
    with pikepdf.open(result.path) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert {int(note.F) for note in notes} <= {4}


@each
def test_its_data_is_attached_and_is_what_was_drawn(made, kind, lang):
    document, result = made(kind, lang)
    with pikepdf.open(result.path) as pdf:
        assert [*pdf.attachments] == ["audit.json"]
        text = pdf.attachments["audit.json"].get_file().read_bytes().decode()
        [file] = pdf.Root.AF
        assert file.AFRelationship == pikepdf.Name.Data
        assert str(file.UF) == "audit.json"
    assert text == to_json(document)
    assert json.loads(text)["head"]["data_hash"] == document.head.data_hash
