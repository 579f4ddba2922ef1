import re

import pytest

from app.bench.deadline import Deadline
from app.bench.ground import lay
from app.bench.pdf import gap_document
from app.bench.pdf_grid import grid_rows
from app.bench.sizes import shortened, with_photos
from app.bench.tracked import add_findings


@pytest.fixture
def whole(empty_database, at):
    ground = lay(empty_database, items=72, at=at)
    add_findings(empty_database, ground, sites=1, n=40, at=at)
    return gap_document(empty_database, ground)


def test_a_shorter_report_tells_only_of_the_items_that_are_left(whole):
    short = shortened(whole, 24)
    kept = {item.id for c in short.categories for s in c.sections for item in s.items}
    assert len(kept) == 24
    assert {one.item for one in short.findings} <= kept
    assert {one.item for one in short.unseen} <= kept
    assert 0 < len(short.findings) < len(whole.findings)


def test_as_many_items_as_there_are_is_the_report_itself(whole):
    assert shortened(whole, 720) is whole


def test_all_the_photos_find_a_place_however_few_the_answers(whole):
    assert len(with_photos(shortened(whole, 24), 400).photos) == 400
    assert len(with_photos(whole, 40).photos) == 40


def test_a_row_tells_seconds_memory_and_pages(whole, tmp_path):
    what, _promised, told = next(grid_rows(tmp_path, {"en": whole}, 24, Deadline(2)))
    assert what == "Gap report, 24 items, 0 photos, en"
    assert re.fullmatch(r".* s processor, .* s to wait, \d+ MiB, [1-9]\d* pages, .* MiB", told)


def test_what_does_not_fit_into_the_time_says_so(whole, tmp_path):
    [(what, _promised, told)] = grid_rows(tmp_path, {"en": whole}, 24, Deadline(0))
    assert what == "  the rest of these rows"
    assert told == "not measured within 0 minutes"
