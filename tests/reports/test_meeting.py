"""The sheet that is handed round at the closing meeting of an audit."""

from datetime import timedelta

from app.audits.rules import AuditType
from app.checklists.rules import Severity
from app.findings.models import Deadline
from app.findings.rules import DueSource


def test_every_finding_of_the_audit_is_on_it(told, audit, finding):
    sheet = told("meeting", audit=audit)
    [one] = sheet.findings
    assert (one.ref, one.statement, one.item) == (finding.ref, finding.statement, finding.item)
    assert [c.count for c in sheet.classes if c.cls.code == one.cls.code] == [1]


def test_its_findings_tell_by_when_each_step_is_due(told, audit, finding):
    [one] = told("meeting", audit=audit).findings
    assert finding.due_on in [clock.due_on for clock in one.clocks]


def test_no_day_stands_in_it_that_only_a_later_plan_has_set(told, session, audit, finding, at):
    later = at + timedelta(days=40)
    session.add(
        Deadline(
            finding_id=finding.id,
            turn=1,
            step="effect",
            due_on=later.date(),
            source=DueSource.PLAN,
        )
    )
    session.commit()
    sheet = told("meeting", audit=audit, at=later)
    assert "effect" not in {clock.step.code for one in sheet.findings for clock in one.clocks}
    assert "effect" not in {step.code for step in sheet.steps}


def test_it_is_final_when_the_audit_is_closed(told, audit, failed, moved):
    assert not told("meeting", audit=audit).final
    moved(moved(audit, "review"), "closed")
    assert told("meeting", audit=audit).final


def test_failed_items_without_an_open_finding_are_counted(told, audit, finding, answers):
    assert told("meeting", audit=audit).unraised == 0
    answers(audit, "LGV-REV-004", "0", note="None was held.")
    assert told("meeting", audit=audit).unraised == 1


def test_those_at_critical_or_knock_out_items_are_counted_apart(told, audit, edition, answers):
    grave = next(
        item
        for item in edition.items
        if (item.knock_out or item.severity is Severity.CRITICAL) and not item.zones
    )
    slight = next(
        item
        for item in edition.items
        if not item.knock_out and item.severity is Severity.MINOR and not item.zones
    )
    for item in (grave, slight):
        answers(audit, item.id, "0", note="Not so.")
    sheet = told("meeting", audit=audit)
    assert (sheet.unraised, sheet.unraised_grave) == (2, 1)


def test_progress_is_that_of_the_page_and_of_the_api(
    told, audit, failed, answers, browser, signed_in, marta
):
    answers(audit, "LGV-REV-004", "4")
    sheet = told("meeting", audit=audit)
    page = browser.get(f"/api/v1/audits/{audit.ref}", headers=signed_in(marta)).json()["progress"]
    assert sheet.progress.answered == page["answered"] == 2
    assert sheet.progress.expected == page["expected"]
    assert sum(one.progress.answered for one in sheet.seen) == 2
    assert sum(one.left for one in sheet.seen) == page["expected"] - 2
    assert sheet.progress.failed == 1


def test_the_verdict_is_the_readiness_under_each_programme(
    told, audit, failed, browser, signed_in, diana, site, pack_version
):
    [one] = told("meeting", audit=audit).standings
    asked = f"/api/v1/sites/{site.code}/readiness?programme={pack_version.pack}"
    said = browser.get(asked, headers=signed_in(diana)).json()
    assert one.verdict.code == said["verdict"]
    assert str(one.total) == said["total"]


def test_the_lead_signs_by_name(told, audit, marta):
    sheet = told("meeting", audit=audit)
    assert sheet.head.audit.lead == sheet.signatures[0].name == marta.name


def test_it_tells_of_its_own_audit_though_a_later_one_was_opened(
    told, audit, finding, planned, moved, site, at
):
    later = at + timedelta(hours=1)
    newer = moved(planned(site, type=AuditType.MOCK, at=later), "fieldwork", at=later)
    assert told("meeting", audit=audit).head.audit.ref == audit.ref
    sheet = told("meeting", audit=newer)
    assert (sheet.head.audit.ref, sheet.findings) == (newer.ref, ())


def test_an_item_whose_finding_is_open_from_an_earlier_round_has_one(
    told, audit, finding, answers, planned, moved, site, at
):
    later = at + timedelta(hours=1)
    newer = moved(planned(site, type=AuditType.MOCK, at=later), "fieldwork", at=later)
    answers(newer, finding.item, "0", at=later)
    assert told("meeting", audit=newer).unraised == 0
    answers(newer, "LGV-REV-004", "0", at=later)
    assert told("meeting", audit=newer).unraised == 1


def test_without_an_audit_it_is_refused(browser, signed_in, diana, site, audit):
    form = {"kind": "meeting", "lang": "en", "site": str(site.id)}
    reply = browser.post("/api/v1/reports", json=form, headers=signed_in(diana))
    assert reply.status_code == 422
    assert "of which audit" in reply.text


def test_it_tells_no_later_day_than_that_of_the_meeting(
    browser, signed_in, diana, site, planned, moved, session, at
):
    began, met, closed = (at - timedelta(days=days) for days in (9, 7, 3))
    audit = moved(planned(site, at=began), "fieldwork", at=began)
    moved(moved(audit, "review", at=met), "closed", at=closed)
    audit.closing_meeting_on = met.date()
    session.commit()

    def told_on(kind):
        form = {"kind": kind, "lang": "en", "site": str(site.id), "audit": str(audit.id)}
        report = browser.post("/api/v1/reports", json=form, headers=signed_in(diana)).json()
        return report["as_of"][:10]

    assert told_on("meeting") == f"{met:%Y-%m-%d}"
    assert told_on("gap") == f"{closed:%Y-%m-%d}"


def test_what_is_still_open_from_an_earlier_round_stands_in_a_group_of_its_own(
    told, audit, finding, planned, moved, site, at
):
    later = at + timedelta(days=400)
    newer = moved(planned(site, type=AuditType.MOCK, at=later), "fieldwork", at=later)
    sheet = told("meeting", audit=newer, at=later)
    [one] = sheet.earlier
    assert (one.ref, one.raised_in, one.due_on) == (finding.ref, audit.ref, finding.due_on)
    assert one.days_late == (later.date() - finding.due_on).days
    assert [c.count for c in sheet.earlier_classes if c.cls.code == one.cls.code] == [1]
    assert not any(c.count for c in sheet.classes)
    assert "close" in {step.code for step in sheet.steps}


def test_what_was_raised_at_the_audit_itself_is_not_told_as_earlier(told, audit, finding):
    assert told("meeting", audit=audit).earlier == ()
