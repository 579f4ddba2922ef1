"""A server that has walked before looks only where something may have come since."""

from datetime import datetime, timedelta

import pytest

from app.actions.step_changes import change
from app.answers.models import Answer
from app.findings.deadline_queries import deadlines_of
from app.findings.forms import AskToTakeOver, ChangeFinding, RaiseFinding
from app.findings.owner_changes import ask_to_take_over
from app.findings.queries import with_id
from app.findings.raise_changes import raise_finding
from app.people.changes import add_person, give_role
from app.people.forms import NewGrant, NewPerson
from app.people.rules import Role
from app.reminders.looks import AFTER_ALL, MOST_DEEDS, look, news
from app.reminders.walker import Walker
from app.trail.changes import record
from app.trail.rules import System

MINUTE = timedelta(minutes=1)


@pytest.fixture
def late(database, look, finding):
    """An hour after the morning of the day on which the finding was due: all is told of it."""
    on = {one.step: one.due_on for one in look(deadlines_of, [finding.id])[finding.id]}["close"]
    return datetime.fromisoformat(f"{on}T01:00:00+00:00")


@pytest.fixture
def walker(database, late):
    """One that has looked at everything."""
    one = Walker(database)
    one.walk(late)
    return one


@pytest.fixture
def seen(session, finding, late):
    return look(session, late)


def _owned_by_wei(session, row, site, wei, at, **_cast):
    form = ChangeFinding(version=row.version, owner=wei.id)
    change(session, row, form, place=site, owner=wei, by=wei, at=at)


def _asked_of_wei(session, row, site, chen, wei, at, **_cast):
    form = AskToTakeOver(to=wei.id, reason="I am away until June.")
    ask_to_take_over(session, row, form, place=site, to=wei, by=chen, at=at)


def _a_second_lead(session, at, **_cast):
    """All that is late for three days or more is told to whoever leads the quality."""
    form = NewPerson(email="lin@example.org", name="Lin")
    who = add_person(session, form, by=System(), at=at)
    session.flush()
    give_role(session, who, NewGrant(role=Role.QUALITY_LEAD), by=System(), at=at)


def _another_finding(session, site, audit, answers, edition, pack, ines, at, **_cast):
    answer = answers(audit, "QMS-CAL-003", "0", note="No label.")
    form = RaiseFinding(answer=answer.id, reason="As seen.")
    item = edition.item("QMS-CAL-003")
    raise_finding(
        session, session.get(Answer, answer.id), item, [pack], form, lang="en", by=ines,
        at=at - timedelta(days=60),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "days"),
    [
        (_owned_by_wei, 0), (_asked_of_wei, 0), (_a_second_lead, 4), (_another_finding, 0),
    ],
)  # fmt: skip
def test_what_came_is_told_as_by_a_server_that_has_just_started(
    walker, database, session, finding, late, deed, days, site, audit, answers, edition, pack,
    ines, chen, wei,
):  # fmt: skip
    at = late + timedelta(days=days)
    walker.walk(at)
    row = with_id(session, finding.id)
    cast = {"site": site, "audit": audit, "answers": answers, "edition": edition, "pack": pack}
    people = {"ines": ines, "chen": chen, "wei": wei}
    deed(session=session, row=row, at=at, **cast, **people)
    session.commit()
    assert walker.walk(at + MINUTE) > 0
    assert Walker(database).walk(at + MINUTE) == 0


def test_minute_by_minute_the_ladder_is_climbed_as_it_would_be_at_once(walker, database, late):
    """From the evening before to the morning three days late."""
    told, at = 0, late + timedelta(days=2, hours=22, minutes=30)
    for _n in range(100):
        at += MINUTE
        told += walker.walk(at)
    assert told > 0
    assert Walker(database).walk(at) == 0


def test_a_quiet_minute_has_no_news(session, seen, late):
    assert news(session, seen, look(session, late + MINUTE)) == frozenset()


def test_a_finding_that_was_changed_is_looked_at(session, seen, finding, site, wei, late):
    row = with_id(session, finding.id)
    _owned_by_wei(session, row, site, wei, late)
    assert news(session, seen, look(session, late + MINUTE)) == {finding.ref}


def test_who_signs_in_changes_nobody_who_is_told(session, seen, chen, late):
    record(session, "person.signed_in", on="Chen", by=chen, at=late)
    assert news(session, seen, look(session, late + MINUTE)) == {"Chen"}


@pytest.mark.parametrize(
    "later",
    [timedelta(days=1), timedelta(hours=23), AFTER_ALL, -MINUTE],
    ids=["the next morning", "the next day before eight", "an hour", "a clock set back"],
)
def test_all_is_looked_at_where_a_day_or_a_clock_has_moved(session, seen, late, later):
    assert news(session, seen, look(session, late + later)) is None


def test_at_eight_where_a_site_lies_all_is_looked_at(session, site, finding, late):
    before = look(session, late - timedelta(minutes=61))
    assert news(session, before, look(session, late - timedelta(minutes=60))) is None


@pytest.mark.parametrize("action", ["person.role_taken", "site.changed", "person.deactivated"])
def test_all_is_looked_at_where_others_may_have_to_be_told(session, seen, late, action):
    record(session, action, on="Somebody", by=System(), at=late)
    assert news(session, seen, look(session, late + MINUTE)) is None


def test_all_is_looked_at_after_very_many_deeds(session, seen, late):
    for n in range(MOST_DEEDS):
        record(session, "answer.saved", on=f"A-{n}", by=System(), at=late)
    assert news(session, seen, look(session, late + MINUTE)) is None


def test_the_first_look_is_at_all(session, seen):
    assert news(session, None, seen) is None
