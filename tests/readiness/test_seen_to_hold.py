from datetime import UTC, datetime, timedelta

from app.actions.step_changes import open_again
from app.findings.changes import close_finding
from app.kit.ids import new_id
from app.readiness.queries import frame, mended

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


def test_between_its_closing_and_its_reopening_it_is_told_as_closed(
    session, site, finding, wei, at
):
    row = session.merge(finding)
    closed, back, again = (at + timedelta(days=n) for n in (1, 5, 9))
    close_finding(session, row, reason="Dry on both shifts.", by=wei, at=closed)
    open_again(session, row, [], reason="Wet again at 09:20.", by=wei, at=back)
    close_finding(session, row, reason="Dry for good, it seems.", by=wei, at=again)
    session.commit()
    told = frame(session, site)
    stood = {
        n: [closure and closure.at for _row, closure in told.findings_at(day, again)]
        for n in (0, 1, 4, 5, 8, 9)
        for day in [at + timedelta(days=n)]
    }
    assert stood == {0: [None], 1: [closed], 4: [closed], 5: [None], 8: [None], 9: [again]}
