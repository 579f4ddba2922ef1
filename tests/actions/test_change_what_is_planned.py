from datetime import timedelta
from decimal import Decimal

import pytest

from app.actions.changes import implement
from app.actions.edit_changes import (
    ActionChangedMeanwhile,
    AgreedAlready,
    change_action,
    withdraw_action,
)
from app.actions.forms import ChangeAction, Implement, WithdrawAction
from app.actions.models import AgreedAction, PlanAgreed
from app.actions.queries import actions_of, my_actions, withdrawn_of
from app.findings.changes import close_finding
from app.kit.errors import Conflict, Invalid, NotFound
from app.trail.queries import entries

WHY = "The trap is replaced by the landlord."
API = "/api/v1/findings/F-0001/actions"


@pytest.fixture
def change(session, finding, tracked, site, chen, at):
    def one(*, by, owner=None, version=1, **said):
        form = ChangeAction(version=version, **said, **({"owner": owner.id} if owner else {}))
        row, deed = session.merge(finding), tracked()
        change_action(session, row, deed, form, place=site, owner=owner, by=by, at=at)
        session.flush()
        return tracked().action

    return one


@pytest.fixture
def withdraw(session, finding, tracked, chen, at):
    def one():
        form = WithdrawAction(reason=WHY)
        withdraw_action(session, session.merge(finding), tracked(), form, by=chen, at=at)
        session.flush()

    return one


@pytest.fixture
def agreed(session, finding, action, wei, at):
    """The plan with the action in it."""
    plan = PlanAgreed(
        finding_id=finding.id,
        turn=1,
        criterion="Dry.",
        after_days=90,
        note="",
        by_id=wei.id,
        by_name=wei.name,
        at=at,
    )
    session.add(plan)
    session.flush()
    session.add(AgreedAction(plan_id=plan.id, action_id=action.id))
    session.commit()


def test_only_what_is_named_changes(change, action, chen, at):
    row = change(by=chen, due_on=at.date() + timedelta(days=20), cost="120.50", effort="S")
    assert (row.due_on, row.cost) == (at.date() + timedelta(days=20), Decimal("120.50"))
    assert (row.what, row.version) == (action.what, 2)


def test_the_old_words_stay_on_the_trail(
    change, chen, action, session, finding, browser, signed_in
):
    before = action.what
    change(by=chen, what="Replace the whole trap.")
    (entry, payload), *_rest = entries(session, sites=None, subject=finding.ref)
    session.commit()
    assert entry.action == "action.changed"
    assert before in payload.payload
    page = browser.get("/findings/F-0001", headers=signed_in(chen)).text
    assert f"{before} → Replace the whole trap." in page


def test_nothing_new_is_nothing_changed(change, chen, action):
    assert change(by=chen, what=action.what).version == 1


def test_who_saw_an_older_version_sees_both(change, chen, wei):
    change(by=chen, what="Replace the whole trap.")
    with pytest.raises(ActionChangedMeanwhile) as no:
        change(by=wei, what="Close the washroom.")
    details = no.value.details()
    assert (details["yours"]["what"], details["theirs"]["what"]) == (
        "Close the washroom.",
        "Replace the whole trap.",
    )


def test_its_new_owner_needs_a_role_that_acts(change, chen, gil):
    with pytest.raises(Invalid, match="needs a role at this site"):
        change(by=chen, owner=gil)


def test_its_new_date_may_not_have_passed(change, chen, at):
    with pytest.raises(Invalid, match="passed already"):
        change(by=chen, due_on=at.date() - timedelta(days=1))


def test_agreed_words_are_changed_by_the_quality_lead_alone(change, chen, wei, agreed):
    with pytest.raises(AgreedAlready):
        change(by=chen, what="Put a bucket under it.")
    assert change(by=chen, effort="L").effort == "L"
    assert change(by=wei, version=2, what="Replace the whole trap.").version == 3


def test_what_was_done_is_changed_no_more(change, withdraw, done, chen):
    with pytest.raises(Conflict, match="verified as it was planned"):
        change(by=chen, what="Replace the whole trap.")
    with pytest.raises(Conflict, match="verified as it was planned"):
        withdraw()


def test_a_closed_finding_keeps_its_actions(change, chen, session, finding, wei, at):
    close_finding(session, session.merge(finding), reason="Seen twice.", by=wei, at=at)
    session.flush()
    with pytest.raises(Conflict, match="already closed"):
        change(by=chen, effort="L")


def test_withdrawn_it_counts_nowhere(withdraw, session, finding, chen):
    withdraw()
    assert actions_of(session, [finding.id])[finding.id] == []
    assert my_actions(session, chen) == []
    (gone,) = withdrawn_of(session, finding.id)
    assert (gone.withdrawn_by, gone.withdrawn_why) == ("Chen Muyuan", WHY)


def test_the_page_keeps_what_was_withdrawn(withdraw, session, browser, signed_in, chen):
    withdraw()
    session.commit()
    page = browser.get("/findings/F-0001", headers=signed_in(chen)).text
    assert WHY in page
    assert "Planned, and withdrawn before it was done" in page


def test_what_was_withdrawn_cannot_be_done(action, tracked, withdraw, session, finding, chen, at):
    deed = tracked()
    withdraw()
    with pytest.raises(NotFound, match="withdrawn"):
        withdraw_action(
            session, session.merge(finding), deed, WithdrawAction(reason=WHY), by=chen, at=at
        )
    with pytest.raises(NotFound, match="withdrawn"):
        implement(session, session.merge(finding), deed, Implement(note="Done so."), by=chen, at=at)


def test_the_page_sends_all_and_what_is_empty_is_meant(browser, signed_in, action, chen, look):
    me = signed_in(chen)
    body = {"version": "1", "what": action.what, "owner": str(chen.id), "due_on": "2026-03-20"}
    address = f"/findings/F-0001/actions/{action.id}"
    assert browser.post(address, data=body | {"effort": "M"}, headers=me).status_code == 303
    listed = look(actions_of, [action.finding_id])[action.finding_id]
    assert listed[0].action.effort == "M"
    assert browser.post(address, data=body | {"version": "2"}, headers=me).status_code == 303
    assert look(actions_of, [action.finding_id])[action.finding_id][0].action.effort is None


def test_a_page_that_is_refused_keeps_what_was_typed(browser, signed_in, action, chen):
    body = {"version": "9", "what": "Another thing.", "owner": str(chen.id), "due_on": "2026-03-20"}
    sent = browser.post(f"/findings/F-0001/actions/{action.id}", data=body, headers=signed_in(chen))
    assert sent.status_code == 409
    assert "Another thing.</textarea>" in sent.text
    assert "Somebody changed this action" in sent.text


def test_the_api_changes_and_withdraws(browser, signed_in, action, chen):
    me = signed_in(chen)
    told = browser.patch(f"{API}/{action.id}", json={"version": 1, "effort": "L"}, headers=me)
    assert (told.json()["effort"], told.json()["version"]) == ("L", 2)
    assert browser.post(
        f"{API}/{action.id}/withdrawal", json={"reason": WHY}, headers=me
    ).is_success
    assert browser.get(API, headers=me).json() == []
