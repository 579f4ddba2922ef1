"""A form of a report made, changed, seen and given up by a program."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.reports.test_form_of_a_report import PLUM, picture

FORMS = "/api/v1/reports/forms"


@pytest.fixture
def made(browser, signed_in, omar, site, audit, buyer):
    body = {"supplier": str(site.supplier_id), "name": "For the buyer", "paper": "letter"}
    reply = browser.post(FORMS, json=body, headers=signed_in(omar))
    assert reply.status_code == 201, reply.text
    return reply.json()


def test_it_is_made_and_listed(browser, signed_in, omar, made):
    assert (made["name"], made["paper"], made["logo"]) == ("For the buyer", "letter", None)
    assert browser.get(FORMS, headers=signed_in(omar)).json() == [made]
    assert browser.get(f"{FORMS}/{made['id']}", headers=signed_in(omar)).json() == made


def test_it_is_changed_whole_and_by_one_at_a_time(browser, signed_in, omar, made):
    said = {"name": "In plum", "colour": PLUM, "sections": {"gap": ["contents"]}, "version": 1}
    url = f"{FORMS}/{made['id']}"
    changed = browser.put(url, json=said, headers=signed_in(omar)).json()
    assert (changed["colour"], changed["paper"], changed["version"]) == (PLUM, None, 2)
    assert changed["sections"] == {"gap": ["contents"]}
    assert browser.put(url, json=said, headers=signed_in(omar)).status_code == 409


@pytest.mark.parametrize(
    "said", [{"colour": "#ffff00"}, {"sections": {"gap": ["nonsense"]}}, {"name": ""}]
)
def test_what_cannot_stand_is_refused(browser, signed_in, omar, made, said):
    whole = {"name": "For the buyer", "version": 1} | said
    url = f"{FORMS}/{made['id']}"
    assert browser.put(url, json=whole, headers=signed_in(omar)).status_code == 422
    assert browser.get(url, headers=signed_in(omar)).json() == made


def test_every_kind_says_which_parts_it_has(browser, signed_in, omar):
    told = browser.get(f"{FORMS}/parts", headers=signed_in(omar)).json()
    kinds = {one["kind"] for one in told}
    assert kinds == {"executive", "gap", "plan", "meeting", "delta", "dossier"}
    assert {"kind": "gap", "name": "contents", "title": "Contents"} in told


def test_a_logo_is_brought_and_taken_away(browser, signed_in, omar, made):
    url = f"{FORMS}/{made['id']}/logo"
    logo = {"logo": ("l.png", picture(), "image/png")}
    brought = browser.put(url, files=logo, headers=signed_in(omar)).json()
    assert len(brought["logo"]) == 64
    assert browser.delete(url, headers=signed_in(omar)).status_code == 204
    assert browser.get(f"{FORMS}/{made['id']}", headers=signed_in(omar)).json()["logo"] is None


@pytest.mark.any_engine
def test_it_is_seen_before_it_is_saved(browser, signed_in, omar, made, site):
    form = {"name": "For the buyer", "cover_en": "Hush."}
    body = {"kind": "executive", "lang": "en", "site": str(site.id), "form": form}
    url = f"{FORMS}/{made['id']}/sample"
    reply = browser.post(url, json=body, headers=signed_in(omar))
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/pdf")
    assert "Hush." in PdfReader(BytesIO(reply.content)).pages[0].extract_text()


def test_what_was_given_up_is_found_no_more(browser, signed_in, omar, made):
    url = f"{FORMS}/{made['id']}"
    assert browser.delete(url, headers=signed_in(omar)).status_code == 204
    assert browser.get(url, headers=signed_in(omar)).status_code == 404
    assert browser.get(FORMS, headers=signed_in(omar)).json() == []


def test_who_may_not_shape_reports_makes_none(browser, signed_in, diana, site):
    body = {"supplier": str(site.supplier_id), "name": "x"}
    assert browser.post(FORMS, json=body, headers=signed_in(diana)).status_code == 403
