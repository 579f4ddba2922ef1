"""The corrective action plan: who does what by when, and what it takes."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.actions.changes import implement, plan_action, verify
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.rules import ActionKind, Effort
from app.answers.rules import Level
from app.findings.changes import change_finding
from app.findings.clock_changes import set_buyer_date
from app.findings.extension_changes import ask_for_time, reply_to_asking
from app.findings.forms import AskForTime, ChangeFinding, ReplyToAsking, SetBuyerDate
from app.findings.rules import FindingClass
from app.reports.outfit import Outfit
from app.reports.parts import whole
from app.reports.press import Places
from app.reports.typeset import Typesetter
from tests.reports import kinds
from tests.reports.conftest import drawn, texts


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


@pytest.fixture
def critical(session, finding, pack, site, wei, at):
    """The puddle, made critical: it has clocks for its containment and its plan."""
    form = ChangeFinding(**{"class": FindingClass.CRITICAL}, version=finding.version)
    change_finding(session, finding, form, place=site, owner=None, packs=[pack], by=wei, at=at)
    session.commit()
    return finding


def test_a_critical_finding_is_told_in_eight_disciplines(told, critical, planned_action, ines):
    planned_action(1, kind=ActionKind.CONTAINMENT)
    plan = told("plan")
    [eight] = plan.eights
    assert eight.case.ref == critical.ref
    assert "Chen Muyuan" in eight.team
    assert (eight.auditor, ines.name in eight.team) == (ines.name, False)
    assert eight.criterion
    assert plan.unbegun == ()


def test_one_of_which_nothing_is_done_yet_is_no_empty_8d(told, critical):
    plan = told("plan")
    assert plan.eights == ()
    assert [case.ref for case in plan.unbegun] == [critical.ref]


def test_a_minor_finding_has_no_8d(told, finding, action):
    plan = told("plan")
    assert (plan.eights, plan.unbegun) == ((), ())


def test_a_clock_that_ran_out_is_told_though_the_closing_date_is_ahead(told, critical, at):
    plan = told("plan", at=at + timedelta(days=3))
    [case] = plan.missed
    assert "containment" in {one.step.code for one in case.missed}
    assert all(one.days > 0 for one in case.missed)
    [row] = plan.classes
    assert (row.stepped, row.overdue) == (1, 0)
    assert told("plan").missed == ()


def test_a_clock_that_was_met_late_is_missed_no_more(
    told, session, critical, planned_action, chen, at
):
    planned_action(20, kind=ActionKind.CONTAINMENT)
    later = at + timedelta(days=9)
    [one] = actions_of(session, [critical.id])[critical.id]
    implement(session, critical, one, Implement(note="Fenced off."), by=chen, at=later)
    session.commit()

    def clock(day):
        [case] = told("plan", at=day).owners[0].cases
        return next(one for one in case.clocks if one.step.code == "containment")

    before, after = clock(later - timedelta(days=1)), clock(later)
    assert (before.state.code, after.state.code) == ("overdue", "done_late")
    assert after.days == before.days + 1


def test_an_action_says_when_it_is_due_after_its_clock(told, critical, planned_action):
    planned_action(20, kind=ActionKind.CONTAINMENT)
    [action] = told("plan").owners[0].cases[0].actions
    assert action.beyond
    assert action.clock_on < action.due_on


def test_an_action_of_months_that_is_due_in_days_is_marked(told, planned_action):
    planned_action(12, effort=Effort.L)
    planned_action(12, effort=Effort.S)
    actions = told("plan").owners[0].cases[0].actions
    assert [one.hurried for one in actions] == [True, False]


def test_what_has_no_figure_is_no_cost_of_nought(told, planned_action):
    planned_action(5, Decimal("1200.50"))
    planned_action(6)
    assert told("plan").total.uncosted == 1


def test_what_is_verified_is_told_apart_and_comes_last(
    told, session, finding, planned_action, chen, wei, at
):
    planned_action(5)
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="New trap."), by=chen, at=at)
    session.flush()
    [one] = actions_of(session, [finding.id])[finding.id]
    form = Verify(passed=True, note="Dry on three visits.", level=Level.FULL)
    verify(session, finding, one, form, by=wei, at=at)
    session.commit()
    plan = told("plan")
    [case] = plan.owners[0].cases
    assert (case.status.code, case.verified_on) == ("verified", at.date())
    assert [(row.open, row.verified) for row in plan.classes] == [(1, 1)]


def test_both_languages_have_the_same_shape(told, finding, action):
    english, chinese = told("plan"), told("plan", lang="zh")
    assert [c.ref for c in english.owners[0].cases] == [c.ref for c in chinese.owners[0].cases]
    assert len(english.by_month) == len(chinese.by_month)
    assert english.by_month[0].name != chinese.by_month[0].name


@pytest.fixture
def more_time(session, finding, chen, wei, at):
    """Chen asks for ten days more; `granted` None: nobody answers."""

    def ask(*, granted=None):
        until = finding.due_on + timedelta(days=10)
        form = AskForTime(step="close", until=until, reason="The trap is on order.")
        one = ask_for_time(session, finding, form, by=chen, at=at)
        session.flush()
        if granted is not None:
            form = ReplyToAsking(granted=granted, note="Fence it off meanwhile.")
            reply_to_asking(session, finding, one.id, form, by=wei, at=at)
        session.commit()

    return ask


def test_more_time_that_was_granted_says_from_when_by_whom_and_why(
    told, finding, chen, wei, more_time
):
    before = finding.due_on
    owned = told("plan").owners[0].cases[0]
    assert owned.extensions == ()
    more_time(granted=True)
    plan = told("plan")
    [one] = plan.owners[0].cases[0].extensions
    assert (one.due_on, one.until, one.outcome.code) == (before, finding.due_on, "granted")
    assert (one.by, one.reason) == (chen.name, "The trap is on order.")
    assert (one.answered_by, plan.asked) == (wei.name, 0)


def test_more_time_that_nobody_has_answered_is_counted(told, more_time):
    more_time()
    plan = told("plan")
    [one] = plan.owners[0].cases[0].waits
    assert (one.outcome, plan.asked) == (None, 1)


def test_a_day_that_the_buyer_has_set_names_its_letter(told, session, finding, buyer, wei, at):
    day = finding.due_on + timedelta(days=20)
    form = SetBuyerDate(step="close", due_on=day, buyer=buyer.id, letter="no. 4711")
    set_buyer_date(session, finding, form, by=wei, at=at)
    session.commit()
    [letter] = told("plan").owners[0].cases[0].letters
    assert (letter.due_on, letter.letter, bool(letter.buyer)) == (day, "no. 4711", True)


def typeset(document, *sections):
    setter = Typesetter(Places().templates, Places().charts)
    opened = setter.open(document, outfit=Outfit(sections=sections))
    return opened.html(whole(opened.document))


def test_an_action_is_told_once_in_the_8d_or_where_that_is_left_out_in_the_list():
    document = kinds.plan_document(size=4)
    what = document.eights[0].case.actions[0].what
    times = [one.what for own in document.owners for c in own.cases for one in c.actions]
    assert typeset(document, "findings", "eights").count(what) == times.count(what)
    assert typeset(document, "findings").count(what) == times.count(what)


def test_the_contents_lead_to_what_is_there():
    document = kinds.plan_document(size=16)
    html = typeset(document, "contents", "findings")
    assert set(re.findall('href="#([^"]+)"', html)) <= set(re.findall('id="([^"]+)"', html))
    assert 'href="#owners"' in html
    html = typeset(document, "contents", "summary", "late", "load", "findings", "eights")
    heads = re.findall('<h2 id="([a-z]+)"', html)
    assert [*dict.fromkeys(re.findall('href="#([a-z]+)"', html))] == heads
    assert "8D reports" in html


def contained(state, clock_on):
    """A plan of one 8D whose containment was given longer than its clock."""
    document = kinds.plan_document(size=4)
    eight = document.eights[0]
    action = eight.case.actions[0]
    kind = replace(action.kind, code="containment")
    told = replace(action.state, code=state)
    beyond = replace(action, kind=kind, state=told, clock_on=clock_on)
    turn = replace(eight.case.now, actions=(beyond,))
    return replace(document, eights=(replace(eight, case=replace(eight.case, turns=(turn,))),))


@pytest.mark.parametrize(("state", "marked"), [("open", True), ("implemented", False)])
def test_only_what_is_still_to_be_done_is_held_against_its_clock(state, marked):
    html = typeset(contained(state, date(2020, 1, 1)), "eights")
    assert ("its clock ends" in html) is marked


def test_what_is_late_stands_in_two_groups():
    document = kinds.plan_document(size=4)
    assert document.missed
    html = typeset(replace(document, late_tasks=document.schedule), "late")
    assert html.index("Clocks that have run out") < html.index("Actions that are late")
    html = typeset(document, "late")
    assert "Actions that are late" not in html


def test_what_is_provisional_is_explained_where_it_is_used():
    document = kinds.plan_document(size=4)
    assert "* provisional" not in typeset(document, "late", "findings")
    case = document.missed[0]
    case = replace(case, clocks=(replace(case.clocks[0], provisional=True),))
    assert "* provisional" in typeset(replace(document, missed=(case,)), "late")


def test_the_closing_date_of_a_finding_is_told_once():
    document = kinds.plan_document(size=1)
    case = replace(document.owners[0].cases[0], due_on=document.head.as_of, days_late=0)
    owner = replace(document.owners[0], cases=(case,))
    html = typeset(replace(document, owners=(owner,), eights=()), "findings")
    assert "close by" in html
    assert "Closing" not in html


def test_what_waits_for_verification_says_since_when_until_when_and_by_whom_not(
    told, session, finding, planned_action, chen, at
):
    planned_action(5)
    assert told("plan").unverified == ()
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="Done."), by=chen, at=at)
    session.commit()
    [waiting] = told("plan", at=at + timedelta(days=4)).unverified
    assert (waiting.finding, waiting.hands, waiting.days) == (finding.ref, (chen.name,), 4)
    assert (waiting.clock.step.code, waiting.clock.due_on) == ("close", finding.due_on)


def test_what_is_not_even_contained_is_told_apart(told, planned_action):
    assert [(row.unplanned, row.untouched) for row in told("plan").classes] == [(1, 1)]
    planned_action(1, kind=ActionKind.CONTAINMENT)
    assert [(row.unplanned, row.untouched) for row in told("plan").classes] == [(1, 0)]


@pytest.mark.parametrize(("days", "hurried"), [(13, True), (14, False)])
def test_weeks_are_two_at_least(told, planned_action, days, hurried):
    planned_action(days, effort=Effort.M)
    [action] = told("plan").owners[0].cases[0].actions
    assert action.hurried is hurried


def test_no_action_and_no_heading_is_cut():
    document = kinds.plan_document(size=4)
    what = "Mend the leaking trap. " * 20 + "Then look again."
    task = replace(document.schedule[0], action=replace(document.schedule[0].action, what=what))
    assert what in typeset(replace(document, schedule=(task,)), "schedule")
    [eight, *_rest] = document.eights
    assert f"{eight.case.ref} · {eight.case.title}</h2>" in plain(typeset(document, "eights"))


def plain(html):
    return html.replace("\u2060", "").replace("\u00a0", " ")


def test_months_have_a_heading_and_a_total_and_no_cost_is_no_dash():
    document = kinds.plan_document(size=4)
    bare = replace(document.by_month[0], costs=(), uncosted=document.by_month[0].actions)
    html = typeset(replace(document, by_month=(bare, document.by_month[1])), "load")
    assert html.count("<tfoot>") == 2
    assert "By the month in which they are due</h3>" in html
    assert html.count("without a figure") == 1


def test_a_page_that_goes_on_says_with_what(tmp_path):
    met = set()
    for page in texts(drawn(tmp_path, kinds.plan_document(size=24))):
        first, second, *rest = page.splitlines()
        told = next((line for line in rest if "(continued)" in line), "")
        if first.startswith("8D of"):
            met.add("8D")
            assert told == f"{first[:12]} (continued)"
        elif first.startswith("Finding What was found"):
            inside = second.startswith(("Containment", "Corrective"))
            met.add("finding" if inside else "owner")
            assert told.endswith(" (continued)")
            assert told.startswith("F-") is inside
        else:  # a heading, or the rows of another table
            assert not told
    assert met == {"8D", "finding", "owner"}


def test_a_knock_out_is_called_so_and_no_statement_is_cut_that_stands_nowhere_else():
    document = kinds.plan_document(size=1)
    assert "knock-out" not in plain(typeset(document, "late", "waiting", "findings"))
    long = "The trap leaks. " * 20 + "It leaked before."
    [own] = document.owners
    case = replace(own.cases[0], knock_out=True, statement=long)
    waiting = tuple(replace(one, knock_out=True) for one in document.unverified)
    told = replace(
        document,
        missed=(case,),
        unverified=waiting,
        owners=(replace(own, cases=(case,)),),
        eights=(),
    )
    html = plain(typeset(told, "late", "waiting", "findings"))
    assert html.count("· knock-out") == 2 + len(waiting)
    assert long in html
