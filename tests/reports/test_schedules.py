"""A report that comes by itself: on its day at the site, once a turn, to whoever may see it."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.kit.errors import Conflict
from app.mail.models import Letter, LetterFile
from app.people.queries import actor
from app.reports.changes import finish, give_up
from app.reports.models import Report
from app.reports.rules import Every, ReportKind, next_day, period_of
from app.reports.schedule_changes import (
    end_schedule,
    make_schedule,
    pause_schedule,
    resume_schedule,
)
from app.reports.turns import take_turns
from app.trail.queries import entries

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("every", "day", "since", "then"),
    [
        (Every.MONTH, 1, date(2026, 11, 22), date(2026, 12, 1)),
        (Every.MONTH, 22, date(2026, 11, 22), date(2026, 11, 22)),
        (Every.MONTH, 31, date(2026, 11, 22), date(2026, 11, 30)),
        (Every.MONTH, 30, date(2027, 2, 1), date(2027, 2, 28)),
        (Every.MONTH, 5, date(2026, 12, 6), date(2027, 1, 5)),
        (Every.WEEK, 1, date(2026, 11, 22), date(2026, 11, 23)),
        (Every.WEEK, 7, date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_the_next_day_of_a_schedule(every, day, since, then):
    assert next_day(every, day, since) == then


def test_a_turn_is_a_month_or_a_week():
    assert period_of(Every.MONTH, date(2026, 11, 22)) == "2026-11"
    assert period_of(Every.WEEK, date(2027, 1, 1)) == "2026-W53"


@pytest.fixture
def plan(session, site, audit, pack_version, buyer, diana, at):
    """`plan()` has the executive report drawn each month on the day of today."""

    def make(readers=None, **settings):
        told = {"every": Every.MONTH, "day": at.day, "kind": ReportKind.EXECUTIVE} | settings
        by = actor(session, diana)
        row = make_schedule(
            session, site, lang="en", form_id=None, readers=readers or [by], by=by, at=at, **told
        )
        session.commit()
        return row

    return make


@pytest.fixture
def filed(look):
    return lambda: look(lambda session: list(session.exec(select(Report))))


@pytest.fixture
def letters(look):
    return lambda: look(lambda session: list(session.exec(select(Letter))))


def drawn(session, at):
    for row in session.exec(select(Report)):
        finish(
            session, row, sha256="a" * 64, size=9, pages=5, data_hash="b" * 64, seconds=1.0, at=at
        )
    session.commit()


def test_its_day_orders_it_once_however_often_one_looks(plan, database, filed, diana, at):
    plan()
    take_turns(database, at + timedelta(hours=1))
    take_turns(database, at + timedelta(hours=2))
    [row] = filed()
    assert (row.period, row.asked_by) == (f"{at:%Y-%m}", diana.name)


def test_a_server_that_was_away_for_months_makes_up_for_one(plan, database, filed, at):
    plan()
    take_turns(database, at + 100 * DAY)
    take_turns(database, at + 100 * DAY)
    assert len(filed()) == 1
    take_turns(database, at + 140 * DAY)
    assert len(filed()) == 2


def test_before_its_day_nothing_is_ordered(plan, database, filed, at):
    plan(day=(at + 2 * DAY).day)
    take_turns(database, at + timedelta(hours=1))
    assert filed() == []


def test_it_is_sent_with_the_file_once(plan, session, database, letters, look, at):
    plan()
    take_turns(database, at)
    drawn(session, at)
    take_turns(database, at)
    take_turns(database, at)
    [letter] = letters()
    assert "Executive readiness report" in letter.subject
    assert "/reports/R-0001" in letter.text
    [file] = look(lambda s: list(s.exec(select(LetterFile))))
    assert (file.sha256, file.content_type) == ("a" * 64, "application/pdf")


def test_who_may_not_see_the_site_any_more_gets_nothing(
    plan, session, database, letters, zoe, diana, at
):
    plan()
    take_turns(database, at)
    drawn(session, at)
    from app.people.models import Grant  # noqa: PLC0415

    for grant in session.exec(select(Grant).where(Grant.person_id == diana.id)):
        session.delete(grant)
    session.commit()
    take_turns(database, at)
    assert letters() == []


def test_one_that_could_not_be_drawn_is_told_to_its_maker_alone(
    plan, session, database, letters, at
):
    plan()
    take_turns(database, at)
    for row in session.exec(select(Report)):
        give_up(session, row, "memory", at=at)
    session.commit()
    take_turns(database, at)
    take_turns(database, at)
    [letter] = letters()
    assert "Not drawn" in letter.subject


def test_while_it_rests_nothing_comes_and_nothing_is_made_up_for(
    plan, session, site, diana, database, filed, at
):
    row = plan()
    pause_schedule(session, row, by=actor(session, diana), at=at)
    session.commit()
    take_turns(database, at + 40 * DAY)
    assert filed() == []
    resume_schedule(session, row, site, by=actor(session, diana), at=at + 41 * DAY)
    session.commit()
    take_turns(database, at + 41 * DAY)
    assert filed() == []


def test_it_ends_once_and_for_good(plan, session, diana, database, filed, look, at):
    row = plan()
    end_schedule(session, row, by=actor(session, diana), at=at)
    session.commit()
    with pytest.raises(Conflict, match="ended already"):
        end_schedule(session, row, by=actor(session, diana), at=at)
    take_turns(database, at + 40 * DAY)
    assert filed() == []
    told = [entry.action for entry, _p in look(entries, sites=None, action="schedule")]
    assert told == ["schedule.ended", "schedule.made"]


def test_pages_make_list_pause_run_and_end(browser, signed_in, diana, site, audit, buyer):
    headers = signed_in(diana)
    form = {"kind": "executive", "lang": "both", "site": str(site.id), "every": "week"}
    refused = browser.post("/reports/schedules", data=form | {"day": "9"}, headers=headers)
    assert refused.status_code == 422
    assert "days 1, for Monday, to 7" in refused.text or "Please fill this in" in refused.text
    told = form | {"day": "1", "readers": [str(diana.id)]}
    assert browser.post("/reports/schedules", data=told, headers=headers).status_code == 303
    text = browser.get("/reports/schedules", headers=headers).text
    assert "every week on Monday" in text
    [one] = browser.get("/api/v1/reports/schedules", headers=headers).json()
    assert (one["kind"], one["readers"], one["paused"]) == ("executive", [diana.name], False)
    here = f"/reports/schedules/{one['id']}"
    assert browser.post(f"{here}/pause", headers=headers).status_code == 303
    assert browser.post(f"{here}/pause", headers=headers).status_code == 409
    assert browser.post(f"{here}/resumption", headers=headers).status_code == 303
    reply = browser.post(f"{here}/turn", headers=headers)
    assert reply.headers["location"] == "/reports/R-0001"
    assert "R-0001" in browser.get("/reports?mine=true&status=queued", headers=headers).text
    assert "No such report" in browser.get("/reports?kind=gap", headers=headers).text
    assert browser.post(f"{here}/end", headers=headers).status_code == 303
    assert "No schedule yet" in browser.get("/reports/schedules", headers=headers).text


def test_nobody_sends_it_to_whoever_may_not_see_the_site(
    browser, signed_in, diana, zoe, site, foreign_site, buyer
):
    form = {"kind": "executive", "site": str(site.id), "readers": [str(zoe.id)]}
    reply = browser.post("/reports/schedules", data=form, headers=signed_in(diana))
    assert reply.status_code == 404


def test_a_schedule_of_a_foreign_site_is_not_there(browser, signed_in, plan, zoe, foreign_site):
    row = plan()
    reply = browser.post(f"/reports/schedules/{row.id}/end", headers=signed_in(zoe))
    assert reply.status_code == 404
