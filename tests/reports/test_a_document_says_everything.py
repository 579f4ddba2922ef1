from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.reports.document import GapAnswer, GapItem, Term, from_json, sealed, to_json
from tests.reports import documents


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_executive_document_survives_its_json(lang):
    document = documents.executive(lang)
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_gap_document_survives_its_json(lang):
    document = documents.gap(lang, 48, photos=6)
    assert from_json(to_json(document)) == document


def test_decimals_keep_their_digits():
    document = documents.executive()
    again = from_json(to_json(document))
    assert str(again.categories[2].score) == "75.00"


def test_equal_documents_have_equal_texts():
    assert to_json(documents.gap("zh", 24)) == to_json(documents.gap("zh", 24))


def test_the_seal_is_of_what_it_says_and_not_of_the_report():
    first = documents.executive()
    again = sealed(
        replace(
            first,
            head=replace(
                first.head,
                report_id="R-2",
                made_at=datetime(2027, 1, 1, tzinfo=UTC),
                trail_head="other",
            ),
        )
    )
    assert again.head.data_hash == first.head.data_hash != ""


def test_one_other_figure_breaks_the_seal():
    first = documents.executive()
    other = sealed(replace(first, standing=replace(first.standing, total=Decimal("79.22"))))
    assert other.head.data_hash != first.head.data_hash


def test_the_next_band_is_the_lowest_not_reached():
    standing = documents.standing("en")
    assert standing.next_band.verdict.code == "ready"
    assert replace(standing, total=Decimal("12.00")).next_band.verdict.code == "conditional"
    assert replace(standing, total=Decimal("85.00")).next_band is None
    assert replace(standing, total=None).next_band is None


def answer(level, before=None):
    return GapAnswer(
        level=Term(code=level, words="") if level else None,
        before=Term(code=before, words="") if before else None,
    )


@pytest.mark.parametrize(
    ("level", "before", "direction"),
    [("3", "1", 1), ("0", "4", -1), ("2", "2", 0), ("na", "2", 0), ("2", "na", 0), ("2", None, 0)],
)
def test_an_answer_knows_whether_it_became_better(level, before, direction):
    assert answer(level, before).direction == direction


ITEM = GapItem(
    id="X",
    title="",
    requirement="",
    criterion="",
    method="",
    severity=Term(code="major", words=""),
    answers=(answer("4"),),
)


def test_an_item_is_headed_by_its_worst_zone():
    item = replace(ITEM, answers=(answer("4"), answer(None), answer("1"), answer("na")))
    assert item.worst.level.code == "1"
    assert replace(item, answers=(answer("na"), answer(None))).worst.level.code == "na"
    assert replace(item, answers=()).worst is None


def test_an_item_applies_unless_every_zone_says_that_it_does_not():
    assert replace(ITEM, answers=(answer("na"), answer("4"))).applies
    assert replace(ITEM, answers=(answer(None),)).applies
    assert replace(ITEM, answers=()).applies
    assert not replace(ITEM, answers=(answer("na"), answer("na"))).applies


def test_what_held_and_needs_no_word_takes_the_width_of_the_page():
    assert ITEM.bare
    assert replace(ITEM, points=Decimal("0.12")).bare
    assert not replace(ITEM, deducted=Decimal("0.12")).bare
    assert not replace(ITEM, answers=()).bare
    assert not replace(ITEM, answers=(answer("4"), answer("4"))).bare
    assert not replace(ITEM, answers=(answer("2"),)).bare
    said = ({"note": "Dry."}, {"measured": "3"}, {"evidence": ("Log",)}, {"photos": (object(),)})
    assert not any(replace(ITEM, answers=(replace(answer("4"), **one),)).bare for one in said)


def test_a_category_without_a_score_is_neither_short_nor_changed():
    category = replace(documents.scores("en", 2)[0], score=None)
    assert category.change is None
    assert not category.short
