"""Reports name each thing that keeps the list shut, and what nobody has raised."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.findings.rules import FindingClass
from app.reports.changes import order_report
from app.reports.executive import MOST_MOVES
from app.reports.gather import gather
from app.reports.queries import by_id
from app.reports.rules import ReportKind
from app.reports.shapes.gap import MOST_COSTLY
from tests.reports import documents

DAY = timedelta(days=1)


@pytest.fixture
def as_of(look, session, site, pack_version, diana):
    """`as_of(at)`: the report of that instant, the gap report unless another is named."""

    def tell(at, kind=ReportKind.GAP):
        order = order_report(
            session, site, pack_version, kind=kind, lang="en", as_of=at, by=diana, at=at
        )
        session.commit()
        return look(lambda session: gather(session, by_id(session, order.id)))

    return tell


def knock_out(document):
    return next(one for one in document.items if one.knock_out)


def test_a_failed_item_without_a_finding_is_counted_and_marked(as_of, audit, answers, at):
    answers(audit, "SFC-FIN-001", "1")
    answers(audit, "DSC-OTD-001", "3")
    told = as_of(at + DAY)
    marked = [one.id for one in told.items if one.unraised]
    assert (marked, told.unraised) == (["SFC-FIN-001"], 1)
    assert told.costliest[0].id == "SFC-FIN-001"


def test_one_with_a_finding_is_not(as_of, audit, failed, finding, at):
    told = as_of(at + DAY)
    assert told.unraised == 0
    [item] = [one for one in told.items if one.refs_of_findings]
    assert item.refs_of_findings == (finding.ref,)


def test_a_failed_knock_out_item_keeps_the_list_shut_by_name(as_of, audit, answers, at):
    item = knock_out(as_of(at + DAY))
    answers(audit, item.id, "0", at=at + DAY)
    [one] = as_of(at + 2 * DAY).barring
    assert (one.ref, one.title, one.finding) == (item.id, item.title, "")
    executive = as_of(at + 2 * DAY, ReportKind.EXECUTIVE)
    assert executive.barring == as_of(at + 2 * DAY).barring
    assert any("1, 1 of them critical." in decision.ask for decision in executive.decisions)


def test_nothing_is_named_where_no_cap_holds(as_of, audit, answers, at):
    answers(audit, "DSC-OTD-001", "4")
    assert as_of(at + DAY).barring == ()


def test_items_that_are_not_asked_here_say_of_whom_they_are(as_of, audit, at):
    told = as_of(at + DAY)
    asked = {one.id for one in told.items}
    left_out = {one.item: one.why for one in told.out_of_scope}
    assert left_out
    assert not asked & left_out.keys()
    assert all(left_out.values())


def test_what_most_answers_share_is_said_once():
    told = documents.gap("en", 36).categories[0]
    answers = [answer for item in told.items for answer in item.answers]
    day, who = answers[0].observed_on, answers[0].observed_by
    assert told.usual != (day, who)  # they differ all over the fixture
    alike = tuple(replace(one, observed_on=day, observed_by=who) for one in answers)
    section = replace(told.sections[0], items=(replace(told.items[0], answers=alike),))
    assert replace(told, sections=(section,)).usual == (day, who)


def test_a_rule_says_whether_it_is_met_and_by_what(as_of, audit, failed, at):
    rules = as_of(at + DAY).method.rules
    states = {one.stands.code for one in rules if one.stands}
    assert states <= {"holds", "idle", "met", "unmet"}
    assert "unmet" in states
    assert len(as_of(at + DAY).method.sources) < len(rules)


def test_a_finding_on_a_knock_out_item_says_both(
    as_of, audit, answers, chen, edition, pack, ines, session, at
):
    item = knock_out(as_of(at + DAY))
    failed = answers(audit, item.id, "0", at=at + DAY)
    form = RaiseFinding(answer=failed.id, owner=chen.id)
    known = edition.item(item.id)
    finding = raise_finding(session, failed, known, [pack], form, lang="en", by=ines, at=at + DAY)
    session.commit()
    [one] = [row for row in as_of(at + 2 * DAY).barring if row.ref == finding.ref]
    assert (one.item, one.words, one.both) == (item.id, "Critical · knock-out", True)


def test_an_overdue_major_finding_is_named_for_the_condition_that_it_breaks(
    as_of, session, audit, finding, at
):
    session.merge(finding).class_ = FindingClass.MAJOR
    session.commit()
    assert as_of(at + DAY).barring == ()
    late = at + (finding.due_on - at.date()) + 3 * DAY
    [row] = as_of(late).barring
    assert (row.ref, row.words, row.days_late) == (finding.ref, "Major", 3)


def test_critical_items_without_a_finding_are_named(as_of, audit, answers, at):
    item = knock_out(as_of(at + DAY))
    answers(audit, item.id, "0", at=at + DAY)
    answers(audit, "SFC-FIN-001", "1", at=at + DAY)
    told = as_of(at + 2 * DAY)
    assert item.severity.code == "critical"
    assert item.id in [one.id for one in told.unraised_critical]
    assert item.id not in [one.id for one in told.unraised_besides]  # it bars by itself
    [barred] = [one for one in told.barring if one.item == item.id]
    assert barred.words == "Critical · knock-out"
    asked = [one.ask for one in as_of(at + 2 * DAY, ReportKind.EXECUTIVE).decisions]
    assert f"Mend the failed knock-out items that have no finding: {item.id}." in asked
    assert any(f"{len(told.unraised_critical)} of them critical" in one for one in asked)


def test_a_condition_on_the_verdict_tells_the_same_on_both_pages(as_of, audit, answers, at):
    answers(audit, "DSC-OTD-001", "1")
    told = as_of(at + DAY)
    rules = {rule.words: rule.now for rule in told.method.rules}
    by_verdict = [bar for bar in told.standing.unmet if "follows from" in bar.actual]
    assert by_verdict
    assert all(rules[bar.words] == bar.actual for bar in by_verdict)


def test_the_list_of_gaps_ends_between_two_figures():
    told = documents.gap("en", 36)
    items = [item for item in told.items if item.failed][:3]
    many = tuple(
        replace(items[0], id=f"X-{n}", points=Decimal(2 if n < MOST_COSTLY - 8 else 1))
        for n in range(MOST_COSTLY + 8)
    )
    category = told.categories[0]
    filled = replace(category, sections=(replace(category.sections[0], items=many),))
    told = replace(told, categories=(filled,))
    assert len(told.gaps) == MOST_COSTLY + 8
    assert [one.points for one in told.costliest] == [Decimal(2)] * (MOST_COSTLY - 8)
    assert told.cost_of_costliest == 2 * (MOST_COSTLY - 8)


def test_of_equal_gaps_the_gravest_stands_first():
    told = documents.gap("en", 36)
    one = next(item for item in told.items if item.failed)
    slight = replace(one, id="A", points=Decimal(1), severity=replace(one.severity, code="minor"))
    grave = replace(slight, id="B", severity=replace(one.severity, code="critical"))
    category = told.categories[0]
    filled = replace(category, sections=(replace(category.sections[0], items=(slight, grave)),))
    assert [item.id for item in replace(told, categories=(filled,)).costliest] == ["B", "A"]


def test_what_costs_most_is_one_list_in_both_reports(as_of, audit, answers, at):
    asked = [one.id for one in as_of(at + DAY).items]
    for id in asked[:15]:
        answers(audit, id, "1")
    answers(audit, asked[15], "3")
    gaps = as_of(at + DAY).gaps
    told = as_of(at + DAY, ReportKind.EXECUTIVE)
    assert len(gaps) > len(told.moves) == MOST_MOVES
    assert [(one.id, one.points) for one in told.moves] == [
        (one.id, one.points) for one in gaps[:MOST_MOVES]
    ]
    assert told.as_costly == sum(one.points == gaps[9].points for one in gaps[MOST_MOVES:])


def test_whoever_owns_findings_of_an_item_is_named_once():
    told = documents.gap("en", 36)
    item = next(one for one in told.items if len(one.refs_of_findings) == 1)
    [ref] = item.refs_of_findings
    first = next(one for one in told.findings if one.ref == ref)
    answer = next(one for one in item.answers if one.findings)
    three = replace(item, answers=(replace(answer, findings=(ref, "F-X", "F-Y")),))
    more = (replace(first, ref="F-X"), replace(first, ref="F-Y", owner="Somebody else"))
    told = replace(told, findings=(*told.findings, *more))
    assert told.owners_of(three) == (first.owner, "Somebody else")
