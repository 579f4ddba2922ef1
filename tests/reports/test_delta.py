"""What changed since an earlier report, or since a day."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.actions.changes import implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import actions_of
from app.answers.rules import Level
from app.audits.rules import AuditType
from app.findings.changes import close_finding
from app.kit.errors import Invalid
from app.reports.changes import order_report
from app.reports.gather import gather
from app.reports.rules import ReportKind
from app.reports.shapes import delta as shape
from tests.reports.kinds import delta_document


@pytest.fixture
def earlier(session, site, pack_version, diana, at):
    """An executive report that was ordered an hour after `at`."""

    def order(hours=1):
        now = at + timedelta(hours=hours)
        row = order_report(
            session,
            site,
            pack_version,
            kind=ReportKind.EXECUTIVE,
            lang="en",
            as_of=now,
            by=diana,
            at=now,
        )
        session.commit()
        return row

    return order


def readiness(browser, headers, site, pack_version):
    asked = f"/api/v1/sites/{site.code}/readiness?programme={pack_version.pack}"
    return browser.get(asked, headers=headers).json()


def test_its_two_totals_are_those_of_the_two_reports(
    told, session, earlier, audit, answers, failed, at
):
    row = earlier()
    then = gather(session, row)
    answers(audit, "LGV-REV-004", "0", at=at + timedelta(hours=2))
    changes = told("delta", since_id=row.id)
    now = told("executive")
    assert (changes.before.total, changes.standing.total) == (
        then.standing.total,
        now.standing.total,
    )
    assert changes.before.verdict == then.standing.verdict
    assert [(c.id, c.score) for c in changes.categories] == [
        (c.id, c.score) for c in now.categories
    ]
    assert [c.before for c in changes.categories] == [c.score for c in then.categories]


def test_now_is_what_the_api_says(
    told, earlier, answers, audit, failed, browser, signed_in, diana, site, pack_version
):
    row = earlier()
    changes = told("delta", since_id=row.id)
    said = readiness(browser, signed_in(diana), site, pack_version)
    assert str(changes.standing.total) == said["total"]
    assert changes.standing.verdict.code == said["verdict"]


def test_answers_that_moved_are_told_with_both_notes_the_worse_first(
    told, earlier, audit, answers, failed, at
):
    answers(audit, "LGV-REV-004", "4", note="Minutes of all four meetings.")
    row = earlier()
    later = {"at": at + timedelta(hours=2)}
    answers(audit, "LGV-REV-004", "1", note="The last one was never held.", **later)
    answers(audit, "FAC-WSH-001", "4", note="Dry on three visits.", elapsed_seconds=300, **later)
    worse, better = told("delta", since_id=row.id).answers
    assert (worse.how.code, worse.before.code, worse.now.code) == ("worse", "4", "1")
    assert (worse.note_before, worse.note_now) == (
        "Minutes of all four meetings.",
        "The last one was never held.",
    )
    assert (better.how.code, better.item) == ("better", "FAC-WSH-001")


def test_what_was_not_seen_before_is_counted_and_not_called_a_change(
    told, earlier, audit, answers, failed, at
):
    row = earlier()
    answers(audit, "LGV-REV-004", "4", at=at + timedelta(hours=2))
    changes = told("delta", since_id=row.id)
    assert changes.answers == ()
    assert [one.now for one in changes.events if "first time" in one.words] == [1]


def test_what_moves_the_total_says_by_how_many_points(told, earlier, audit, answers, failed, at):
    answers(audit, "LGV-REV-004", "4")
    row = earlier()
    answers(audit, "LGV-REV-004", "0", at=at + timedelta(hours=2))
    [moved] = [one for one in told("delta", since_id=row.id).moved if one.item == "LGV-REV-004"]
    assert moved.points < 0
    assert (moved.before.code, moved.now.code) == (Level.FULL, Level.NOT_MET)


def test_what_fell_without_a_finding_says_so(told, earlier, audit, answers, failed, at):
    answers(audit, "LGV-REV-004", "4")
    row = earlier()
    answers(audit, "LGV-REV-004", "0", at=at + timedelta(hours=2))
    changes = told("delta", since_id=row.id)
    [moved] = [one for one in changes.moved if one.item == "LGV-REV-004"]
    assert moved.unraised
    [count] = [one for one in changes.counts if "without an open finding" in one.words]
    assert (count.before, count.now, count.better) == (1, 2, -1)  # `failed` has none either


def test_what_got_a_finding_is_counted_no_more(told, earlier, failed, finding, at):
    row = earlier()
    counted = [one for one in told("delta", since_id=row.id).counts if "without" in one.words]
    assert counted == []


def test_failed_spot_checks_are_told_then_and_now(told, earlier, audit, answers, washrooms, at):
    answers(audit, "LGV-REV-004", "4")
    row = earlier()
    assert told("delta", since_id=row.id).checked == ()
    answers(audit, "FAC-WSH-001", "1", elapsed_seconds=4000, at=at + timedelta(hours=2))
    [one] = told("delta", since_id=row.id).checked
    assert (one.item, one.checks_before, one.checks, one.before) == ("FAC-WSH-001", 0, 1, 0)
    assert one.points == -one.now < 0


def test_findings_and_actions_of_the_time_between_are_told(
    told, session, earlier, failed, finding, action, chen, wei, at
):
    row = earlier()
    [one] = actions_of(session, [finding.id])[finding.id]
    later = at + timedelta(hours=2)
    implement(session, finding, one, Implement(note="New trap."), by=chen, at=later)
    session.flush()
    [one] = actions_of(session, [finding.id])[finding.id]
    form = Verify(passed=True, note="Dry on three visits.", level=Level.FULL)
    verify(session, finding, one, form, by=wei, at=later)
    session.commit()
    changes = told("delta", since_id=row.id)
    assert [(a.finding, a.how.code) for a in changes.actions] == [(finding.ref, "verified")]
    assert changes.findings == ()
    late = told("delta", at=at + timedelta(days=300), since_id=row.id)
    assert [(f.ref, f.how.code) for f in late.findings] == [(finding.ref, "late")]


def test_what_went_late_in_between_is_counted_though_it_was_closed_since(
    told, session, earlier, failed, finding, wei, at
):
    row = earlier()
    late = at + timedelta(days=300)
    close_finding(session, session.merge(finding), reason="Dry on both shifts.", by=wei, at=late)
    session.commit()
    changes = told("delta", at=late + timedelta(days=1), since_id=row.id)
    went = next(one for one in changes.findings if one.how.code == "late")
    assert (went.ref, went.on) == (finding.ref, finding.due_on + timedelta(days=1))
    assert went.state.code == "closed"
    assert [one.now for one in changes.events if "past their closing date" in one.words] == [1]


def test_the_rounds_in_between_are_told(
    told, earlier, failed, finding, planned, moved, site, audit, at
):
    row = earlier()
    later = at + timedelta(hours=2)
    newer = moved(planned(site, type=AuditType.MOCK, at=later), "fieldwork", at=later)
    changes = told("delta", since_id=row.id)
    assert changes.rounds == (), "that of now is told beside that of then"
    last = moved(planned(site, at=later), "fieldwork", at=later + timedelta(hours=1))
    changes = told("delta", since_id=row.id)
    assert [(one.audit, one.kind) for one in changes.rounds] == [(newer.ref, "Mock audit")]
    assert (changes.then.audit, changes.now.audit) == (audit.ref, last.ref)


def test_a_bar_that_is_gone_tells_its_figures_of_now(told, earlier, audit, answers, failed, at):
    answers(audit, "LGV-REV-004", "0")
    row = earlier()
    answers(audit, "LGV-REV-004", "4", at=at + timedelta(hours=2))
    answers(audit, "FAC-WSH-001", "4", at=at + timedelta(hours=2), elapsed_seconds=300)
    bars = told("delta", since_id=row.id).bars
    gone = [one for one in bars if one.how.code == "gone" and one.then]
    assert gone
    assert all(one.now and one.now != one.then for one in gone)


def test_what_raised_the_total_and_what_lowered_it_stand_apart(
    told, earlier, audit, answers, failed, at
):
    answers(audit, "LGV-REV-004", "4")
    answers(audit, "SFC-FIN-001", "0")
    row = earlier()
    later = {"at": at + timedelta(hours=2)}
    answers(audit, "LGV-REV-004", "0", **later)
    answers(audit, "SFC-FIN-001", "4", **later)
    changes = told("delta", since_id=row.id)
    assert [one.item for one in changes.gains] == ["SFC-FIN-001"]
    assert [one.item for one in changes.losses] == ["LGV-REV-004"]


def test_what_was_raised_since_a_day_is_opened(told, failed, finding, at):
    since = at.date() + timedelta(days=1)
    changes = told("delta", at=at + timedelta(days=9), since_on=since)
    assert changes.findings == ()
    with pytest.raises(Invalid, match="no standing"):
        told("delta", at=at + timedelta(days=9), since_on=at.date() - timedelta(days=30))


def test_nothing_changed_between_a_report_and_itself(told, earlier, failed, finding):
    row = earlier()
    changes = told("delta", at=row.as_of, since_id=row.id)
    assert changes.before.total == changes.standing.total != Decimal(0)
    assert (*changes.answers, *changes.findings, *changes.actions, *changes.moved) == ()
    assert changes.events == ()


def test_it_names_the_earlier_report_and_the_hash_of_its_data(told, session, earlier, failed):
    row = earlier()
    row.data_hash = "ab" * 32
    session.add(row)
    session.commit()
    then = told("delta", since_id=row.id).then
    assert (then.report, then.data_hash) == (row.ref, "ab" * 32)


def order(browser, headers, site, **body):
    body = {"kind": "delta", "lang": "en", "site": str(site.id), **body}
    return browser.post("/api/v1/reports", json=body, headers=headers)


def test_since_when_must_be_said_and_lie_before(
    browser, signed_in, diana, site, earlier, failed, watch
):
    row, headers = earlier(), signed_in(diana)
    assert "Say since which" in order(browser, headers, site).text
    today = str(watch.now.date())
    assert "Choose a day before" in order(browser, headers, site, since_on=today).text
    same = order(browser, headers, site, since=str(row.id))
    assert "does not tell of an earlier day" in same.text


def test_all_that_became_worse_is_told_and_the_rest_is_counted_by_category(monkeypatch):
    monkeypatch.setattr(shape, "MOST_ANSWERS", 2)
    document = delta_document(size=9)
    worse, better = (replace(document.answers[n], number=n + 1) for n in (0, 1))
    document = replace(document, answers=(worse, worse, worse, better, better))
    assert document.told_answers == (worse, worse, worse)
    assert [how.code for how in document.hows] == ["better"]
    assert [(row.number, row.counts) for row in document.rest] == [(2, (2,))]
    monkeypatch.setattr(shape, "MOST_WORSE", 2)
    assert document.told_answers == (worse, worse)
    assert [(row.number, row.counts) for row in document.rest] == [(1, (1, 0)), (2, (0, 2))]


def test_of_what_became_worse_the_lowest_is_told_first(told, earlier, audit, answers, failed, at):
    answers(audit, "LGV-REV-004", "4")
    answers(audit, "SFC-FIN-001", "4")
    row = earlier()
    later = {"at": at + timedelta(hours=2)}
    answers(audit, "LGV-REV-004", "2", note="Three were never held.", **later)
    answers(audit, "SFC-FIN-001", "0", note="Nobody reads it.", **later)
    changes = told("delta", since_id=row.id)
    assert [(one.item, one.now.code) for one in changes.answers] == [
        ("SFC-FIN-001", "0"),
        ("LGV-REV-004", "2"),
    ]
    assert changes.answers[0].number == 2
