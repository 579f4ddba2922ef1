import json
from datetime import date, timedelta

import pytest

from app.findings.changes import change_finding
from app.findings.clock_changes import set_buyer_date
from app.findings.deadline_queries import extensions_of, extensions_waiting
from app.findings.extension_changes import (
    NeverExtended,
    TooLate,
    ask_for_time,
    reply_to_asking,
    withdraw_asking,
)
from app.findings.forms import AskForTime, ChangeFinding, ReplyToAsking, SetBuyerDate
from app.findings.owner_changes import NotYours
from app.findings.queries import packs_of
from app.kit.errors import Conflict, Invalid
from app.trail.queries import entries

REASON = "The new trap is delivered in May only."


@pytest.fixture
def row(under):
    """Major under bt-like: containment by 5 March, plan by the 16th, closed by 1 May."""
    return under("bt-like")("major")


@pytest.fixture
def asked(session, row, chen, at):
    def ask(until=date(2026, 5, 20), *, step="close", by=chen, at=at, row=row):
        form = AskForTime(step=step, until=until, reason=REASON)
        one = ask_for_time(session, row, form, by=by, at=at)
        session.flush()
        return one

    return ask


@pytest.fixture
def replied(session, row, wei, at):
    def reply(one, *, granted=True, note="", by=wei, at=at):
        form = ReplyToAsking(granted=granted, note=note)
        answer = reply_to_asking(session, row, one.id, form, by=by, at=at)
        session.flush()
        return answer

    return reply


def test_granted_it_is_the_day_that_counts(row, asked, replied, due):
    replied(asked())
    close = due(row)["close"]
    assert (row.due_on, close.due_on, close.source) == (
        date(2026, 5, 20),
        date(2026, 5, 20),
        "extension",
    )
    assert close.computed_on == date(2026, 5, 1), "what the clock says stands beside it"


def test_until_it_is_granted_nothing_moves(row, asked, due):
    asked()
    assert row.due_on == due(row)["close"].due_on == date(2026, 5, 1)


def test_refused_nothing_moves_and_the_reason_stands(session, row, asked, replied, wei):
    replied(asked(), granted=False, note="Borrow a trap from line 2.")
    assert row.due_on == date(2026, 5, 1)
    ((_one, reply),) = extensions_of(session, row.id)
    assert (reply.outcome, reply.by_id, reply.note) == (
        "refused",
        wei.id,
        "Borrow a trap from line 2.",
    )


def test_the_trail_tells_both_days_and_who(session, row, asked, replied):
    replied(asked())
    session.flush()
    listed = [
        (e.action, e.actor, json.loads(p.payload))
        for e, p in entries(session, sites=None, subject=row.ref)
    ]
    (moved, _who, told), (granted, approver, _), (asking, asker, what), *_rest = listed
    assert (asking, asker, what["due_on"], what["until"]) == (
        "finding.extension_asked",
        "Chen Muyuan",
        "2026-05-01",
        "2026-05-20",
    )
    assert (granted, approver) == ("finding.extension_granted", "Wei Lanshan")
    assert (moved, told["clocks"]) == (
        "finding.clocks_moved",
        {"close": {"before": "2026-05-01", "after": "2026-05-20"}},
    )


def test_only_the_owner_asks(asked, wei):
    with pytest.raises(NotYours, match="Only the owner of a finding asks for more time"):
        asked(by=wei)


def test_who_asks_does_not_grant(session, row, site, asked, replied, wei, at):
    change_finding(
        session,
        row,
        ChangeFinding(version=1, owner=wei.id),
        place=site,
        owner=wei,
        by=wei,
        at=at,
    )
    with pytest.raises(NotYours, match="You asked for this yourself"):
        replied(asked(by=wei))


def test_on_the_last_day_it_can_still_be_asked_for(asked, at):
    asked(at=at.replace(month=5, day=1))


def test_a_day_later_it_is_too_late(asked, at):
    with pytest.raises(TooLate, match="It was due on 2026-05-01: more time is asked for before"):
        asked(at=at.replace(month=5, day=1, hour=16))


def test_containment_is_never_extended(asked):
    with pytest.raises(NeverExtended, match="This step is never extended"):
        asked(date(2026, 3, 20), step="containment")


def test_a_programme_that_extends_nothing_is_obeyed(under, asked):
    row = under("iatf-16949-clocks")("minor")
    with pytest.raises(NeverExtended, match="The programme extends this step for nobody"):
        asked(date(2026, 6, 1), row=row)


def test_it_goes_no_further_than_another_programme_allows(under, asked):
    row = under("vodafone-like", "iatf-16949-clocks")("major")
    asked(date(2026, 5, 1), row=row)
    with pytest.raises(Invalid, match="extends this step no further than 2026-05-01"):
        asked(date(2026, 5, 2), row=under("vodafone-like", "iatf-16949-clocks")("major"))


def test_a_day_that_is_no_later_is_refused(asked):
    with pytest.raises(Invalid, match="It is due on 2026-05-01 anyway"):
        asked(date(2026, 5, 1))


def test_a_step_without_a_clock_is_refused(asked):
    with pytest.raises(Invalid, match="No clock runs for this step"):
        asked(step="answer")


def test_one_question_at_a_time(asked):
    asked()
    with pytest.raises(Conflict, match="Wait for the answer"):
        asked(date(2026, 5, 25))


def test_twice_a_step_and_no_more(row, asked, replied):
    replied(asked(date(2026, 5, 10)))
    replied(asked(date(2026, 5, 20)))
    with pytest.raises(NeverExtended, match="extended 2 times already"):
        asked(date(2026, 5, 30))
    replied(asked(date(2026, 3, 20), step="plan"))
    assert row.due_on == date(2026, 5, 20)


def test_what_was_refused_or_withdrawn_does_not_count(session, row, asked, replied, chen, at):
    replied(asked(), granted=False, note="No.")
    withdraw_asking(session, row, asked().id, by=chen, at=at)
    session.flush()
    replied(asked(date(2026, 5, 10)))
    replied(asked(date(2026, 5, 20)))
    assert row.due_on == date(2026, 5, 20)


def test_only_who_asked_withdraws(session, row, asked, wei, at):
    with pytest.raises(NotYours, match="Only who asked for more time withdraws it"):
        withdraw_asking(session, row, asked().id, by=wei, at=at)


def test_answered_once(asked, replied):
    one = asked()
    replied(one)
    with pytest.raises(Conflict, match="Wei Lanshan has answered this already"):
        replied(one, granted=False, note="After all not.")


def test_who_refuses_says_why(asked, replied):
    with pytest.raises(Invalid, match="Say why you refuse it"):
        replied(asked(), granted=False)


def test_it_is_not_granted_for_a_day_that_has_passed(asked, replied, at):
    one = asked()
    with pytest.raises(Conflict, match="2026-05-20, for which it was asked, has passed"):
        replied(one, at=at + timedelta(days=90))


def test_a_graver_class_takes_the_extension_back(session, row, asked, replied, due, site, wei, at):
    replied(asked(date(2026, 3, 30), step="plan"))
    change_finding(
        session,
        row,
        ChangeFinding(version=row.version, **{"class": "critical"}),
        place=site,
        owner=None,
        packs=packs_of(session, row),
        by=wei,
        at=at,
    )
    assert due(row)["plan"].due_on == date(2026, 3, 9)


def test_past_the_buyers_day_nobody_extends(session, row, asked, replied, buyer, wei, at):
    one = asked()
    letter = SetBuyerDate(due_on=date(2026, 5, 10), buyer=buyer.id, letter="HT-4711")
    set_buyer_date(session, row, letter, by=wei, at=at)
    session.flush()
    with pytest.raises(NeverExtended, match="The buyer set 2026-05-10 in a letter"):
        replied(one)
    assert row.due_on == date(2026, 5, 10)


def test_it_waits_for_those_who_may_grant_it(session, row, asked, wei, chen, marta, omar):
    one = asked()
    for who, sees in ((wei, 1), (omar, 1), (chen, 0), (marta, 0)):
        assert [w[0].id for w in extensions_waiting(session, who)] == [one.id] * sees
