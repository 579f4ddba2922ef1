"""A page of ours is read as XML: the same tree as a browser reads, in a fraction of the time."""

import pytest
import tinyhtml5

from app.kit.settings import ROOT
from app.reports.draw import STYLE, Assets, opened
from app.reports.press import Places
from app.reports.typeset import Typesetter
from tests.reports import documents

XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["executive", "gap"])
def test_it_says_what_a_browser_reads(kind, lang):
    html = STYLE.sub("", typeset(getattr(documents, kind)(lang)))
    page = opened(html, Assets({}))
    assert not any(XMLNS in element.attrib for element in page.etree_element.iter())
    assert told(page.etree_element) == told(tinyhtml5.parse(html, namespace_html_elements=False))


def test_a_sign_that_xml_forbids_costs_no_report():
    page = opened(
        "<!doctype html><html><body><p>seen\uffff twice<br>over</p></body></html>", Assets({})
    )
    assert "".join(page.etree_element.itertext()).strip() == "seen\uffff twiceover"


def typeset(document):
    return Typesetter(Places().templates, Places().charts, ROOT / ".cache" / "fonts").html(document)


def told(root):
    """Its elements with their words; blanks between them are nobody's."""
    return [
        (
            element.tag,
            {name: value for name, value in element.attrib.items() if name != XMLNS},
            (element.text or "").strip(),
            (element.tail or "").strip(),
        )
        for element in root.iter()
    ]
