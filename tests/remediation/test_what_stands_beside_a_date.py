from datetime import timedelta

import pytest

from app.findings.models import Deadline
from app.remediation.mark_queries import Mark, marks

PAGES = ["/findings", "/board", "/tasks"]


@pytest.fixture
def shaky(session, several):
    """F-0001 is due on a day that is counted from its raising."""
    close = session.get(Deadline, (several[0].id, 1, "close"))
    close.provisional = True
    session.commit()
    return close


@pytest.fixture
def reviewed(session, raised, chen, at):
    """F-0001 has no date; somebody looks at it again in a week."""
    row = raised("CEC-GFT-005", "observation", owner=chen.id)
    day = (at + timedelta(days=7)).date()
    session.add(Deadline(finding_id=row.id, turn=1, step="review", due_on=day, source="review"))
    session.commit()
    return day


def test_that_it_is_provisional(session, shaky):
    assert marks(session, ["F-0001", "F-0002"]) == {
        "F-0001": Mark(provisional=True, review_on=None)
    }


def test_what_a_buyer_has_set_is_not(session, several, shaky):
    several[0].due_on = shaky.due_on - timedelta(days=1)
    session.merge(several[0])
    session.commit()
    assert marks(session, ["F-0001"]) == {}


def test_an_earlier_turn_says_nothing(session, several, shaky):
    said = shaky.model_dump() | {"turn": 2, "provisional": False}
    session.add(Deadline(**said))
    session.commit()
    assert marks(session, ["F-0001"]) == {}


def test_when_it_is_reviewed(session, reviewed):
    assert marks(session, ["F-0001"]) == {"F-0001": Mark(provisional=False, review_on=reviewed)}


@pytest.mark.parametrize("path", PAGES)
def test_each_list_says_so(show, chen, shaky, path):
    assert "provisional</span>" in show(path, chen)


@pytest.mark.parametrize("path", PAGES)
def test_each_list_names_the_day_of_the_review(show, chen, reviewed, path):
    assert f"review {reviewed.day} {reviewed:%b} {reviewed.year}" in show(path, chen)
