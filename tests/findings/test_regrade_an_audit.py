from datetime import date, timedelta

import pytest

from app.actions.letters import tell_regraded
from app.actions.regrade_changes import Regraded, SeenOtherwise, regrade
from app.actions.way import way_of
from app.findings.changes import change_finding, close_finding
from app.findings.deadline_changes import Moved
from app.findings.forms import ChangeFinding, RaiseFinding, Regrade
from app.findings.queries import with_id
from app.findings.raise_changes import raise_finding
from app.findings.regrades import going_up, previews
from app.findings.repeat_queries import still_one_class_up
from app.findings.rules import FindingClass, Rule, Step
from app.kit.errors import Invalid
from app.mail.changes import want
from app.mail.queries import letters
from app.mail.rules import MailKind
from app.readiness.queries import audit_standing
from app.trail.queries import entries
from tests.cast import CHECKLISTS
from tests.packs import load

MINOR, MAJOR = FindingClass.MINOR, FindingClass.MAJOR
RULE = """classify:
  - {op: group_to_class, from: minor, by: clause, standards: [rba-8.0], n: 3, to: major}
  - {op: repeat_up}
"""


@pytest.fixture
def strict(session, wei, at):
    """bt-like, but three minors on one clause are a major, and a repeat goes up."""
    text = (CHECKLISTS / "programmes" / "bt-like.yaml").read_text(encoding="utf-8")
    text = text.replace("programme: bt-like", "programme: stern", 1)
    text = text.replace("\nmetrics:", f"\n{RULE}metrics:", 1)
    return load(session, text, "stern.yaml", by=wei, at=at)


@pytest.fixture
def pack_version(strict):
    return strict


@pytest.fixture
def puddles(session, audit, answers, washrooms, edition, strict, chen, ines, at):
    """In each washroom; raised as the sheet of an earlier day did it, each minor by itself."""
    rows, item = [], edition.item("FAC-WSH-001")
    for zone in washrooms:
        failed = answers(audit, "FAC-WSH-001", "1", zone=zone)
        form = RaiseFinding(answer=failed.id, owner=chen.id)
        rows.append(raise_finding(session, failed, item, [], form, lang="en", by=ines, at=at))
        session.flush()
    session.commit()
    return rows


@pytest.fixture
def all_up(session, audit, puddles, marta, at):
    def lift(*refs):
        keys = [one.key for one in going_up(session, audit)]
        chosen = [key for key in keys if not refs or key.split(":")[0] in refs]
        return regrade(session, audit, Regrade(findings=chosen), by=marta, at=at)

    return lift


def test_what_weighs_more_together_is_shown_with_its_rule(session, audit, puddles):
    found = going_up(session, audit)
    assert [one.key for one in found] == ["F-0001:major", "F-0002:major", "F-0003:major"]
    assert {one.proposed.rule for one in found} == {Rule.GROUP}


def test_the_programme_counts_them_as_it_grades_them(
    session, audit, puddles, edition, strict, wei, at
):
    """From the findings of the app to its figures, also before anybody has regraded them."""

    def majors():
        told = audit_standing(session, audit, edition, strict, as_of=at)
        return told.evaluation.metrics["open_major"]

    assert majors() == 3
    close_finding(session, puddles[0], reason="Dry on both shifts.", by=wei, at=at)
    session.flush()
    assert majors() == 0


def test_two_on_one_clause_stay(session, audit, puddles, wei, at):
    close_finding(session, puddles[0], reason="Dry on both shifts.", by=wei, at=at)
    session.flush()
    assert going_up(session, audit) == []


def test_the_preview_tells_what_moves_and_writes_nothing(session, audit, puddles, strict):
    before = [row.due_on for row in puddles]
    shown = previews(session, audit)
    assert not session.dirty
    assert not session.new
    assert [row.due_on for row in puddles] == before
    (step,) = [one for one in shown[0].steps if one[0] == "close"]
    assert step[1] != step[2]


def test_class_clocks_and_way_follow_and_the_trail_says_why(session, audit, all_up, site, at):
    shown = {
        one.goes_up.finding.ref: {s: new for s, _old, new in one.steps}
        for one in previews(session, audit)
    }
    rows = [one.finding for one in all_up()]
    session.flush()
    assert [row.class_ for row in rows] == [MAJOR] * 3
    assert [row.due_on for row in rows] == [shown[row.ref]["close"] for row in rows]
    assert Step.CAUSE_FOUND in way_of(session, rows[0]).steps
    told = [e for e, _p in entries(session, sites=[site.id], subject="F-0001", limit=9)]
    assert next(e.action for e in told) == "finding.regraded"
    assert going_up(session, audit) == []


def test_what_was_not_chosen_stays(session, all_up, puddles):
    all_up("F-0002")
    assert [row.class_ for row in puddles] == [MINOR, MAJOR, MINOR]


def test_nothing_chosen_is_said(all_up, session, audit, marta, at):
    with pytest.raises(Invalid, match="Choose at least one"):
        regrade(session, audit, Regrade(), by=marta, at=at)


def test_what_has_changed_since_it_was_shown_is_not_regraded(
    session, audit, puddles, marta, wei, at
):
    seen = Regrade(findings=tuple(one.key for one in going_up(session, audit)))
    close_finding(session, puddles[0], reason="Dry on both shifts.", by=wei, at=at)
    session.flush()
    with pytest.raises(SeenOtherwise, match="has changed since"):
        regrade(session, audit, seen, by=marta, at=at)
    assert [row.class_ for row in puddles] == [MINOR] * 3


def test_what_somebody_made_slighter_on_purpose_is_not_chosen_for_them(
    session, audit, all_up, puddles, site, wei, at
):
    all_up()
    row = puddles[0]
    form = ChangeFinding(version=row.version, **{"class": "minor"})
    change_finding(session, row, form, place=site, owner=None, by=wei, at=at)
    session.flush()
    assert going_up(session, audit) == []  # the other two are majors now
    for other in puddles[1:]:
        form = ChangeFinding(version=other.version, **{"class": "minor"})
        change_finding(session, other, form, place=site, owner=None, by=wei, at=at)
    session.flush()
    assert [one.lowered for one in previews(session, audit)] == [True] * 3


@pytest.fixture
def next_round(session, site, planned, moved, answers, edition, puddles, ines, at):
    """Of the puddle in the first washroom, raised without asking the programmes."""
    later = at + timedelta(days=120)
    audit = moved(planned(site, at=later), "fieldwork", at=later)
    failed = answers(audit, "FAC-WSH-001", "1", at=later, observed_at=later)
    form = RaiseFinding(answer=failed.id)
    item = edition.item("FAC-WSH-001")
    row = raise_finding(session, failed, item, [], form, lang="en", by=ines, at=later)
    session.commit()
    return audit, row


def test_a_repeat_goes_up_once(session, site, wei, marta, at, next_round, puddles):
    for row in puddles:
        close_finding(session, session.merge(row), reason="Dry on both shifts.", by=wei, at=at)
    session.flush()
    audit, row = next_round
    (one,) = going_up(session, audit)
    assert (one.proposed.rule, one.proposed.class_) == (Rule.REPEAT, MAJOR)
    assert row.id in still_one_class_up(session, [site.id])
    regrade(session, audit, Regrade(findings=(one.key,)), by=marta, at=at)
    session.flush()
    assert going_up(session, audit) == []


def test_the_lead_sees_it_on_the_audit_and_does_it_in_one_tap(
    browser, signed_in, marta, ines, audit, puddles, look
):
    me = signed_in(marta)
    assert "3 open findings go up a class" in browser.get(f"/audits/{audit.ref}", headers=me).text
    assert "go up a class" not in browser.get(f"/audits/{audit.ref}", headers=signed_in(ines)).text
    page = browser.get(f"/audits/{audit.ref}/regrading", headers=me).text
    assert page.count(" checked") == 3
    keys = [f"F-000{n}:major" for n in (1, 2, 3)]
    sent = browser.post(f"/audits/{audit.ref}/regrading", data={"findings": keys}, headers=me)
    assert sent.status_code == 303
    assert look(with_id, puddles[0].id).class_ is MAJOR
    assert "3 findings on RBA 8.0 B7" in browser.get("/findings/F-0001", headers=me).text
    assert "Nothing goes up" in browser.get(f"/audits/{audit.ref}/regrading", headers=me).text


def test_the_owner_is_told_in_one_letter_which_days_have_moved(
    session, audit, site, all_up, marta, chen, at, look
):
    up = all_up("F-0001", "F-0002")
    for _twice in range(2):
        tell_regraded(session, audit, site, up, by=marta, at=at)
    session.commit()
    [(letter, to)] = look(letters, to=None)
    assert (to.id, letter.kind) == (chen.id, MailKind.REMINDER)
    assert letter.subject == "2 of your findings are graded graver now, and their dates move"
    assert "Containment: 5 Mar 2026\nPlan: 16 Mar 2026\nClosing: 1 May 2026\n" in letter.text
    assert ("/findings/F-0002" in letter.text, "F-0003" in letter.text) == (True, False)


def test_the_letter_says_what_the_day_was(session, audit, site, puddles, marta, at, look):
    steps = {"close": (date(2026, 5, 9), date(2026, 5, 1)), "plan": (date(2026, 3, 9), None)}
    up = [Regraded(puddles[0], Moved({}, steps)), Regraded(puddles[1], Moved({}, {}))]
    tell_regraded(session, audit, site, up, by=marta, at=at)
    session.commit()
    [(letter, _to)] = look(letters, to=None)
    assert letter.subject == "F-0001 is graded “Minor” now, and its dates move"
    assert "Closing: 1 May 2026 (was 9 May 2026)" in letter.text
    assert "Plan: no date any more (was 9 Mar 2026)" in letter.text


def test_who_wants_no_reminders_or_did_it_gets_no_letter(
    session, audit, site, all_up, chen, marta, at, look
):
    up = all_up()
    tell_regraded(session, audit, site, up, by=chen, at=at)
    want(session, chen.id, MailKind.REMINDER, wanted=False, by=chen, at=at)
    tell_regraded(session, audit, site, up, by=marta, at=at)
    session.commit()
    assert look(letters, to=None) == []


@pytest.mark.parametrize("way", ["page", "api"])
def test_each_way_of_doing_it_tells_the_owner(
    browser, signed_in, marta, chen, audit, puddles, way, look
):
    keys, me = [f"F-000{n}:major" for n in (1, 2, 3)], signed_in(marta)
    if way == "page":
        browser.post(f"/audits/{audit.ref}/regrading", data={"findings": keys}, headers=me)
    else:
        browser.post(f"/api/v1/audits/{audit.ref}/regrading", json={"findings": keys}, headers=me)
    [(letter, to)] = look(letters, to=None)
    assert (to.id, letter.text.count("/findings/F-000")) == (chen.id, 3)


def test_the_page_says_what_was_seen_otherwise(browser, signed_in, marta, audit, puddles):
    me = signed_in(marta)
    sent = browser.post(
        f"/audits/{audit.ref}/regrading", data={"findings": ["F-0009:major"]}, headers=me
    )
    assert (sent.status_code, "has changed since" in sent.text) == (409, True)


def test_the_api_shows_and_does_the_same(browser, signed_in, marta, ines, audit, puddles):
    me, here = signed_in(marta), f"/api/v1/audits/{audit.ref}/regrading"
    listed = browser.get(here, headers=me).json()
    assert [one["to"] for one in listed] == ["major"] * 3
    assert "close" in [moved["step"] for moved in listed[0]["dates"]]
    assert browser.get(here, headers=signed_in(ines)).status_code == 403
    sent = browser.post(here, json={"findings": [one["key"] for one in listed]}, headers=me)
    assert (sent.status_code, sent.json()) == (200, [])
