"""What the missing points take, what an item costs, what holds a site down."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.reports.changes import order_report
from app.reports.document import FieldCell, Move, Tone, Verdict
from app.reports.executive import _checked, _needed, _owned, _points
from app.reports.rules import ReportKind
from app.reports.told import tell
from tests.reports import documents

DAY = timedelta(days=1)


@pytest.fixture
def telling(session, site, pack_version, diana, failed, at):
    """What an executive report of the day after rests on."""
    order = order_report(
        session,
        site,
        pack_version,
        kind=ReportKind.EXECUTIVE,
        lang="en",
        as_of=at + DAY,
        by=diana,
        at=at + DAY,
    )
    return tell(session, order)


def moves(*points):
    return [Move(id=str(n), title="", category="", points=Decimal(p)) for n, p in enumerate(points)]


def lacking(points):
    standing = documents.executive("en").standing
    return replace(standing, total=standing.next_band.floor - Decimal(points))


@pytest.mark.parametrize(
    ("points", "needed"), [("0.5", 1), ("1.00", 1), ("1.01", 2), ("1.75", 3), ("1.76", 0)]
)
def test_so_many_items_are_worth_what_is_missing(points, needed):
    assert _needed(lacking(points), moves("1.00", "0.50", "0.25")) == needed


def test_nothing_is_needed_where_no_band_is_above():
    standing = replace(documents.executive("en").standing, total=Decimal(100))
    assert _needed(standing, moves("1.00")) == 0


def test_who_reads_is_asked_for_the_missing_points(telling):
    standing = lacking("1.25")
    [asked] = _points(telling, standing, moves("1.00", "0.50"), 2)
    assert asked.ask.startswith("Name who closes the missing 1.25 points to")
    assert asked.ask.endswith("together give them: 2.")


def test_where_more_are_needed_than_listed_both_sums_are_told(telling):
    standing = lacking("1.25")
    [asked] = _points(telling, standing, moves(*["0.10"] * 13), 13)
    assert asked.ask.endswith("The 10 listed in this report give 1.00.")


def test_an_item_names_all_its_open_findings(telling, finding):
    other = finding.model_copy(update={"ref": "F-0999", "due_on": None})
    [move] = moves("1.00")
    owned = _owned(telling, move, [other, finding])
    assert (owned.finding, owned.also, owned.due_on) == (finding.ref, ("F-0999",), finding.due_on)


def test_an_item_tells_what_its_spot_checks_cost():
    [move] = moves("0.75")
    checked = _checked(move, [Decimal("0.241"), Decimal("0.48")])
    assert (checked.deducted, checked.checks) == (Decimal("0.72"), 2)
    assert _checked(move, []).deducted is None


def test_a_site_is_held_down_where_its_points_would_reach_further():
    ready, held = (Verdict(code=code, words=code, tone=Tone.POOR) for code in ("ready", "held"))
    assert FieldCell(verdict=held, base=ready).held_down
    assert not FieldCell(verdict=held, base=held).held_down
    assert not FieldCell().held_down


def test_what_failed_is_counted_among_what_applies(told, failed):
    told = told("executive")
    assert told.items == sum(one.progress.expected for one in told.categories)
    assert told.applying == told.items - sum(one.progress.not_applicable for one in told.categories)
    assert told.unraised == 1


def test_a_condition_that_only_follows_is_marked(told, failed):
    unmet = told("executive").standing.unmet
    assert [bar.follows for bar in unmet if "follows from" in bar.actual] == [True]
    assert not any(bar.follows for bar in unmet if "follows from" not in bar.actual)
