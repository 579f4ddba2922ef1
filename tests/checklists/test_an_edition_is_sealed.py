import json
from dataclasses import replace
from hashlib import sha256

from app.checklists.content import canonical, opened, sealed
from app.checklists.generated import generated_edition


def test_what_is_opened_is_what_was_sealed(checklist):
    assert opened(canonical(checklist), sha256=checklist.sha256) == checklist


def test_the_hash_is_that_of_the_canonical_content(checklist):
    assert sha256(canonical(checklist)).hexdigest() == checklist.sha256
    assert sealed(checklist) == checklist


def test_any_other_word_is_another_edition(checklist):
    assert sealed(replace(checklist, title={"en": "Another"})).sha256 != checklist.sha256


def test_what_is_usual_is_not_said(checklist):
    content = json.loads(canonical(checklist))
    plain = content["categories"][0]["sections"][0]["items"][0]
    assert plain.keys() == {"id", "method", "severity", "sample", "ask", "refs", "text"}


def test_decimals_keep_their_digits(checklist):
    content = json.loads(canonical(checklist))
    bed = content["categories"][-1]["sections"][-1]["items"][0]
    assert bed["measure"]["limit"] == "5.0"


def test_a_generated_edition_is_as_large_as_asked_and_always_the_same():
    edition = generated_edition(1_070)
    assert len(edition.items) == 1_070
    assert len({item.id for item in edition.items}) == 1_070
    assert len(edition.categories) == 12
    assert edition == generated_edition(1_070)
    assert opened(canonical(edition), sha256=edition.sha256) == edition


def test_domains_and_words_keep_their_order(checklist):
    again = opened(canonical(checklist), sha256=checklist.sha256)
    assert list(again.domains) == ["management", "quality", "ehs", "facilities"]
    assert list(again.vocabulary.severities) == ["critical", "major", "minor"]
