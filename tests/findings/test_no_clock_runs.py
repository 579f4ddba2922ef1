from datetime import date

import pytest

from app.findings.clock_changes import agree_review
from app.findings.deadline_queries import review_of
from app.findings.forms import AgreeReview
from app.kit.errors import Conflict, Invalid


@pytest.fixture
def agreed(session, site, wei, at):
    def agree(row, partner, day=date(2026, 6, 1)):
        form = AgreeReview(partner=partner.id, review_on=day)
        one = agree_review(session, row, form, site=site, partner=partner, by=wei, at=at)
        session.flush()
        return one

    return agree


@pytest.fixture
def row(under):
    return under("smeta-clocks")("observation")


def test_a_partner_looks_at_it_on_a_day(session, row, agreed, due, wei):
    agreed(row, wei)
    review = due(row)["review"]
    assert (review.due_on, review.source) == (date(2026, 6, 1), "review")
    assert row.due_on is None, "no date is no date"
    assert review_of(session, row.id, 1).partner_id == wei.id


def test_the_last_word_counts(session, row, agreed, wei, marta):
    agreed(row, wei)
    agreed(row, marta, date(2026, 7, 1))
    assert review_of(session, row.id, 1).partner_id == marta.id


def test_the_partner_is_not_the_owner(row, agreed, chen):
    with pytest.raises(Invalid, match="another person than the owner"):
        agreed(row, chen)


def test_the_partner_has_a_role_there(row, agreed, zoe):
    with pytest.raises(Invalid, match="The partner needs a role at this site"):
        agreed(row, zoe)


def test_the_day_lies_ahead(row, agreed, wei):
    with pytest.raises(Invalid, match="The day of the review has passed already"):
        agreed(row, wei, date(2026, 3, 1))


def test_where_a_clock_runs_none_is_needed(under, agreed, wei):
    with pytest.raises(Conflict, match="A clock runs for F-0001"):
        agreed(under("smeta-clocks")("minor"), wei)
