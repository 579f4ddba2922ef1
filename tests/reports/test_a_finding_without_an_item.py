"""What was raised without an item of the checklist stands in the gap report all the same."""

import pytest

from app.findings.forms import RaiseFree
from app.findings.free import ground_at
from app.findings.free_changes import raise_free
from tests.reports.conftest import drawn, texts

SEEN = ("A pallet blocks the fire door of the store.", "A cable lies across the aisle.")


@pytest.fixture
def two(session, site, ines, at):
    """In the same place, of which neither has an item."""
    ground = ground_at(session, site)
    where = (session, site, ground.edition, ground.packs)
    rows = []
    for statement in SEEN:
        form = RaiseFree(site=site.id, category="10-health-safety", statement=statement)
        rows.append(raise_free(*where, form, owner=None, by=ines, at=at))
        session.flush()
    session.commit()
    return rows


def test_each_is_told_in_the_gap_report(told, audit, failed, two):
    document = told("gap", audit=audit)
    assert [one.ref for one in document.findings] == [one.ref for one in two]


@pytest.mark.any_engine
def test_each_is_drawn_there(told, audit, failed, two, tmp_path):
    document = told("gap", audit=audit)
    whole = " ".join(" ".join(texts(drawn(tmp_path, document))).split())
    for row in two:
        assert row.ref in whole
        assert row.statement in whole
