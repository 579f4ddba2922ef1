"""A limit on the sheet reads as in reports and on pages, in the reader's language."""

import json
import re

import pytest

WORDS = re.compile(r"<script type=\"application/json\" data-words>(.*?)</script>", re.DOTALL)


@pytest.fixture
def sheet(audit, browser, ines, signed_in):
    headers = signed_in(ines)
    return browser.get(f"/api/v1/audits/{audit.id}/sheet", headers=headers).json()


def test_a_large_limit_has_its_power_of_ten_and_a_small_one_its_decimals(sheet):
    items = sheet["checklist"]["items"]
    assert items["PQC-ESD-002"]["measure"]["shown"] == "3.5 × 10⁷"
    assert items["PQC-ESD-002"]["measure"]["limit"] == "35000000"


@pytest.mark.parametrize(("lang", "minutes"), [("en", "{n} min"), ("zh", "{n}分钟")])
def test_units_that_are_words_come_with_the_page(audit, browser, ines, signed_in, lang, minutes):
    headers = signed_in(ines)
    browser.post("/preferences", data={"lang": lang}, headers=headers)
    page = browser.get(f"/audits/{audit.ref}/sheet", headers=headers)
    told = json.loads(WORDS.search(page.text)[1])
    assert told["unit_min"] == minutes
    assert told["unit_"] == "{n} {unit}"
