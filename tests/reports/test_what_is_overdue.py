"""Overdue in two senses, told apart, and the same on every report of one day."""

from datetime import timedelta

from app.findings.models import Deadline
from app.findings.rules import DueSource, FindingClass
from app.reports.overdue import among
from app.reports.shapes.base import Term
from app.reports.shapes.case import Case, Clock, Overdue, Turn

DAY = timedelta(days=1)


def case(ref, *, days_late=0, missed=False, closed_on=None, on=None):
    word = Term(code="open", words="open")
    late = Term(code="overdue", words="overdue")
    return Case(
        ref=ref,
        cls=word,
        status=word,
        item="",
        title="",
        statement="",
        raised_on=on,
        closed_on=closed_on,
        days_late=days_late,
        clocks=(Clock(step=word, state=late),) if missed else (),
        turns=(Turn(n=1),),
    )


def test_what_is_past_its_closing_date_is_not_told_again_for_a_step(at):
    listed = [
        case("F-1", days_late=3, missed=True),
        case("F-2", missed=True),
        case("F-3"),
        case("F-4", days_late=2),
        case("F-5", missed=True, closed_on=at.date()),
    ]
    assert among(listed) == Overdue(closing=("F-1", "F-4"), step=("F-2",))


def test_every_report_of_a_day_counts_the_same(told, audit, finding, at):
    late = at + (finding.due_on - at.date() + 3 * DAY)
    documents = [told(kind, audit=audit, at=late) for kind in ("executive", "gap", "meeting")]
    assert {one.overdue for one in documents} == {Overdue(closing=(finding.ref,))}


def test_the_plan_counts_as_the_executive_report_does(told, audit, finding, at):
    late = at + 40 * DAY
    plan, executive = told("plan", at=late), told("executive", at=late)
    assert plan.overdue == executive.overdue
    assert sum(row.stepped for row in plan.classes) == len(plan.overdue.step)
    assert sum(row.overdue for row in plan.classes) == len(plan.overdue.closing)


def test_one_decision_asks_for_both(told, session, finding, at):
    row = session.merge(finding)
    row.class_ = FindingClass.MAJOR
    session.add(
        Deadline(
            finding_id=row.id,
            turn=1,
            step="containment",
            due_on=at.date(),
            source=DueSource.PROGRAMME,
        )
    )
    session.commit()
    [named] = told("gap", at=at + 2 * DAY).findings
    assert [(one.step.code, one.due_on, one.days) for one in named.missed] == [
        ("containment", at.date(), 2)
    ]
    executive = told("executive", at=at + 2 * DAY)
    assert executive.overdue == Overdue(step=(finding.ref,))
    [ask] = [one.ask for one in executive.decisions if "past a step" in one.ask]
    assert finding.ref in ask
    later = told("executive", at=at + (finding.due_on - at.date() + 3 * DAY))
    [ask] = [one.ask for one in later.decisions if "past their closing date" in one.ask]
    assert finding.ref in ask
    assert "past a step" not in ask
