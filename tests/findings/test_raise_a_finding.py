from datetime import date

import pytest

from app.findings.forms import RaiseFinding
from app.findings.queries import finding as finding_by_ref
from app.findings.queries import with_id
from app.findings.raise_changes import AlreadyRaised, IdTaken, raise_finding
from app.findings.rules import FindingClass
from app.kit.errors import Invalid
from app.kit.ids import new_id
from app.trail.queries import entries

API = "/api/v1/findings"


@pytest.fixture
def raised(session, edition, pack, ines, at):
    def tap(answer, *, at=at, **said):
        form = RaiseFinding(answer=answer.id, **said)
        item = edition.item(answer.item)
        row = raise_finding(session, answer, item, [pack], form, lang="en", by=ines, at=at)
        session.flush()
        return row

    return tap


def test_one_tap_takes_the_rest_from_the_item_and_the_answer(raised, failed, edition):
    row = raised(failed)
    assert row.class_ == edition.item("FAC-WSH-001").severity
    assert row.statement == failed.note
    assert (row.audit_id, row.zone_id) == (failed.audit_id, failed.zone_id)


def test_without_a_note_it_says_how_the_item_fails(raised, audit, answers, edition):
    row = raised(answers(audit, "QMS-CAL-003", "0"))
    assert row.statement == edition.item("QMS-CAL-003").said("en").failure


def test_its_dates_come_from_the_clocks_of_the_programme(raised, audit, answers):
    row = raised(answers(audit, "QMS-CAL-003", "0"), **{"class": "critical"})
    assert row.contain_by == date(2026, 3, 3)
    assert row.due_on == date(2026, 4, 1)


def test_its_clocks_start_on_the_day_at_the_site(raised, failed, at):
    row = raised(failed, at=at.replace(hour=17), **{"class": "critical"})
    assert row.due_on == date(2026, 4, 2), "at 17:00 UTC it is tomorrow in Shanghai"


def test_an_observation_has_no_date(raised, failed):
    row = raised(failed, reason="Dry again within the minute.", **{"class": "observation"})
    assert row.due_on is None


def test_an_answer_has_one_finding(raised, failed):
    row = raised(failed)
    with pytest.raises(AlreadyRaised, match=f"This answer already has finding {row.ref}."):
        raised(failed)


def test_a_later_revision_does_not_raise_a_second_one(raised, failed, audit, answers):
    row = raised(failed)
    with pytest.raises(AlreadyRaised, match=row.ref):
        raised(answers(audit, failed.item, "0", note="Now two puddles."))


def test_the_last_revision_counts(raised, failed, audit, answers):
    answers(audit, failed.item, "0", note="Now two puddles.")
    assert raised(failed).statement == "Now two puddles."


def test_what_was_mended_meanwhile_is_no_finding(raised, failed, audit, answers):
    answers(audit, failed.item, "4")
    with pytest.raises(Invalid, match=r"Item FAC-WSH-001 was not answered as failed\."):
        raised(failed)


@pytest.mark.parametrize("level", ["4", "3", "na", None])
def test_only_a_failed_answer_raises_one(raised, audit, answers, level):
    reason = {"na_reason": "No such instrument here."} if level == "na" else {}
    with pytest.raises(Invalid, match=r"Item QMS-CAL-003 was not answered as failed\."):
        raised(answers(audit, "QMS-CAL-003", level, **reason))


def test_sent_twice_it_stands_once(raised, failed):
    mine = new_id()
    assert raised(failed, id=mine) is raised(failed, id=mine)


def test_an_id_serves_one_finding(raised, failed, audit, answers):
    row = raised(failed, id=new_id())
    with pytest.raises(IdTaken, match=r"This id is already used for another finding\."):
        raised(answers(audit, "QMS-CAL-003", "0"), id=row.id)


def test_it_stands_on_the_trail(raised, failed, session, ines):
    row = raised(failed)
    (entry, _payload), *_rest = entries(session, sites=None, subject=row.ref)
    assert (entry.action, entry.actor, entry.site_id) == ("finding.raised", ines.name, row.site_id)


def test_the_api_answers_with_the_finding(browser, signed_in, ines, failed, chen):
    body = {"answer": str(failed.id), "owner": str(chen.id), "id": str(new_id())}
    first = browser.post(API, json=body, headers=signed_in(ines))
    again = browser.post(API, json=body, headers=signed_in(ines))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["class"] == "minor"
    assert first.json()["owner"] == chen.name


def test_the_owner_needs_a_role_that_acts(browser, signed_in, ines, gil, failed, nothing_changes):
    with nothing_changes():
        reply = browser.post(
            API, json={"answer": str(failed.id), "owner": str(gil.id)}, headers=signed_in(ines)
        )
    assert reply.status_code == 422
    assert reply.json()["detail"] == "The owner needs a role at this site that lets them act."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "answer"),
        ({"answer": "F-1"}, "answer"),
        ({"answer": str(new_id()), "class": "grave"}, "class"),
        ({"answer": str(new_id()), "site_id": str(new_id())}, "site_id"),
        ({"answer": str(new_id()), "statement": "x" * 5_001}, "statement"),
    ],
)
def test_a_bad_body_is_named(browser, signed_in, ines, body, field, nothing_changes):
    with nothing_changes():
        reply = browser.post(API, json=body, headers=signed_in(ines))
    assert reply.status_code == 422
    assert [one["field"] for one in reply.json()["errors"]] == [field]


def test_one_tap_on_a_page_leads_to_the_finding(browser, signed_in, ines, failed, look, omar):
    first = browser.post(f"/answers/{failed.id}/finding", headers=signed_in(ines))
    again = browser.post(f"/answers/{failed.id}/finding", headers=signed_in(ines))
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"] == "/findings/F-0001"
    assert look(finding_by_ref, omar, "F-0001").finding.class_ is FindingClass.MINOR


@pytest.mark.parametrize("way", ["page", "api"])
def test_who_may_not_know_of_the_answer_gets_404(
    browser, signed_in, zoe, failed, way, nothing_changes
):
    with nothing_changes():
        reply = _tap(browser, way, failed.id, signed_in(zoe))
        unknown = _tap(browser, way, other := new_id(), signed_in(zoe))
    assert reply.status_code == unknown.status_code == 404
    assert reply.text.replace(str(failed.id), str(other)) == unknown.text


@pytest.mark.parametrize("way", ["page", "api"])
def test_an_action_owner_raises_none(browser, signed_in, chen, failed, way, nothing_changes):
    with nothing_changes():
        assert _tap(browser, way, failed.id, signed_in(chen)).status_code == 403


def test_an_answer_that_holds_is_refused_on_a_page(
    browser, signed_in, ines, audit, answers, nothing_changes
):
    fine = answers(audit, "QMS-CAL-003", "4")
    with nothing_changes():
        reply = browser.post(f"/answers/{fine.id}/finding", headers=signed_in(ines))
    assert reply.status_code == 422
    assert "Item QMS-CAL-003 was not answered as failed." in reply.text


def test_ids_of_our_own_making_are_never_mixed_up(look, finding):
    assert look(with_id, finding.id).ref == finding.ref == "F-0001"


def _tap(browser, way, answer_id, headers):
    if way == "page":
        return browser.post(f"/answers/{answer_id}/finding", headers=headers)
    return browser.post(API, json={"answer": str(answer_id)}, headers=headers)
