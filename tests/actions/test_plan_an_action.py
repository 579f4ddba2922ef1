from datetime import date, timedelta

import pytest

from app.actions.changes import plan_action
from app.actions.forms import PlanAction
from app.actions.queries import actions_of
from app.findings.changes import AlreadyClosed, close_finding
from app.kit.errors import Invalid
from app.kit.ids import new_id
from app.trail.queries import entries

URL = "/findings/F-0001/actions"
API = "/api/v1/findings/F-0001/actions"


@pytest.fixture
def body(chen):
    return {"what": "Mend the leaking trap.", "owner": str(chen.id), "due_on": "2026-03-20"}


@pytest.fixture
def planned_by(session, finding, site, wei, chen, at):
    today = at.date()

    def plan(*, owner=chen, due_on=today, at=at):
        form = PlanAction(what="Mend the leaking trap.", owner=owner.id, due_on=due_on)
        row = session.merge(finding)
        return plan_action(session, row, form, place=site, owner=owner, by=wei, at=at)

    return plan


def test_it_is_corrective_unless_said_otherwise(planned_by, session, finding):
    row = planned_by()
    assert row.kind == "corrective"
    (entry, _payload), *_rest = entries(session, sites=None, subject=finding.ref)
    assert entry.action == "action.planned"


def test_its_date_may_not_have_passed(planned_by, at):
    with pytest.raises(Invalid, match=r"The due date has passed already\. Choose a day from today"):
        planned_by(due_on=at.date() - timedelta(days=1))


def test_the_day_turns_at_the_midnight_of_the_site(planned_by, at):
    with pytest.raises(Invalid, match="passed already"):
        planned_by(due_on=at.date(), at=at.replace(hour=16))


def test_its_owner_needs_a_role_that_acts(planned_by, gil):
    with pytest.raises(Invalid, match=r"The owner needs a role at this site that lets them act\."):
        planned_by(owner=gil)


def test_a_closed_finding_takes_none(planned_by, session, finding, wei, at):
    close_finding(session, session.merge(finding), reason="Seen twice.", by=wei, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed, match=r"Finding F-0001 is already closed\."):
        planned_by()


def test_the_page_plans_one(browser, signed_in, wei, finding, body, look, chen):
    reply = browser.post(URL, data=body, headers=signed_in(wei))
    assert (reply.status_code, reply.headers["location"]) == (303, f"{URL}"[:-8] + "#actions")
    (one,) = look(actions_of, [finding.id])[finding.id]
    assert (one.action.owner_id, one.action.due_on) == (chen.id, date(2026, 3, 20))


def test_the_api_plans_one(browser, signed_in, wei, finding, body, chen):
    reply = browser.post(API, json=body, headers=signed_in(wei))
    assert reply.status_code == 201
    listed = browser.get(API, headers=signed_in(chen)).json()
    assert [(one["owner"], one["state"]) for one in listed] == [(chen.name, "open")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": ""}, "Please fill this in."),
        ({"what": "    "}, "Too short: at least 5 characters."),
        ({"owner": ""}, "Please fill this in."),
        ({"owner": "somebody"}, "Choose one of the list."),
        ({"owner": str(new_id())}, "The owner needs a role at this site that lets them act."),
        ({"due_on": "soon"}, "This must be a date, such as 2026-03-31."),
        ({"due_on": "2026-03-01"}, "The due date has passed already."),
        ({"kind": "hope"}, "Choose one of:"),
    ],
)
def test_a_bad_field_is_named_and_all_else_kept(
    browser, signed_in, wei, finding, body, change, said, nothing_changes
):
    typed = body | {"criterion": "Dry at 20 of 20 looks."} | change
    with nothing_changes():
        reply = browser.post(URL, data=typed, headers=signed_in(wei))
        api = browser.post(API, json=typed, headers=signed_in(wei))
    assert reply.status_code == api.status_code == 422
    assert said in reply.text
    assert "Dry at 20 of 20 looks.</textarea>" in reply.text


@pytest.mark.parametrize("who", ["ines", "diana", "marta"])
def test_who_may_not_act_plans_none(
    browser, signed_in, request, finding, body, who, nothing_changes
):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        assert browser.post(URL, data=body, headers=headers).status_code == 403
        assert browser.post(API, json=body, headers=headers).status_code == 403
