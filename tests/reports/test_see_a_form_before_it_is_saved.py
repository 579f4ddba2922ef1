"""A few pages of a true report show a form as it is typed; nothing is kept of them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from app.reports import sample
from app.reports.press import Job, draw
from tests.reports import documents, kinds
from tests.reports.conftest import PATIENT, texts

PLUM = "#7a1f5c"


@pytest.fixture
def form(browser, signed_in, omar, site, audit, buyer):
    url = f"/reports/forms?supplier={site.supplier_id}"
    made = browser.post(url, data={"name": "For the buyer"}, headers=signed_in(omar))
    return made.headers["location"]


@pytest.fixture
def typed(site):
    asked = {"sample.kind": "executive", "sample.lang": "en", "sample.site": str(site.id)}
    return asked | {"name": "For the buyer", "version": "1", "colour": PLUM, "cover_en": "Hush."}


def test_it_shows_what_is_typed_and_keeps_nothing(browser, signed_in, omar, form, typed):
    headers = signed_in(omar)
    reply = browser.post(f"{form}/sample", data=typed, headers=headers)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/pdf")
    told = [page.extract_text() for page in PdfReader(BytesIO(reply.content)).pages]
    assert "Hush." in told[0]
    assert all("SAMPLE" in text for text in told)
    assert browser.get("/api/v1/reports", headers=headers).json() == []
    assert "Hush." not in browser.get(form, headers=headers).text


def test_the_page_of_a_form_leads_to_it(browser, signed_in, omar, form):
    page = browser.get(form, headers=signed_in(omar)).text
    assert f'formaction="{form}/sample"' in page


def test_a_colour_that_cannot_be_read_is_refused_on_the_page(browser, signed_in, omar, form, typed):
    pale = typed | {"colour": "#ffff00"}
    reply = browser.post(f"{form}/sample", data=pale, headers=signed_in(omar))
    assert (reply.status_code, "too pale to read" in reply.text) == (422, True)


@pytest.mark.parametrize("kind", ["dossier", "nonsense"])
def test_what_is_of_no_site_is_refused(browser, signed_in, omar, form, typed, kind):
    reply = browser.post(
        f"{form}/sample", data=typed | {"sample.kind": kind}, headers=signed_in(omar)
    )
    assert reply.status_code == 422


def test_who_may_not_shape_reports_sees_none(browser, signed_in, diana, form, typed):
    reply = browser.post(f"{form}/sample", data=typed, headers=signed_in(diana))
    assert reply.status_code == 403


def test_while_one_is_drawn_the_next_waits_its_turn(
    browser, signed_in, omar, form, typed, monkeypatch
):
    monkeypatch.setattr(sample, "WAIT", 0.01)
    with sample.ONE_AT_A_TIME:
        reply = browser.post(f"{form}/sample", data=typed, headers=signed_in(omar))
    assert reply.status_code == 503
    assert "Try again in a moment" in reply.text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_a_long_gap_report_a_few_items_of_every_part_are_shown(lang, tmp_path):
    long = documents.gap(lang, 190)
    document = sample.few(long)
    drawn = draw(Job(out=tmp_path / "r.pdf", document=document), limits=PATIENT)
    assert drawn.warnings == ()
    assert drawn.pages <= 9
    assert len(document.categories) == sample.FEW
    assert 0 < len(document.findings) < len(long.findings)
    assert document.unseen
    assert document.method.rules
    assert documents.SAID[lang]["site"] in texts(drawn)[0]


def test_of_a_long_plan_too():
    long = kinds.plan_document("en")
    short = sample.few(long)
    assert len(short.owners) == sample.FEW < len(long.owners)
    assert short.classes == long.classes
