from datetime import UTC, datetime

from app.kit.ids import new_id
from app.readiness.queries import mended

MAY, JUNE, JULY, AUGUST = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7, 8))


def test_a_finding_counts_as_closed_from_the_day_it_was_seen_to_hold():
    one = new_id()
    assert mended({one: [JUNE]}, {}, MAY) == {}
    assert mended({one: [JUNE]}, {}, JUNE) == {one: JUNE}


def test_it_counts_as_open_again_once_it_is_reopened():
    one = new_id()
    held, reopened = {one: [MAY, JULY]}, {one: [JUNE]}
    assert mended(held, reopened, MAY) == {one: MAY}
    assert mended(held, reopened, JUNE) == {}
    assert mended(held, reopened, AUGUST) == {one: JULY}
