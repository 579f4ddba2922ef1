"""The executive report and the API read the same functions, so every figure is the same."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.actions.changes import implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import actions_of
from app.answers.rules import Level
from app.findings.rules import FindingClass
from app.reports.changes import order_report
from app.reports.gather import gather
from app.reports.queries import by_id
from app.reports.rules import ReportKind
from app.reports.telling import rounded_or_none

HOUR = timedelta(hours=1)


@pytest.fixture
def document(look, session, site, pack_version, diana, audit, failed, finding, answers, at):
    answers(audit, "SFC-FIN-001", "2")
    answers(audit, "DSC-OTD-001", "3")
    order = order_report(
        session,
        site,
        pack_version,
        kind=ReportKind.EXECUTIVE,
        lang="en",
        as_of=at + HOUR,
        by=diana,
        at=at + HOUR,
    )
    session.commit()
    return look(lambda session: gather(session, by_id(session, order.id)))


@pytest.fixture
def asked(browser, signed_in, diana, document):
    """`asked("/readiness")`: of the site, as of the report's day."""

    def ask(path):
        address = f"/api/v1/sites/{document.head.place}{path}?as_of={document.head.as_of}"
        reply = browser.get(address, headers=signed_in(diana))
        assert reply.status_code == 200, reply.text
        return reply.json()

    return ask


def figure(value):
    return None if value is None else Decimal(value)


def test_verdict_total_and_progress(document, asked):
    told = asked("/readiness")
    standing, progress = document.standing, document.progress
    assert standing.total == figure(told["total"])
    assert (standing.verdict.code, standing.base.code) == (told["verdict"], told["base"])
    assert [bar.code for bar in standing.caps] == told["caps"]
    assert [bar.code for bar in standing.unmet] == told["unmet"]
    assert standing.gate_open == told["gate_open"]
    assert (progress.answered, progress.expected) == (told["answered"], told["expected"])
    assert str(document.head.as_of) == told["as_of"]


def test_every_category(document, asked):
    told = asked("/readiness")["nodes"]
    assert told.keys() == {one.id for one in document.categories}
    for one in document.categories:
        assert one.score == rounded_or_none(figure(told[one.id])), one.id
    assert any(one.score for one in document.categories)


def test_every_point_of_the_trend(document, asked):
    told = asked("/readiness/trend")
    points = document.trend[0].points
    assert [(str(p.on), p.total, p.verdict.code) for p in points] == [
        (one["as_of"], figure(one["total"]), one["verdict"]) for one in told
    ]


def test_every_site_under_every_buyer(document, browser, signed_in, diana):
    told = browser.get("/api/v1/readiness", headers=signed_in(diana)).json()
    cells = {(row["name"], place): cell for row in told for place, cell in row["sites"].items()}
    assert {
        (buyer, row.place) for buyer in document.field.buyers for row in document.field.rows
    } == {*cells}
    for row in document.field.rows:
        for buyer, cell in zip(document.field.buyers, row.cells, strict=True):
            standing = cells[buyer, row.place]["standing"]
            assert cell.total == (figure(standing["total"]) if standing else None)
            assert (cell.verdict.code if cell.verdict else None) == (
                standing and standing["verdict"]
            )


def test_every_open_finding_is_counted_once(document, browser, signed_in, diana):
    told = browser.get("/api/v1/findings?shown=open", headers=signed_in(diana)).json()
    assert document.ageing.open == document.burn_down[-1].open == len(told) == 1


def test_a_verified_critical_is_told_apart_and_asks_for_no_decision(
    session, told, failed, finding, action, chen, wei, at
):
    finding.class_ = FindingClass.CRITICAL
    session.commit()
    before = told("executive")
    assert [(row.cls.code, row.held) for row in before.ageing.rows] == [("critical", 0)]
    assert any(finding.ref in one.ask for one in before.decisions)
    finding.class_ = FindingClass.MINOR  # asks for no plan
    later = at + HOUR
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="New trap."), by=chen, at=later)
    session.flush()
    [one] = actions_of(session, [finding.id])[finding.id]
    form = Verify(passed=True, note="Dry on three visits.", level=Level.FULL)
    verify(session, finding, one, form, by=wei, at=later)
    finding.class_ = FindingClass.CRITICAL
    session.commit()
    after = told("executive")
    assert [(row.cls.code, row.held) for row in after.ageing.rows] == [("critical", 1)]
    assert not any(finding.ref in one.ask for one in after.decisions)
    assert [one.status.code for one in told("gap").findings] == ["verified"]


def test_the_answers_of_all_categories_are_those_of_the_gap_report(told, failed, answers, audit):
    answers(audit, "SFC-FIN-001", "2")
    document = told("gap")
    progress = [one.score.progress for one in document.categories]
    assert sum(one.expected for one in progress) == document.progress.expected
    assert sum(one.answered for one in progress) == document.progress.answered == 2
