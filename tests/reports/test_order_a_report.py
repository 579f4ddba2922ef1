from datetime import timedelta

import pytest

from app.kit.errors import Conflict, Invalid
from app.kit.settings import Settings
from app.reports import queries
from app.reports.changes import (
    LEASE,
    MOST_AT_ONCE,
    cancel_report,
    finish,
    give_up,
    note_progress,
    order_report,
    take_order,
)
from app.reports.drawer import Drawer, progress_of
from app.reports.rules import MOST_TRIES, OrderStatus, ReportKind
from app.trail.queries import entries

HOUR = timedelta(hours=1)


@pytest.fixture
def order(session, site, audit, pack_version, diana, at):
    """`order()` files one an hour after the audit was opened, and commits."""

    def file(kind=ReportKind.EXECUTIVE, *, by=diana, as_of=None, lang="en"):
        now = at + HOUR
        row = order_report(
            session, site, pack_version, kind=kind, lang=lang, as_of=as_of or now, by=by, at=now
        )
        session.commit()
        return row

    return file


def test_an_order_waits_and_stands_on_the_trail(order, look):
    row = order()
    assert (row.ref, row.status) == ("R-0001", OrderStatus.QUEUED)
    [(entry, _payload)] = look(entries, sites=None, action="report")
    assert (entry.action, entry.subject) == ("report.ordered", "R-0001")


def test_a_day_to_come_is_refused(order, at):
    with pytest.raises(Invalid, match="a day to come"):
        order(as_of=at + 2 * HOUR)


def test_a_day_before_the_first_audit_is_refused(order, at):
    with pytest.raises(Invalid, match="no audit by that day"):
        order(as_of=at - timedelta(days=400))


def test_one_person_waits_for_a_few_at_a_time(order):
    for _n in range(MOST_AT_ONCE):
        order()
    with pytest.raises(Conflict, match="still being drawn"):
        order()


def test_the_oldest_order_is_taken_first_and_only_once(order, session, at):
    first, second = order(), order()
    assert take_order(session, at=at + HOUR).id == first.id
    assert take_order(session, at=at + HOUR).id == second.id
    assert take_order(session, at=at + HOUR) is None


def test_an_order_whose_drawer_died_is_taken_again_but_not_for_ever(order, session, at):
    row, now = order(), at + HOUR
    for _n in range(MOST_TRIES):
        assert take_order(session, at=now).id == row.id
        now += LEASE + timedelta(seconds=1)
    assert take_order(session, at=now) is None
    assert (row.status, row.error) == (OrderStatus.FAILED, "killed")


def test_progress_keeps_the_lease(order, session, at):
    row = order()
    take_order(session, at=at + HOUR)
    later = at + HOUR + LEASE - timedelta(seconds=1)
    note_progress(session, row, step="layout", percent=40, at=later)
    assert take_order(session, at=later + timedelta(seconds=30)) is None
    assert row.progress == 40


def test_what_is_being_drawn_can_be_cancelled_once(order, session, diana, at):
    row = order()
    cancel_report(session, row, by=diana, at=at + HOUR)
    assert row.status is OrderStatus.CANCELLED
    with pytest.raises(Conflict, match="not being drawn"):
        cancel_report(session, row, by=diana, at=at + HOUR)


def test_its_end_is_on_the_trail(order, session, look, at):
    done, broken = order(), order()
    finish(
        session,
        done,
        sha256="a" * 64,
        size=9,
        pages=5,
        data_hash="b" * 64,
        seconds=3.14,
        at=at + HOUR,
    )
    give_up(session, broken, "memory", at=at + HOUR)
    session.commit()
    told = [entry.action for entry, _payload in look(entries, sites=None, action="report")]
    assert told[:2] == ["report.failed", "report.drawn"]


def test_progress_of_layout_counts_pages_and_stays_below_the_rest():
    steps = [{"step": "typesetting"}, {"step": "layout", "page": 3}, {"step": "pages"}]
    shares = [progress_of(line)[1] for line in steps]
    assert shares == sorted(shares)
    assert progress_of({"step": "layout", "page": 900})[1] < progress_of({"step": "pages"})[1]
    assert progress_of({"step": "never heard of"}) == ("never heard of", 0)


@pytest.fixture
def drawer(database, tmp_path):
    return Drawer(database, Settings(home=tmp_path / "home"))


def test_the_drawer_fills_an_order_and_the_file_is_shown(
    order, drawer, look, browser, signed_in, diana, settings
):
    row = order()
    assert drawer.draw_next()
    assert not drawer.draw_next()
    told = look(queries.by_id, row.id)
    assert (told.status, told.progress) == (OrderStatus.DONE, 100), told.error
    reply = browser.get(f"/reports/{row.ref}/file", headers=signed_in(diana))
    assert reply.content.startswith(b"%PDF-")
    assert len(told.data_hash) == 64


def test_the_same_order_drawn_again_is_the_same_file(order, drawer, look, database):
    row = order()
    drawer.draw_next()
    first = look(queries.by_id, row.id).sha256
    with database.writing() as session:
        again = queries.by_id(session, row.id)
        again.status = OrderStatus.QUEUED
        session.add(again)
        session.commit()
    drawer.draw_next()
    assert look(queries.by_id, row.id).sha256 == first


def test_an_order_that_cannot_be_drawn_says_why(order, drawer, look, monkeypatch):
    row = order()
    monkeypatch.setattr("app.reports.drawer.gathered", lambda *_args: 1 / 0)
    drawer.draw_next()
    told = look(queries.by_id, row.id)
    assert (told.status, told.error) == (OrderStatus.FAILED, "fault")


def test_pages_order_show_cancel(browser, signed_in, diana, site, audit, pack_version):
    headers = signed_in(diana)
    form = {"kind": "gap", "lang": "zh", "site": str(site.id), "programme": str(pack_version.id)}
    reply = browser.post("/reports", data=form, headers=headers)
    assert (reply.status_code, reply.headers["location"]) == (303, "/reports/R-0001")
    assert "Waiting" in browser.get("/reports/R-0001", headers=headers).text
    assert "R-0001" in browser.get("/reports", headers=headers).text
    assert browser.get("/reports/R-0001/file", headers=headers).status_code == 404
    assert browser.post("/reports/R-0001/cancellation", headers=headers).status_code == 303
    assert "Cancelled" in browser.get("/reports/R-0001", headers=headers).text


def test_a_half_filled_order_is_refused_with_a_sentence(browser, signed_in, diana):
    reply = browser.post("/reports", data={"kind": "gap"}, headers=signed_in(diana))
    assert reply.status_code == 422
    assert "Choose a report" in reply.text


def test_the_api_orders_and_cancels(browser, signed_in, diana, site, audit):
    headers = signed_in(diana)
    body = {"kind": "executive", "lang": "en", "site": str(site.id), "audit": str(audit.id)}
    reply = browser.post("/api/v1/reports", json=body, headers=headers)
    assert (reply.status_code, reply.json()["status"]) == (202, "queued")
    assert [one["ref"] for one in browser.get("/api/v1/reports", headers=headers).json()] == [
        "R-0001"
    ]
    assert browser.delete("/api/v1/reports/R-0001", headers=headers).status_code == 204
    assert browser.get("/api/v1/reports/R-0001", headers=headers).json()["status"] == "cancelled"


def test_a_report_of_a_foreign_site_is_not_there(
    browser, signed_in, order, zoe, foreign_site, site
):
    order()
    headers = signed_in(zoe)
    assert browser.get("/reports/R-0001", headers=headers).status_code == 404
    body = {"kind": "gap", "lang": "en", "site": str(site.id)}
    assert browser.post("/api/v1/reports", json=body, headers=headers).status_code == 404
