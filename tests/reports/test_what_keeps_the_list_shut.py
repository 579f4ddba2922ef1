"""Reports name each thing that keeps the list shut, and what nobody has raised."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.reports.changes import order_report
from app.reports.gather import gather
from app.reports.queries import by_id
from app.reports.rules import ReportKind
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
    assert any("1." in decision.ask for decision in executive.decisions)


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
    states = {one.stands.code for one in rules}
    assert states <= {"holds", "idle", "met", "unmet"}
    assert "unmet" in states
    assert len(as_of(at + DAY).method.sources) < len(rules)
