from datetime import timedelta
from decimal import Decimal

import pytest

from app.actions.changes import implement, plan_action, verify
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.rules import ActionKind
from app.answers.rules import Level
from app.reports.changes import order_report
from app.reports.gather import gather
from app.reports.queries import by_id
from app.reports.reckoning import _first
from app.reports.rules import ReportKind
from app.reports.shapes.gap import Cost
from tests.cast import WASHROOMS

DAY = timedelta(days=1)


@pytest.fixture
def gap(look, session, site, pack_version, diana):
    """`gap(at)`: as of then."""

    def tell(at):
        order = order_report(
            session,
            site,
            pack_version,
            kind=ReportKind.GAP,
            lang="en",
            as_of=at,
            by=diana,
            at=at,
        )
        session.commit()
        return look(lambda session: gather(session, by_id(session, order.id)))

    return tell


def of(document, item):
    return next(
        category
        for category in document.categories
        for section in category.sections
        if any(one.id == item for one in section.items)
    )


def test_a_zone_in_which_nothing_was_seen_is_named(gap, audit, failed, at):
    told = gap(at + DAY)
    named = {one.zone: one.last_on for one in told.unvisited}
    assert WASHROOMS[0] not in named
    assert {WASHROOMS[1], WASHROOMS[2]} <= named.keys()
    assert set(named.values()) == {None}


def test_a_note_without_a_level_is_not_seen_and_says_so(gap, audit, answers, at):
    answers(audit, "SFC-FIN-001", None, note="The accountant was away.")
    why = {one.item: one.why for one in gap(at + DAY).unseen}
    assert why["SFC-FIN-001"] == "noted, but given no level"
    assert why["DSC-OTD-001"] == ""


def test_answers_of_an_older_round_are_counted_until_they_are_given_anew(
    gap, site, audit, answers, moved, planned, at
):
    answers(audit, "SFC-FIN-001", "2")
    answers(audit, "DSC-OTD-001", "4")
    moved(moved(audit, "review"), "closed", at=at + DAY)
    second = moved(planned(site, at=at + 2 * DAY), "fieldwork", at=at + 2 * DAY)
    answers(second, "SFC-FIN-001", "3", at=at + 3 * DAY)
    told = gap(at + 4 * DAY)
    assert told.older == 1
    assert (told.moved.better, told.moved.worse, told.moved.same) == (1, 0, 1)


def test_a_remedy_between_the_rounds_is_a_change_since_the_last_one(
    gap, session, site, audit, finding, action, moved, planned, chen, wei, at
):
    """As its points are: both are held against the end of the last round."""
    moved(moved(audit, "review"), "closed", at=at + DAY)
    later = at + 2 * DAY
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="New trap."), by=chen, at=later)
    session.flush()
    [one] = actions_of(session, [finding.id])[finding.id]
    verdict = Verify(passed=True, note="Dry on three visits.", level=Level.FULL)
    verify(session, finding, one, verdict, by=wei, at=later)
    session.commit()
    moved(planned(site, at=at + 3 * DAY), "fieldwork", at=at + 3 * DAY)
    told = gap(at + 4 * DAY)
    assert (told.moved.better, told.moved.worse, told.moved.same) == (1, 0, 0)
    assert of(told, "FAC-WSH-001").score.change > 0


def test_a_score_says_how_it_came_about(gap, audit, failed, at):
    told = of(gap(at + DAY), "FAC-WSH-001")
    how = told.reckoned
    assert how.missing == 100 - told.score.score
    assert how.before - told.score.score == told.score.deducted
    assert [(one.item, one.zone) for one in how.deductions] == [("FAC-WSH-001", WASHROOMS[0])]
    assert [one.item for one in how.costly] == ["FAC-WSH-001"]
    [item] = [one for one in told.items if one.id == "FAC-WSH-001"]
    [taken] = how.deductions
    assert (item.deducted, item.checks) == (taken.of_total, 1)
    assert item.points == how.missing  # nothing else has a score
    assert how.costly[0].points == item.points
    assert how.weights >= told.score.weight > Decimal(0)


def test_a_failed_spot_check_is_a_gap_even_where_the_level_is_none(gap, audit, failed, answers, at):
    told = gap(at + DAY)
    assert told.gaps[0].id == "FAC-WSH-001"
    assert 100 - told.standing.total >= told.cost_of_costliest > Decimal(0)
    rule = next(one for one in told.method.rules if "spot check" in one.words)
    assert "takes 3 points off" in rule.words
    assert rule.now == "−3 points in all; failed checks: 1"


@pytest.mark.parametrize(
    ("points", "n"), [([3, 2, 1], 3), ([9, 8, 7, 6, 5, 4, 3, 2, 2], 7), ([1] * 9, 8)]
)
def test_the_costliest_of_a_category_end_between_two_figures(points, n):
    costs = [Cost(item=f"X-{i}", points=Decimal(one)) for i, one in enumerate(points)]
    assert [one.points for one in _first(costs)] == points[:n]


def test_what_is_contained_alone_has_no_corrective_action(
    gap, session, site, finding, chen, wei, at
):
    assert gap(at + DAY).unplanned == 1
    for kind, left in ((ActionKind.CONTAINMENT, 1), (ActionKind.CORRECTIVE, 0)):
        what = "Close the washroom and mend the trap."
        form = PlanAction(what=what, owner=chen.id, due_on=finding.due_on, kind=kind)
        row = session.merge(finding)
        plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
        session.commit()
        assert gap(at + DAY).unplanned == left


def test_a_late_action_says_by_how_much(gap, audit, failed, finding, action, at):
    [before] = gap(at + DAY).findings
    assert [one.late for one in before.actions] == [0]
    then = at + timedelta(days=(action.due_on - at.date()).days + 3)
    [after] = gap(then).findings
    assert [one.late for one in after.actions] == [3]


def test_not_applicable_counts_once_it_is_agreed(gap, audit, answers, at):
    answers(audit, "DSC-OTD-001", "na", na_reason="Nothing was delivered yet.")
    told = gap(at + DAY)
    assert told.progress.not_applicable == 0
    assert [(one.item, one.approved_by) for one in told.not_applicable] == [("DSC-OTD-001", "")]


def test_what_does_not_apply_is_not_the_same_as_before(
    gap, site, audit, answers, moved, planned, at
):
    answers(audit, "SFC-FIN-001", "2")
    answers(audit, "DSC-OTD-001", "4")
    moved(moved(audit, "review"), "closed", at=at + DAY)
    second = moved(planned(site, at=at + 2 * DAY), "fieldwork", at=at + 2 * DAY)
    answers(second, "DSC-OTD-001", "na", na_reason="Nothing leaves it.", at=at + 3 * DAY)
    moved_by = gap(at + 4 * DAY).moved
    assert (moved_by.same, moved_by.apart, moved_by.new) == (1, 1, 0)


def test_a_share_of_failed_items_leaves_out_what_does_not_apply(gap, audit, answers, at):
    before = of(gap(at + DAY), "DSC-OTD-001")
    answers(audit, "DSC-OTD-001", "na", na_reason="Nothing leaves it.", at=at + DAY)
    told = of(gap(at + 2 * DAY), "DSC-OTD-001")
    assert len(told.applying) == len(before.applying) - 1
    assert sum(one.applying for one in told.sections) == len(told.applying)


def test_whoever_led_the_audit_is_named_where_the_lead_signs(gap, audit, marta, at):
    told = gap(at + DAY)
    named = {line.role: line.name for line in told.signatures}
    assert named == {"Quality lead": "", "Lead auditor": marta.name, "Executive": ""}
