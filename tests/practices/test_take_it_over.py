from datetime import timedelta

import pytest

from app.kit.errors import Conflict, Invalid
from app.practices.changes import say_done, take_over
from app.practices.forms import SayDone, TakeOver
from app.practices.queries import practice

API = "/api/v1/practices"


@pytest.fixture
def take(session, entry, other_site, wei, at, look, omar):
    def one(*, site=other_site, entry=entry, days=30):
        form = TakeOver(site=site.id, due_on=at.date() + timedelta(days=days))
        take_over(session, entry, site, form, by=wei, at=at)
        session.commit()
        return look(practice, omar, entry.practice.id)

    return one


def test_planned_it_has_a_day(take, at, other_site):
    (taken,) = take().takeovers
    assert (taken.site.code, taken.row.due_on, taken.done) == (
        "JR-02",
        at.date() + timedelta(days=30),
        None,
    )


def test_a_site_takes_it_over_once(take):
    take()
    with pytest.raises(Conflict, match="JR-02 has taken this over already"):
        take()


def test_where_it_is_done_it_is_not_taken_over(take, site):
    with pytest.raises(Invalid, match="done at JR-01 already"):
        take(site=site)


def test_its_day_may_not_have_passed(take):
    with pytest.raises(Invalid, match="passed already"):
        take(days=-1)


def test_news_is_not_taken_over(take, tell, look, omar):
    news = tell(kind="news", title="Certificate received", what="")
    with pytest.raises(Invalid, match="Good news is not taken over"):
        take(entry=look(practice, omar, news.id))


def test_done_is_said_once(take, session, wei, at):
    one = take()
    form = SayDone(note="Trays in all rooms.")
    say_done(session, one, one.takeovers[0], form, by=wei, at=at)
    session.flush()
    with pytest.raises(Conflict, match="JR-02 does this already"):
        say_done(session, one, one.takeovers[0], form, by=wei, at=at)


def test_by_page_and_api(browser, signed_in, entry, other_site, wei, chen, diana):
    me, here = signed_in(wei), f"/practices/{entry.practice.id}"
    body = {"site": str(other_site.id), "due_on": "2026-06-01"}
    assert browser.post(f"{here}/takeovers", data=body, headers=signed_in(chen)).status_code == 422
    assert browser.post(f"{here}/takeovers", data=body, headers=signed_in(diana)).status_code == 403
    assert browser.post(f"{here}/takeovers", data=body, headers=me).status_code == 303
    (taken,) = browser.get(f"{API}/{entry.practice.id}", headers=me).json()["taken_over"]
    done = browser.post(
        f"{here}/takeovers/{taken['id']}/done", data={"note": "Trays everywhere."}, headers=me
    )
    assert done.status_code == 303
    assert "Trays everywhere." in browser.get(here, headers=me).text


@pytest.mark.parametrize("chosen", ["", "JR-02", "018f0000-0000-7000-8000-000000000000"])
def test_a_site_that_is_not_of_the_list_is_asked_again(browser, signed_in, entry, wei, chosen):
    body = {"site": chosen, "due_on": "2026-06-01", "note": "After the holidays."}
    sent = browser.post(
        f"/practices/{entry.practice.id}/takeovers", data=body, headers=signed_in(wei)
    )
    assert sent.status_code == 422
    assert 'id="site-problem"' in sent.text
    assert "After the holidays." in sent.text
    assert 'value="2026-06-01"' in sent.text
