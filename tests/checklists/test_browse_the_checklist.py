import pytest

from app.checklists.changes import publish
from app.checklists.generated import generated_edition
from app.trail.rules import System
from tests.checklists.desk import NOW

NONE = "018f0000-0000-7000-8000-000000000000"


def test_the_tree_shows_domains_categories_and_sections(reader, published):
    page = reader.get("/checklist").text
    assert "Edition test · 24 items · published 2 Mar 2026" in page
    assert "12 Facilities and living conditions" in page
    assert f"/checklist/categories/12-facilities-living?edition={published.id}#washrooms" in page
    assert published.sha256 in page


def test_a_category_lists_its_items(reader, published):
    page = reader.get("/checklist/categories/12-facilities-living").text
    assert "The puddle is gone in fifteen minutes" in page
    assert "Each resident has room to live" in page


@pytest.mark.parametrize("query", ["puddle", "PUDDLE minutes", "积水", "fac-wsh-001", "１５分钟"])
def test_a_search_finds_in_both_languages(reader, published, query):
    page = reader.get("/checklist", params={"q": query}).text
    assert "The puddle is gone in fifteen minutes" in page
    assert "found</h2>" in page


def test_a_search_narrows_by_what_is_coded(reader, published):
    page = reader.get("/checklist", params={"method": "measurement", "severity": "minor"}).text
    assert "ENV-NOI-003" in page
    assert "FAC-DRM-004" not in page
    page = reader.get("/checklist", params={"knock_out": "true"}).text
    assert "2 items found" in page


def test_a_search_that_finds_nothing_says_so(reader, published):
    assert "Nothing fits" in reader.get("/checklist", params={"q": "unicorn"}).text


def test_a_word_that_is_not_known_narrows_nothing(reader, published):
    page = reader.get("/checklist", params={"method": "astrology", "severity": "", "q": "puddle"})
    assert "1 item found" in page.text


def test_an_item_is_shown_with_all_its_parts(reader, published):
    page = reader.get("/checklist/items/FAC-WSH-001").text
    for said in (
        "Water on a washroom floor is removed before someone slips.",
        "In 3 of 3 washrooms the floor is dry",
        "cleaning log of the day",
        "Stand aside and say nothing.",
        "The log was signed for the whole day at 08:00.",
        "none may fail",
        "15 minutes",
        "Facilities supervisor",
        "RBA 8.0 B7",
        "Sanitation, Food, and Housing",
        "Water on a washroom floor gone within 15 min of being seen",
        "15分钟内地面无积水",
        "In which editions",
    ):
        assert said in page, said


def test_a_limit_is_spelled_out(reader, published):
    assert "below 3.5 × 10⁷ Ω" in reader.get("/checklist/items/PQC-ESD-002").text
    assert "at least 5.0 m²" in reader.get("/checklist/items/FAC-DRM-004").text
    noise = reader.get("/checklist/items/ENV-NOI-003").text
    assert "at most 55 dB(A)" in noise
    assert "at most 50 dB(A)" in noise
    assert "10 of 10 persons say it" in reader.get("/checklist/items/LHR-FRC-002").text
    assert "bars the list alone" in reader.get("/checklist/items/LHR-FRC-002").text
    assert "10 seconds" in reader.get("/checklist/items/OHS-EYE-003").text
    assert "1 may fail" in reader.get("/checklist/items/QMS-CAP-007").text
    assert (
        "<strong>all</strong><br>every decision" in reader.get("/checklist/items/LGV-REV-004").text
    )


def test_every_item_can_be_opened_in_both_languages(reader, published, edition):
    for lang in ("en", "zh"):
        for item in edition.items:
            page = reader.get(f"/checklist/items/{item.id}", headers={"accept-language": lang})
            assert page.status_code == 200, item.id


def test_items_lead_to_the_next_and_the_one_before(reader, published):
    first = reader.get("/checklist/items/LGV-REV-004").text
    assert 'rel="prev"' not in first
    assert "/checklist/items/LGV-AUT-002" in first
    assert 'rel="next"' not in reader.get("/checklist/items/FAC-DRM-004").text


@pytest.mark.parametrize(
    "path",
    [
        "/checklist/items/XXX-XXX-000",
        "/checklist/categories/99-nothing",
        f"/checklist?edition={NONE}",
        f"/checklist/items/FAC-WSH-001?edition={NONE}",
    ],
)
def test_what_is_not_there_is_not_found(reader, published, path):
    assert reader.get(path).status_code == 404


def test_an_older_edition_can_still_be_read(reader, published, database):
    with database.writing() as session:
        publish(session, generated_edition(250), by=System(), at=NOW.replace(year=2027))
        session.commit()
    newest = reader.get("/checklist").text
    assert "Generated checklist of 250 items" in newest
    assert f"/checklist?edition={published.id}" in newest
    older = reader.get(f"/checklist?edition={published.id}").text
    assert "12 Facilities and living conditions" in older


def test_a_long_list_is_turned_page_by_page(reader, database):
    with database.writing() as session:
        publish(session, generated_edition(250), by=System(), at=NOW)
        session.commit()
    first = reader.get("/checklist", params={"q": "release"}).text
    assert "1 to 100 of 250" in first
    last = reader.get("/checklist", params={"q": "release", "start": 200}).text
    assert "201 to 250 of 250" in last
    assert 'rel="next"' not in last
