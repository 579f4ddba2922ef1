import re
from datetime import timedelta

import pytest

from app.actions.changes import implement, plan_action
from app.actions.forms import Implement, PlanAction
from app.actions.queries import actions_of

REFS = ("F-0001", "F-0002", "F-0003")


def columns(page):
    """By step, what the heading counts and the cards below it."""
    found = {}
    for part in re.split(r'<section class="column"', page)[1:]:
        step = re.search(r'data-step="(\w+)"', part).group(1)
        n = int(re.search(r'</h2>|<span class="soft">(\d+)</span></h2>', part).group(1))
        found[step] = (n, re.findall(r'data-card="([^"]+)"', part.partition("</section>")[0]))
    return found


@pytest.fixture
def contained(session, several, site, chen, wei, at):
    """The critical one: a containment is planned and done."""
    row = session.merge(several[1])
    form = PlanAction(kind="containment", what="Fence it off.", owner=chen.id, due_on=at.date())
    plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
    session.flush()
    [one] = actions_of(session, [row.id])[row.id]
    implement(session, row, one, Implement(note="Fenced off."), by=chen, at=at)
    session.commit()
    return row


def test_each_card_stands_at_its_step(show, wei, contained):
    told = columns(show("/board", wei))
    assert told["raised"] == (2, ["F-0001", "F-0003"])
    assert told["contained"] == (1, ["F-0002"])
    assert list(told) == [
        "raised", "contained", "cause_found", "plan_agreed", "implemented", "verified",
        "effective", "closed",
    ]  # fmt: skip


def test_a_class_shows_only_its_own_steps(show, wei, several):
    assert list(columns(show("/board?class=minor", wei))) == [
        "raised", "implemented", "verified", "closed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("class=critical", {"F-0002"}),
        ("site=JR-01", set(REFS)),
        ("category=12-facilities-living", {"F-0001"}),
        ("category=01-leadership", set()),
        ("owner=nobody", {"F-0002", "F-0003"}),
        ("mine=true", {"F-0001"}),
        ("programme=bt-like", set(REFS)),
        ("programme=none-such", set()),
        ("shown=overdue", {"F-0002"}),
        ("q=gft", {"F-0003"}),
        ("q=f-0001", {"F-0001"}),
        ("q=%25", set()),
    ],
)
def test_the_board_shows_what_the_filter_asks_for(show, chen, several, watch, at, query, shown):
    watch.now = at + timedelta(days=31)
    told = columns(show(f"/board?{query}", chen)) if shown else {}
    page = show(f"/board?{query}", chen)
    assert {ref for _n, refs in told.values() for ref in refs} == shown
    assert ("Nothing fits this filter" in page) is not shown


def test_an_item_is_found_by_its_number(show, session, wei, several):
    session.merge(several[0]).statement = "A puddle."
    session.commit()
    told = columns(show("/board?q=fac-wsh", wei))
    assert {ref for _n, refs in told.values() for ref in refs} == {"F-0001"}


def test_a_card_says_when_it_is_due(show, wei, several, watch, at):
    assert "due in 30 days" in show("/board?class=critical", wei)
    watch.now = at + timedelta(days=30)
    assert "due today" in show("/board?class=critical", wei)
    watch.now = at + timedelta(days=32)
    assert "2 days late" in show("/board?class=critical", wei)


def test_of_many_the_first_are_drawn_and_the_rest_counted(show, wei, several, monkeypatch):
    monkeypatch.setattr("app.remediation.board.A_COLUMN", 1)
    page = show("/board", wei)
    assert columns(page)["raised"] == (3, ["F-0002"])
    assert "2 more" in page
    assert columns(show("/board?whole=raised", wei))["raised"][1] == ["F-0002", "F-0001", "F-0003"]


def test_what_was_closed_of_late_stands_at_its_end(show, wei, journey_closed, watch, at):
    assert columns(show("/board", wei))["closed"] == (1, ["F-0001"])
    watch.now = at + timedelta(days=31)
    assert "No finding is open" in show("/board", wei)


def test_elsewhere_nothing_of_it_shows(show, zoe, several):
    assert "F-0001" not in show("/board", zoe)


def test_a_site_that_one_may_not_see_is_not_known(show, ines, foreign_site):
    page = show("/board?site=NM-01&class=minor", ines, status=404)
    assert "There is no site NM-01, or none that you may see." in page
    assert 'href="/board?class=minor"' in page


def test_the_card_leads_to_the_form_of_its_gate(show, wei, several):
    assert "/findings/F-0002/gate?to=contained&amp;seen=raised" in show("/board", wei)
    page = show("/findings/F-0002/gate?to=contained&seen=raised", wei)
    assert 'action="/findings/F-0002/actions"' in page
    assert '<details class="confirm" open>' in page
    assert "what keeps the harm away meanwhile?" in page


def test_an_action_that_is_still_to_do_is_the_gate(browser, signed_in, wei, action):
    reply = browser.get("/findings/F-0001/gate?to=implemented", headers=signed_in(wei))
    assert reply.status_code == 303
    assert reply.headers["location"] == f"/findings/F-0001/actions/{action.id}"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("to=cause_found", "Plan a containment and report it as done"),
        ("to=closed&seen=raised", "Plan a containment and report it as done"),
        ("to=raised", "goes back only when a look at its effect"),
    ],
)
def test_no_card_passes_a_gate(browser, signed_in, show, wei, several, query, sentence):
    reply = browser.get(f"/api/v1/findings/F-0002/gate?{query}", headers=signed_in(wei))
    assert reply.status_code == 409
    assert sentence in reply.json()["detail"]
    assert sentence in show(f"/findings/F-0002/gate?{query}", wei, status=409)


def test_a_short_way_has_no_such_step(browser, signed_in, wei, several):
    reply = browser.get("/api/v1/findings/F-0001/gate?to=contained", headers=signed_in(wei))
    assert "has no step “Contained”" in reply.json()["detail"]


def test_who_comes_second_sees_both_states(browser, signed_in, show, wei, contained):
    query = "F-0002/gate?to=contained&seen=raised"
    reply = browser.get(f"/api/v1/findings/{query}", headers=signed_in(wei))
    assert reply.status_code == 409
    told = reply.json()
    assert told["yours"] == {"seen": "raised", "to": "contained"}
    assert told["theirs"]["step"] == "contained"
    assert told["theirs"]["by"] == "Chen Muyuan"
    assert "You saw F-0002 at “Raised”; Chen Muyuan has moved it" in show(
        f"/findings/{query}", wei, status=409
    )


def test_the_reply_says_where_the_step_is_earned(browser, signed_in, wei, contained):
    told = browser.get("/api/v1/findings/F-0002/gate", headers=signed_in(wei)).json()
    assert (told["step"], told["next"]) == ("contained", "cause_found")
    assert told["address"] == "/findings/F-0002/gate"
    assert "Ask why it happened" in told["says"]


def test_a_closed_one_goes_nowhere(browser, signed_in, show, wei, journey_closed):
    reply = browser.get("/api/v1/findings/F-0001/gate", headers=signed_in(wei))
    assert reply.json()["detail"] == "Finding F-0001 is already closed."
    assert "already closed" in show("/findings/F-0001/gate", wei, status=409)


def test_who_may_not_act_finds_no_form(show, diana, several):
    page = show("/findings/F-0002/gate", diana)
    assert 'action="/findings/F-0002/actions"' not in page
    assert "This step is for somebody else to take" in page
