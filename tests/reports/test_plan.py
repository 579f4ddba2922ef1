"""The corrective action plan: who does what by when, and what it takes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.actions.changes import implement, plan_action
from app.actions.forms import Implement, PlanAction
from app.actions.queries import actions_of
from app.actions.rules import ActionKind, Effort
from app.findings.changes import change_finding
from app.findings.forms import ChangeFinding
from app.findings.rules import FindingClass


@pytest.fixture
def planned_action(session, finding, site, chen, wei, at):
    def plan(days, cost=None, effort=None, kind=ActionKind.CORRECTIVE):
        form = PlanAction(
            kind=kind,
            what=f"Do it within {days} days.",
            owner=chen.id,
            due_on=at.date() + timedelta(days=days),
            cost=cost,
            effort=effort,
        )
        row = plan_action(session, finding, form, place=site, owner=chen, by=wei, at=at)
        session.commit()
        return row

    return plan


def test_every_open_finding_stands_under_its_owner_with_its_actions(told, finding, action, chen):
    plan = told("plan")
    [owner] = plan.owners
    [case] = owner.cases
    assert (owner.owner, case.ref, case.statement) == (chen.name, finding.ref, finding.statement)
    assert [one.what for one in case.actions] == [action.what]


def test_it_counts_as_the_api_does(told, finding, action, browser, signed_in, diana, at, site):
    late = at + timedelta(days=200)
    plan = told("plan", at=late)
    listed = browser.get("/api/v1/findings", headers=signed_in(diana)).json()
    still_open = [one for one in listed if one["closed_at"] is None]
    assert sum(row.open for row in plan.classes) == len(still_open) == 1
    assert sum(row.overdue for row in plan.classes) == len(
        [one for one in still_open if one["due_on"] < late.date().isoformat()]
    )


def test_what_it_takes_is_summed_by_owner_month_and_currency(told, planned_action):
    planned_action(5, Decimal("1200.50"), Effort.S)
    planned_action(6, Decimal("99.50"), Effort.M)
    planned_action(70)
    plan = told("plan")
    [costs] = plan.total.costs
    assert (costs.currency, costs.amount) == ("CNY", Decimal("1300.00"))
    assert (plan.total.actions, plan.total.efforts) == (3, (1, 1, 0))
    assert sum(one.actions for one in plan.by_month) == 3
    assert [one.load.costs for one in plan.by_owner] == [plan.total.costs]
    assert [sum(one.counts) for one in plan.by_owner] == [3]


def test_what_is_overdue_comes_first_and_says_by_how_many_days(told, planned_action, at):
    planned_action(30)
    planned_action(3)
    plan = told("plan", at=at + timedelta(days=10))
    assert [task.action.days_late for task in plan.schedule] == [7, 0]
    assert [task.action.days_late for task in plan.late_tasks] == [7]
    assert plan.by_month[0].overdue == plan.by_month[0].actions == 1


def test_what_was_done_waits_for_verification_and_is_no_task_any_more(
    told, session, finding, planned_action, chen, at
):
    planned_action(5)
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="Done on the night shift."), by=chen, at=at)
    session.commit()
    plan = told("plan")
    assert (plan.waiting, plan.total.actions, plan.schedule) == (1, 0, ())
    assert plan.owners[0].cases[0].actions[0].last.note == "Done on the night shift."


def test_what_only_contains_is_no_remedy(told, planned_action):
    planned_action(1, kind=ActionKind.CONTAINMENT)
    assert [row.unplanned for row in told("plan").classes] == [1]
    planned_action(5)
    assert [row.unplanned for row in told("plan").classes] == [0]


def test_a_critical_finding_is_told_in_eight_disciplines(
    told, session, finding, pack, site, wei, at, action
):
    assert told("plan").eights == ()
    form = ChangeFinding(**{"class": FindingClass.CRITICAL}, version=finding.version)
    change_finding(session, finding, form, place=site, owner=None, packs=[pack], by=wei, at=at)
    session.commit()
    [eight] = told("plan").eights
    assert eight.case.ref == finding.ref
    assert "Chen Muyuan" in eight.team
    assert eight.criterion


def test_both_languages_have_the_same_shape(told, finding, action):
    english, chinese = told("plan"), told("plan", lang="zh")
    assert [c.ref for c in english.owners[0].cases] == [c.ref for c in chinese.owners[0].cases]
    assert len(english.by_month) == len(chinese.by_month)
    assert english.by_month[0].name != chinese.by_month[0].name
