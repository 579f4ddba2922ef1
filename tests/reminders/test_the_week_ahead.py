from datetime import UTC, datetime, timedelta

import pytest

from app.actions.changes import implement
from app.actions.forms import Implement
from app.actions.queries import action as tracked
from app.findings.queries import with_id
from app.mail.queries import letters
from app.mail.rules import MailKind
from app.people.changes import speak
from app.people.queries import person
from app.reminders.digest import digest_of, digest_text
from app.reminders.walker import Walker

MONDAY = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)  # half past eight in Shanghai


@pytest.fixture
def weeks(look):
    """`weeks(chen)`: the digests of that person, oldest first."""

    def read(who):
        return [
            one for one, _who in reversed(look(letters, to=who.id)) if one.kind is MailKind.DIGEST
        ]

    return read


@pytest.fixture
def walk(database):
    return lambda at: Walker(database).walk(at)


def test_one_a_week_and_only_one(walk, weeks, chen, action):
    for hours in (0, 1, 30, 71):
        walk(MONDAY + timedelta(hours=hours))
    assert [one.key for one in weeks(chen)] == [f"digest:{chen.id}:2026-W11"]
    walk(MONDAY + timedelta(days=7))
    assert len(weeks(chen)) == 2


def test_it_tells_what_is_due_and_what_is_late(walk, weeks, chen, action):
    walk(MONDAY)
    (one,) = weeks(chen)
    assert one.subject == "Your week: 1 due, readiness moved"
    assert f"F-0001 · Corrective action · 12 Mar 2026\n{action.what}" in one.text
    assert f"\n/findings/F-0001/actions/{action.id}\n" in one.text
    walk(MONDAY + timedelta(days=7))
    assert weeks(chen)[-1].subject == "Your week: 1 late"


def test_whoever_has_nothing_gets_nothing(walk, weeks, gil, zoe):
    walk(MONDAY)
    assert weeks(gil) == weeks(zoe) == []


def test_it_asks_for_what_waits_for_me(walk, weeks, session, finding, action, chen, wei, at):
    one = tracked(session, finding.id, action.id)
    row = with_id(session, finding.id)
    implement(session, row, one, Implement(note="The trap is mended."), by=chen, at=at)
    session.commit()
    walk(MONDAY)
    (found,) = weeks(wei)
    assert "1 to verify" in found.subject
    assert "Waiting for your verification: 1" in found.text
    assert "verify" not in weeks(chen)[0].subject


def test_it_tells_how_readiness_moved(look, answers, audit, diana, at):
    later, next_week = at + timedelta(days=8), MONDAY + timedelta(days=7)
    answers(audit, "QMS-CAL-003", "4")
    answers(audit, "FAC-WSH-001", "0", at=later, observed_at=later)
    found = look(digest_of, diana, next_week)
    (moved,) = found.moved
    assert moved.site.code == "JR-01"
    assert moved.before > moved.now
    _subject, text = digest_text(found, diana)
    assert "Readiness since last week" in text
    assert f"{moved.before:.1f} → {moved.now:.1f}\n/readiness/JR-01" in text


def test_a_buyers_guest_is_no_colleague(look, answers, audit, gil):
    answers(audit, "QMS-CAL-003", "4")
    assert not look(digest_of, gil, MONDAY).says_something


def test_nothing_moved_is_nothing_to_say(look, answers, audit, diana):
    answers(audit, "QMS-CAL-003", "4")
    assert not look(digest_of, diana, MONDAY + timedelta(days=7)).says_something


def test_it_is_in_my_language(walk, weeks, session, action, chen):
    speak(session, person(session, chen.id), "zh")
    session.commit()
    walk(MONDAY)
    assert "2026年3月12日" in weeks(chen)[0].text
