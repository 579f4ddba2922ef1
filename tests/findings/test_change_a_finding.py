from datetime import date, timedelta

import pytest

from app.findings.changes import (
    AlreadyClosed,
    ChangedMeanwhile,
    change_finding,
    close_finding,
)
from app.findings.forms import ChangeFinding
from app.findings.queries import finding as finding_by_ref
from app.kit.errors import Invalid
from app.trail.queries import entries

URL = "/findings/F-0001"
API = "/api/v1/findings/F-0001"
REASON = "Seen twice, on both shifts."


@pytest.fixture
def changed(session, finding, site, pack, wei, at):
    row = session.merge(finding)

    def change(*, owner=None, at=at, **said):
        said |= {"owner": owner.id} if owner else {}
        form = ChangeFinding(**{"version": row.version} | said)
        change_finding(session, row, form, place=site, owner=owner, packs=[pack], by=wei, at=at)
        return row

    return change


def test_a_slighter_class_has_its_reason_and_a_graver_one_needs_none(
    changed, browser, signed_in, wei, session
):
    changed(**{"class": "major"})
    session.commit()
    me, form = signed_in(wei), {"version": 2, "class": "minor"}
    refused = browser.post(URL, data=form, headers=me)
    assert (refused.status_code, "Say why a slighter class" in refused.text) == (422, True)
    assert browser.patch(API, json=form, headers=me).status_code == 422
    sent = browser.post(URL, data=form | {"reason": "Only one basin drips."}, headers=me)
    assert sent.status_code == 303
    assert "Only one basin drips." in browser.get(URL, headers=me).text


def test_class_owner_and_date_change_together(changed, wei):
    row = changed(owner=wei, **{"class": "major"})
    assert row.class_ == "major"
    row = changed(due_on=date(2026, 3, 20), owner=wei)
    assert (row.owner_id, row.due_on, row.version) == (wei.id, date(2026, 3, 20), 3)


def test_another_class_has_other_clocks(changed):
    row = changed(**{"class": "critical"})
    assert (row.contain_by, row.due_on) == (date(2026, 3, 3), date(2026, 4, 1))


def test_a_form_that_names_the_old_date_asks_for_no_date(changed, finding, at):
    late = at + timedelta(days=400)
    row = changed(at=late, due_on=finding.due_on, **{"class": "critical"})
    assert row.due_on == date(2026, 4, 1), "thirty days after it was raised: overdue, and true"


def test_a_date_that_is_named_stays(changed):
    row = changed(**{"class": "critical", "due_on": date(2026, 3, 9)})
    assert row.due_on == date(2026, 3, 9)


def test_what_does_not_differ_is_no_change(changed, session, finding):
    row = changed(**{"class": finding.class_, "due_on": finding.due_on})
    assert row.version == 1
    assert [e.action for e, _ in entries(session, sites=None, subject="F-0001")] == [
        "finding.raised"
    ]


def test_an_overdue_finding_can_still_change_hands(changed, finding, wei, at):
    later = at + timedelta(days=400)
    row = changed(owner=wei, at=later, due_on=finding.due_on)
    assert row.owner_id == wei.id


def test_the_trail_keeps_each_old_value(changed, session, finding, wei, chen):
    changed(owner=wei)
    session.flush()
    (entry, payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert entry.action == "finding.changed"
    assert f'"before":{{"owner_id":"{chen.id}"}}' in payload.payload


def test_a_date_in_the_past_is_refused(changed, at):
    with pytest.raises(Invalid, match=r"The due date has passed already\. Choose a day from today"):
        changed(due_on=at.date() - timedelta(days=1))


def test_the_past_begins_at_the_midnight_of_the_site(changed, at):
    changed(due_on=at.date())
    changed(due_on=at.date() + timedelta(days=5))
    with pytest.raises(Invalid, match="passed already"):
        changed(due_on=at.date(), at=at.replace(hour=17))


def test_the_owner_needs_a_role_that_acts(changed, gil):
    with pytest.raises(Invalid, match=r"The owner needs a role at this site that lets them act\."):
        changed(owner=gil)


def test_a_closed_finding_stays_as_it_is(changed, session, finding, wei, at):
    close_finding(session, session.merge(finding), reason=REASON, by=wei, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed, match=r"Finding F-0001 is already closed\."):
        changed(**{"class": "major"})


def test_the_second_of_two_gets_both_values(changed):
    changed(**{"class": "major"})
    with pytest.raises(ChangedMeanwhile) as refused:
        changed(version=1, **{"class": "critical"})
    told = refused.value.details()
    assert (told["yours"]["class"], told["theirs"]["class"]) == ("critical", "major")


def test_the_page_saves_what_was_assigned(browser, signed_in, wei, finding, look, omar):
    data = {"version": 1, "class": "major", "owner": str(wei.id), "due_on": "2026-03-12"}
    reply = browser.post(URL, data=data, headers=signed_in(wei))
    assert (reply.status_code, reply.headers["location"]) == (303, URL)
    row = look(finding_by_ref, omar, "F-0001").finding
    assert (row.class_, row.owner_id, row.due_on) == ("major", wei.id, date(2026, 3, 12))


def test_a_stale_page_shows_both_values_and_keeps_the_typed_one(
    browser, signed_in, wei, finding, nothing_changes
):
    me = signed_in(wei)
    browser.post(URL, data={"version": 1, "statement": "The trap leaks."}, headers=me)
    with nothing_changes():
        reply = browser.post(
            URL, data={"version": 1, "class": "major", "statement": "The pipe drips."}, headers=me
        )
    assert reply.status_code == 409
    assert "Somebody changed finding F-0001 since you opened it." in reply.text
    assert "The pipe drips.</textarea>" in reply.text
    assert "Now: The trap leaks." in reply.text
    assert 'name="version" value="2"' in reply.text


def test_the_api_answers_409_with_both_values(browser, signed_in, wei, finding, nothing_changes):
    me = signed_in(wei)
    assert browser.patch(API, json={"version": 1, "class": "major"}, headers=me).status_code == 200
    with nothing_changes():
        reply = browser.patch(API, json={"version": 1, "class": "critical"}, headers=me)
    assert reply.status_code == 409
    assert reply.json()["yours"]["class"] == "critical"
    assert reply.json()["theirs"]["class"] == "major"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"version": "1", "due_on": "2026-02-30"}, "This must be a date, such as 2026-03-31."),
        ({"version": "1", "due_on": "2026-03-01"}, "Choose a day from today on."),
        ({"version": "1", "class": "grave"}, "Choose one of:"),
        ({"version": "1", "statement": "x" * 5_001}, "Too long: at most 5000 characters."),
    ],
)
def test_a_bad_field_is_named_and_all_else_kept(
    browser, signed_in, wei, finding, data, said, nothing_changes
):
    typed = {"statement": "Half a page of thought."} | data
    with nothing_changes():
        reply = browser.post(URL, data=typed, headers=signed_in(wei))
    assert reply.status_code == 422
    assert said in reply.text
    assert typed["statement"] in reply.text


@pytest.mark.parametrize("who", ["ines", "chen", "diana", "marta"])
def test_only_who_manages_findings_changes_one(
    browser, signed_in, request, finding, who, nothing_changes
):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        assert browser.post(URL, data={"version": 1}, headers=headers).status_code == 403
        assert browser.patch(API, json={"version": 1}, headers=headers).status_code == 403


def test_elsewhere_it_is_not_known(browser, signed_in, zoe, finding, nothing_changes):
    with nothing_changes():
        reply = browser.get(URL, headers=signed_in(zoe))
        unknown = browser.get("/findings/F-9999", headers=signed_in(zoe))
    assert reply.status_code == unknown.status_code == 404
    assert reply.text.replace("F-0001", "") == unknown.text.replace("F-9999", "")
