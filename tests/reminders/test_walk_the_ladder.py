from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from app.actions.changes import implement
from app.actions.forms import Implement
from app.actions.queries import action as tracked
from app.findings.changes import reject_finding
from app.findings.deadline_queries import deadlines_of
from app.findings.extension_changes import ask_for_time
from app.findings.forms import AskForTime, AskToTakeOver
from app.findings.owner_changes import ask_to_take_over
from app.findings.queries import with_id
from app.mail.changes import snooze, want
from app.mail.queries import letters
from app.mail.rules import MailKind
from app.people.changes import speak
from app.people.queries import person
from app.reminders.changes import LEASE, take_shift
from app.reminders.models import Notice
from app.reminders.walker import Walker
from app.trail.queries import entries


@pytest.fixture
def walk(database):
    """`walk(at)`: a server that has just started looks once; how many letters it wrote."""
    return lambda at: Walker(database).walk(at)


@pytest.fixture
def box(look, at):
    """`box(chen)`: the subjects in that person's outbox, oldest first, without digests."""

    def read(who, kind=None, *, since=at):
        found = [one for one, _who in look(letters, to=who.id) if one.made_at >= since]
        wanted = {kind} if kind else set(MailKind) - {MailKind.DIGEST}
        return [one.subject for one in reversed(found) if one.kind in wanted]

    return read


@pytest.fixture
def closing(look, finding):
    """Eight in the morning of the day on which the finding is to be closed."""
    on = look(with_id, finding.id).due_on
    return datetime.fromisoformat(f"{on}T00:00:00+00:00")


@pytest.fixture
def planless(walk, closing):
    """All was told of its plan, which nobody made; of its closing nothing yet."""
    since = closing - timedelta(days=11)
    walk(since - timedelta(seconds=1))
    return since


def test_the_owner_is_told_before_it_is_due(walk, box, closing, planless, chen, wei):
    assert walk(closing - timedelta(days=10, minutes=1)) == 0
    assert walk(closing - timedelta(days=10)) == 1
    assert walk(closing - timedelta(days=3)) == 1
    assert walk(closing) == 1
    assert box(chen, since=planless) == [
        "F-0001: Closing: due in 10 days (31 May 2026)",
        "F-0001: Closing: due in 3 days (31 May 2026)",
        "F-0001: Closing: due today (31 May 2026)",
    ]
    assert box(wei, since=planless) == []


def test_the_same_minute_again_writes_nothing(walk, closing):
    assert walk(closing) > 0
    assert walk(closing) == 0
    assert walk(closing + timedelta(minutes=1)) == 0
    assert walk(closing - timedelta(days=30)) == 0


def test_late_it_climbs_and_stands_on_its_course_of_events(
    walk, box, closing, planless, chen, wei, diana, look, site
):
    walk(closing + timedelta(days=3))
    late = "F-0001: Closing: 3 days late (31 May 2026)"
    assert box(wei, since=planless) == box(chen, since=planless) == [late]
    assert box(diana, since=planless) == []
    walk(closing + timedelta(days=7))
    assert box(diana, since=planless) == ["F-0001: Closing: 7 days late (31 May 2026)"]
    told = look(entries, sites=[site.id], action="finding.escalated")
    steps = [payload.payload for _entry, payload in told if '"close"' in payload.payload]
    assert len(steps) == 2
    assert "Diana Osterby" in steps[0]
    assert "Diana Osterby" not in steps[1]


def test_a_year_of_silence_ends_with_one_letter_each(walk, box, closing, chen, wei, diana):
    assert walk(closing + timedelta(days=368)) == 3
    for who in (chen, wei, diana):
        assert len(box(who)) == 1


def test_stops_starts_and_clocks_that_jump(walk, database, closing, planless, chen):
    """Each walk is of a server that has just started."""
    for days in (-12, -3, -10, 1, 0, -20, 7, 3, 30, 6):
        walk(closing + timedelta(days=days))
    with database.reading() as session:
        rows = session.exec(select(Notice).where(Notice.person_id == chen.id).order_by(Notice.rung))
        rungs = [one.rung for one in rows if "/close/" in one.subject]
    assert rungs == [-72, 24, 168]


def test_nothing_is_told_of_what_is_closed(walk, session, finding, closing, wei, at):
    row = with_id(session, finding.id)
    reject_finding(session, row, reason="It was condensation.", by=wei, at=at)
    session.commit()
    assert walk(closing + timedelta(days=7)) == 0


def test_an_action_is_due_by_itself_until_it_is_done(walk, box, session, action, finding, chen, at):
    morning = datetime.fromisoformat(f"{action.due_on}T00:00:00+00:00")
    walk(morning - timedelta(days=3))
    assert any("Corrective action: due in 3 days" in one for one in box(chen))
    one = tracked(session, finding.id, action.id)
    row = with_id(session, finding.id)
    implement(session, row, one, Implement(note="The trap is mended."), by=chen, at=at)
    session.commit()
    before = box(chen)
    walk(morning + timedelta(days=3))
    assert not [one for one in box(chen)[len(before) :] if "Corrective" in one]


def test_a_withdrawn_action_is_due_no_more(walk, box, session, action, chen, at):
    action.withdrawn_at, action.withdrawn_by = at, "Wei Lanshan"
    session.add(action)
    session.commit()
    walk(at + timedelta(days=10))
    assert box(chen) == []


def test_whoever_is_asked_to_take_over_hears_of_it_at_once(
    walk, box, session, finding, site, chen, wei, at
):
    row = with_id(session, finding.id)
    form = AskToTakeOver(to=wei.id, reason="It is a matter of the building.")
    ask_to_take_over(session, row, form, to=wei, place=site, by=chen, at=at)
    session.commit()
    walk(at)
    assert box(wei, MailKind.HAND_OVER) == ["F-0001: You are asked to take this finding over"]
    walk(at + timedelta(days=3))
    assert len(box(wei, MailKind.HAND_OVER)) == 2


def test_whoever_may_grant_more_time_hears_that_it_is_asked_for(
    walk, box, session, finding, chen, wei, at
):
    row = with_id(session, finding.id)
    until = row.due_on + timedelta(days=20)
    form = AskForTime(until=until, reason="The trap comes from abroad.")
    ask_for_time(session, row, form, by=chen, at=at)
    session.commit()
    walk(at)
    asked = "F-0001: More time is asked for: grant it or refuse it"
    assert box(wei, MailKind.HAND_OVER) == [asked]
    assert box(chen, MailKind.HAND_OVER) == []


def test_who_does_not_want_it_is_not_asked_again_each_minute(walk, box, session, closing, chen, at):
    want(session, chen.id, MailKind.REMINDER, wanted=False, by=chen, at=at)
    session.commit()
    walk(closing)
    assert box(chen) == []
    want(session, chen.id, MailKind.REMINDER, wanted=True, by=chen, at=at)
    session.commit()
    assert walk(closing) == 0


def test_asleep_means_later_and_others_are_told_all_the_same(
    walk, box, session, finding, closing, planless, chen, wei
):
    until = closing + timedelta(days=5)
    snooze(
        session,
        chen.id,
        finding.id,
        ref=finding.ref,
        until=until.date(),
        today=closing.date(),
        by=chen,
        at=closing,
    )
    session.commit()
    walk(closing + timedelta(days=3))
    assert box(chen, since=planless) == []
    assert len(box(wei, MailKind.ESCALATION, since=planless)) == 1
    walk(until)
    assert box(chen, since=planless) == ["F-0001: Closing: 5 days late (31 May 2026)"]


def test_without_an_owner_the_quality_lead_is_told(walk, box, session, finding, closing, chen, wei):
    person(session, chen.id).active = False
    session.commit()
    walk(closing)
    assert box(chen) == []
    assert box(wei, MailKind.REMINDER)


def test_it_is_told_in_the_readers_language(walk, look, session, closing, chen):
    speak(session, person(session, chen.id), "zh")
    session.commit()
    walk(closing)
    (found, _who), *_more = look(letters, to=chen.id)
    assert "2026年" in found.text
    assert "玉河工厂" in found.text


def test_an_escalation_says_with_whom_it_is(walk, look, closing, wei, action):
    walk(closing + timedelta(days=7))
    (one,) = [one for one, _who in look(letters, to=wei.id) if one.kind is MailKind.ESCALATION]
    assert one.subject == "F-0001 is late"
    assert one.text.count("F-0001 · Minor · Jade River Works") == 1
    assert "Closing: 7 days late (31 May 2026)" in one.text
    assert "\nCorrective action: 87 days late (12 Mar 2026)\nWith Chen Muyuan\n" in one.text


def test_every_line_of_mine_leads_to_its_task(walk, look, closing, chen):
    walk(closing)
    found = next(one for one, _who in look(letters, to=chen.id))
    assert "\n/findings/F-0001\n" in found.text


def test_another_server_waits_until_the_first_is_done_or_dead(database, walk, closing):
    with database.writing() as session:
        assert take_shift(session, "another", at=closing)
        session.commit()
    assert walk(closing + timedelta(minutes=1)) == 0
    assert walk(closing + LEASE) > 0


def test_a_lease_from_a_clock_that_went_wrong_stops_nobody(database, walk, closing):
    with database.writing() as session:
        assert take_shift(session, "another", at=closing + timedelta(days=900))
        session.commit()
    assert walk(closing) > 0


def test_a_new_due_day_is_told_anew(walk, box, session, closing, finding, chen):
    walk(closing)
    before = len(box(chen))
    row = deadlines_of(session, [finding.id])[finding.id][-1]
    row.due_on = row.due_on + timedelta(days=30)
    session.add(row)
    session.commit()
    walk(closing + timedelta(days=30))
    assert len(box(chen)) == before + 1
