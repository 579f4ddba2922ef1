from datetime import timedelta

import pytest

from app.actions.models import Action
from app.actions.queries import count_waiting, my_actions, to_verify
from app.kit.ids import new_id
from app.remediation.tasks import tasks_of
from app.trail.queries import checkpoint


def test_the_owner_sees_what_to_do(look, action, chen, wei):
    assert [task.action.action.id for task in look(my_actions, chen)] == [action.id]
    assert look(my_actions, wei) == []


def test_what_was_done_waits_for_whoever_may_verify_it(look, done, action, chen, wei, marta, ines):
    for who in (wei, marta):
        assert [job.id for job in look(to_verify, who)] == [action.id]
    for who in (chen, ines):
        assert look(to_verify, who) == []
    assert look(count_waiting, wei) == 1


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_all_that_waits_is_counted_beyond_what_is_shown(
    look, session, done, action, wei, at, limit
):
    told = session.get(Action, action.id).model_dump()
    session.add(Action(**(told | {"id": new_id(), "what": "Clean it each hour."})))
    session.commit()
    waits = look(tasks_of, wei, at, verify=limit).verify
    assert (len(waits.tasks), waits.n) == (min(limit, 2), 2)


def test_what_is_verified_waits_no_more(look, verified, wei):
    assert look(to_verify, wei) == []
    assert look(count_waiting, wei) == 0


def test_elsewhere_nothing_of_it_shows(look, done, zoe):
    assert look(to_verify, zoe) == []
    assert look(count_waiting, zoe) == 0


def test_the_page_leads_to_one_deed(browser, signed_in, chen, action):
    me = signed_in(chen)
    assert f"/findings/F-0001/actions/{action.id}" in browser.get("/tasks", headers=me).text
    page = browser.get(f"/findings/F-0001/actions/{action.id}", headers=me).text
    assert page.count('<form class="form"') == 1
    assert "It is done" in page


def test_whoever_has_nothing_to_do_is_told_so(browser, signed_in, diana, action):
    assert "Nothing waits for you" in browser.get("/tasks", headers=signed_in(diana)).text


def test_who_may_only_read_is_offered_no_deed(browser, signed_in, diana, action):
    page = browser.get(f"/findings/F-0001/actions/{action.id}", headers=signed_in(diana)).text
    assert "There is nothing for you to do here now." in page
    assert "/implementation" not in page


def test_late_is_told_by_the_day_at_the_site(browser, signed_in, chen, action, watch, at):
    last_day = at.replace(hour=15) + timedelta(days=10)
    watch.now = last_day
    assert "Overdue" not in browser.get("/tasks", headers=signed_in(chen)).text
    watch.now = last_day.replace(hour=16)
    assert "Overdue since 12 Mar 2026" in browser.get("/tasks", headers=signed_in(chen)).text


@pytest.mark.parametrize("path", ["/tasks", "/findings", "/findings/F-0001"])
def test_looking_changes_nothing(browser, signed_in, wei, done, look, path):
    me = signed_in(wei)
    before = look(checkpoint)
    assert browser.get(path, headers=me).status_code == 200
    assert look(checkpoint) == before


def test_a_guest_is_kept_out(browser, signed_in, gil, action):
    assert browser.get("/tasks", headers=signed_in(gil)).status_code == 403
    assert browser.get("/findings/F-0001", headers=signed_in(gil)).status_code == 403
