from datetime import timedelta

import pytest

from app.comments.changes import note_visit, say_comment
from app.comments.forms import SayComment
from app.confirmations.changes import ask_confirmation, reply_to_confirmation
from app.confirmations.forms import AskConfirmation, ReplyToConfirmation
from app.confirmations.gather import guests_at
from app.confirmations.queries import confirmation
from app.findings.changes import close_finding
from app.findings.clock_changes import agree_review
from app.findings.clock_rules import EFFECT
from app.findings.forms import AgreeReview, AskToTakeOver
from app.findings.models import Deadline
from app.findings.owner_changes import ask_to_take_over
from app.findings.rules import DueSource
from app.mail.changes import snooze
from app.people.queries import actors_at
from app.people.rules import Ability
from app.practices.changes import say_done, take_over, tell_practice
from app.practices.forms import SayDone, TakeOver, TellPractice
from app.practices.queries import practice
from app.remediation.tasks import tasks_of


@pytest.fixture
def told(look, watch):
    return lambda who: look(tasks_of, who, watch.now)


def test_they_are_told_by_how_soon_they_are_due(told, chen, action, watch, at):
    assert [one.finding.ref for one in told(chen).later] == ["F-0001"]
    watch.now = at + timedelta(days=3)
    assert [one.days for one in told(chen).week] == [7]
    watch.now = at + timedelta(days=11)
    assert [one.days for one in told(chen).overdue] == [-1]


def test_an_action_stands_for_its_finding(told, show, chen, action):
    [one] = told(chen).later
    assert one.address == f"/findings/F-0001/actions/{action.id}"
    assert one.address in show("/tasks", chen)


def test_a_finding_without_an_action_leads_to_its_gate(told, show, chen, finding):
    [one] = told(chen).later
    assert one.address == "/findings/F-0001/gate"
    assert "next: Implemented" in " ".join(show("/tasks", chen).split())


def test_what_was_verified_waits_for_a_look_and_is_never_overdue(
    told, show, verified, chen, watch, at
):
    assert "effectiveness check from" in show("/tasks", chen)
    watch.now = at + timedelta(days=(verified.due_on - at.date()).days + 3)
    assert (told(chen).overdue, [one.days for one in told(chen).week]) == ([], [-3])
    page = show("/tasks", chen)
    assert "effectiveness check due" in page
    assert "Overdue" not in page


def test_what_is_put_off_comes_back_on_its_day(told, session, chen, action, watch, at):
    watch.now = at + timedelta(days=5)
    today = watch.now.date()
    snooze(
        session, chen.id, action.finding_id, ref="F-0001", until=today + timedelta(days=2),
        today=today, by=chen, at=watch.now,
    )  # fmt: skip
    session.commit()
    assert (len(told(chen).asleep), told(chen).n) == (1, 0)
    watch.now += timedelta(days=2)
    assert (len(told(chen).week), told(chen).n) == (1, 1)


def test_an_effect_is_looked_at_by_who_had_no_hand_in_it(
    told, show, wei, marta, chen, ines, verified, watch, at
):
    assert told(marta).effects == []
    watch.now = at + timedelta(days=30)
    assert [one.finding.ref for one in told(marta).effects] == ["F-0001"]
    assert [told(who).effects for who in (chen, ines)] == [[], []]
    assert "/findings/F-0001/gate" in show("/tasks", marta)


def test_the_look_of_an_earlier_turn_is_not_asked_for(told, session, marta, verified, watch, at):
    then = at.date() + timedelta(days=90)
    session.add(
        Deadline(
            finding_id=verified.id, turn=2, step=EFFECT, due_on=then, earliest_on=then,
            source=DueSource.PLAN,
        )
    )  # fmt: skip
    session.commit()
    watch.now = at + timedelta(days=89)
    assert told(marta).effects == []
    watch.now = at + timedelta(days=90)
    assert [one.finding.ref for one in told(marta).effects] == ["F-0001"]


def test_a_hidden_hazard_asks_its_owner_to_look_elsewhere(told, show, chen, wei, verified):
    assert [one.finding.ref for one in told(chen).elsewhere] == ["F-0001"]
    assert told(wei).elsewhere == []
    assert "/findings/F-0001#elsewhere" in show("/tasks", chen)


def test_what_one_is_asked_to_own_waits(told, session, finding, site, chen, wei, at):
    row = session.merge(finding)
    form = AskToTakeOver(to=wei.id, reason="On leave.")
    ask_to_take_over(session, row, form, place=site, to=wei, by=chen, at=at)
    session.commit()
    assert [row.ref for _asked, row, _site in told(wei).handed] == ["F-0001"]
    assert told(wei).n == 1


def test_the_badge_counts_what_waits_now(show, chen, action, watch, at):
    assert "waits for you" not in show("/tasks", chen)
    watch.now = at + timedelta(days=5)
    assert "1 waits for you" in show("/tasks", chen)


def test_who_is_addressed_by_name_reads_it_until_they_have_seen_it(
    told, show, session, site, finding, wei, chen, at
):
    row = session.merge(finding)
    readers = actors_at(session, site, Ability.READ)
    form = SayComment(text="@Chen Muyuan, is the trap in yet?")
    said = say_comment(session, row, form, readers=readers, actions=(), by=wei, at=at)
    session.commit()
    assert [one.text for one in told(chen).mentions] == [form.text]
    assert (told(chen).n, told(wei).mentions) == (1, [])
    assert f"/findings/F-0001#comment-{said.comment.id}" in show("/tasks", chen)
    note_visit(session, row, by=chen, at=at + timedelta(minutes=1))
    session.commit()
    assert told(chen).mentions == []


def test_what_the_buyer_sends_back_waits_for_who_may_open_it(
    told, show, session, finding, site, wei, chen, gil, at
):
    row = session.merge(finding)
    close_finding(session, row, reason="Dry on both shifts.", by=wei, at=at)
    form = AskConfirmation(guest=gil.id, buyer="Hollin Telecom", done="A new trap was fitted.")
    asked = ask_confirmation(
        session, row, form, guests=guests_at(session, site), buyers={"Hollin Telecom"},
        by=wei, at=at,
    )  # fmt: skip
    session.flush()
    reply = ReplyToConfirmation(confirmed=False, reason="The photo shows another washroom.")
    reply_to_confirmation(session, confirmation(session, gil, asked.id), reply, by=gil, at=at)
    session.commit()
    assert [one.finding.ref for one in told(wei).sent_back] == ["F-0001"]
    assert (told(wei).n, told(chen).sent_back) == (1, [])
    page = show("/tasks", wei)
    assert "/findings/F-0001#confirmation" in page
    assert "The photo shows another washroom." in page


def test_a_practice_waits_for_who_promised_to_take_it_over(
    told, show, session, site, other_site, edition, wei, marta, watch, at
):
    form = TellPractice(
        site=site.id, title="Drip trays", what="A tray with a sensor stops the pump early."
    )
    row = tell_practice(session, site, edition, form, by=wei, at=at)
    session.commit()
    form = TakeOver(site=other_site.id, due_on=at.date() + timedelta(days=30))
    take_over(session, practice(session, wei, row.id), other_site, form, by=wei, at=at)
    session.commit()
    assert [one.days for one in told(wei).practices] == [30]
    assert (told(wei).n, told(marta).practices) == (0, [])
    assert "Drip trays" in show("/tasks", wei)
    watch.now = at + timedelta(days=24)
    assert told(wei).n == 1
    entry = practice(session, wei, row.id)
    say_done(session, entry, entry.takeovers[0], SayDone(note="In all rooms."), by=wei, at=at)
    session.commit()
    assert told(wei).practices == []


@pytest.fixture
def unclocked(session, raised, site, chen, wei, at):
    """Nothing says by when; Wei looks at it again with Chen in nine days."""
    row = session.merge(raised("CEC-GFT-005", "observation", owner=chen.id))
    form = AgreeReview(partner=wei.id, review_on=(at + timedelta(days=9)).date())
    agree_review(session, row, form, site=site, partner=wei, by=chen, at=at)
    session.commit()
    return row


def test_a_review_is_told_to_the_partner_by_its_day(told, unclocked, wei, chen, watch, at):
    assert [(one.finding.ref, one.days) for one in told(wei).reviews] == [("F-0001", 9)]
    assert told(chen).reviews == []
    assert told(wei).n == 0
    watch.now = at + timedelta(days=3)
    assert told(wei).n == 1


def test_the_owner_is_told_of_it_as_of_a_due_date(told, unclocked, chen, watch, at):
    assert [one.days for one in told(chen).later] == [9]
    watch.now = at + timedelta(days=3)
    assert [one.days for one in told(chen).week] == [6]
    watch.now = at + timedelta(days=10)
    assert [one.days for one in told(chen).overdue] == [-1]


def test_another_partner_takes_it_off_the_first(
    told, session, site, unclocked, wei, marta, chen, at
):
    form = AgreeReview(partner=marta.id, review_on=(at + timedelta(days=5)).date())
    later = at + timedelta(hours=1)
    agree_review(session, unclocked, form, site=site, partner=marta, by=chen, at=later)
    session.commit()
    assert told(wei).reviews == []
    assert [one.days for one in told(marta).reviews] == [5]


def test_the_page_tells_the_review_to_both(show, unclocked, wei, chen):
    assert "To look at again" in show("/tasks", wei)
    assert "review " in show("/tasks", chen)
