from datetime import timedelta

import pytest

from app.programmes.buyers import Step
from app.programmes.models import Buyer
from app.programmes.queries import buyers, contacts, demanded, demands, milestones
from app.trail.queries import all_entries

ADA = {"name": "Ada Quist", "role": "Sourcing", "email": "ada@northline.example", "version": 1}


@pytest.fixture
def desk(browser, signed_in, omar, buyer):
    """`desk("/contacts", {...})`: what the administrator sends to the buyer's page."""
    headers = signed_in(omar)

    def send(path, data):
        return browser.post(f"/buyers/{buyer.id}{path}", data=data, headers=headers)

    return send


@pytest.fixture
def edited(buyer):
    said = {"name": buyer.name, "class": "S", "status": "invited", "pack": "bt-like", "version": 1}

    def form(**more):
        return said | more

    return form


def test_the_page_of_a_buyer_says_what_is_not_known_yet(browser, signed_in, ines, buyer):
    text = browser.get(f"/buyers/{buyer.id}", headers=signed_in(ines)).text
    for words in ("Hollin Telecom", "None is planned yet", "No contact yet", "always the newest"):
        assert words in text
    assert "Set the days" not in text


def test_a_milestone_is_planned_and_reached(desk, browser, signed_in, ines, buyer, look):
    day = {"planned_on": "2026-02-01", "version": 1}
    assert desk("/milestones/visit", day).status_code == 303
    assert (
        desk("/milestones/stage_1", {"planned_on": "2026-09-01", "version": 2}).status_code == 303
    )
    seen = browser.get(f"/buyers/{buyer.id}", headers=signed_in(ines)).text
    assert "planned for 1 Feb 2026, not reached" in seen
    desk("/milestones/visit", day | {"reached_on": "2026-02-04", "version": 3})
    seen = browser.get(f"/buyers/{buyer.id}", headers=signed_in(ines)).text
    assert "reached on 4 Feb 2026" in seen
    assert "3 days later than planned" in seen
    assert list(look(milestones, [buyer.id])[buyer.id]) == [Step.VISIT, Step.STAGE_1]
    assert "Stage 1 · 1 Sept 2026" in browser.get("/buyers", headers=signed_in(ines)).text


def test_two_empty_days_take_a_milestone_away(desk, buyer, look):
    desk("/milestones/visit", {"planned_on": "2026-02-01", "version": 1})
    desk("/milestones/visit", {"version": 2})
    assert look(milestones, [buyer.id]) == {buyer.id: {}}


@pytest.mark.parametrize("day", ["2026-13-01", "2027-01-01"])
def test_a_day_that_cannot_be_is_asked_for_again(desk, nothing_changes, day):
    with nothing_changes():
        reply = desk("/milestones/visit", {"reached_on": day, "version": 1})
    assert reply.status_code == 422
    assert f'value="{day}"' in reply.text


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk, nothing_changes):
    desk("/contacts", ADA)
    with nothing_changes():
        assert (
            desk("/milestones/visit", {"planned_on": "2026-05-01", "version": 1}).status_code == 409
        )
        assert desk("/contacts", ADA | {"name": "Bo Lind"}).status_code == 409


def test_contacts_come_change_and_go_and_the_trail_keeps_them(desk, buyer, look):
    desk("/contacts", ADA)
    (ada,) = look(contacts, buyer.id)
    desk(f"/contacts/{ada.id}", ADA | {"phone": "+44 1632 960 114", "version": 2})
    assert look(contacts, buyer.id)[0].phone == "+44 1632 960 114"
    assert desk(f"/contacts/{ada.id}/removal", {"version": 3}).status_code == 303
    assert look(contacts, buyer.id) == []
    deeds = [
        entry.action for entry in look(all_entries) if entry.action.startswith("buyer.contact")
    ]
    assert sorted(deeds) == [
        "buyer.contact_added", "buyer.contact_changed", "buyer.contact_removed",
    ]  # fmt: skip


@pytest.mark.parametrize("said", [{"name": ""}, {"email": "nobody"}, {"phone": "call me"}])
def test_a_bad_contact_is_asked_for_again(desk, nothing_changes, said):
    with nothing_changes():
        reply = desk("/contacts", ADA | said)
    assert reply.status_code == 422
    assert "problem" in reply.text


def test_a_contact_of_another_buyer_is_not_found(desk, session, buyer, look):
    other = Buyer(name="Other", class_="C", status="target", pack="bt-like")
    session.add(other)
    elsewhere = other.id
    session.commit()
    session.close()
    desk("/contacts", ADA)
    (one,) = look(contacts, buyer.id)
    assert desk(f"/../{elsewhere}/contacts/{one.id}/removal", {"version": 1}).status_code == 404


def test_a_buyer_is_edited(desk, edited, look, browser, signed_in, omar, buyer):
    page = browser.get(f"/buyers/{buyer.id}/edit", headers=signed_in(omar)).text
    assert 'value="Hollin Telecom"' in page
    reply = desk("", edited(name="Hollin", target_year=2028))
    assert (reply.status_code, reply.headers["location"]) == (303, f"/buyers/{buyer.id}")
    row = look(buyers)[0]
    assert (row.name, row.status, row.target_year, row.version) == ("Hollin", "invited", 2028, 2)


def test_a_bad_edit_changes_nothing(desk, edited, nothing_changes, published):
    with nothing_changes():
        assert desk("", edited(target_year=20)).status_code == 422
        assert desk("", edited(pack="nobody")).status_code == 422
        assert desk("", edited(pack_version=str(published.id))).status_code == 422
        assert desk("", edited(version=7)).status_code == 409


def test_a_buyer_may_hold_on_to_a_version(desk, edited, pack_version, newer, look):
    """It demands 2026.1 although a newer one is loaded; audits are planned under that."""
    assert [row.version for row in look(demanded)] == ["2026.2"]
    desk("", edited(pack_version=str(pack_version.id)))
    ((_buyer, row),) = look(demands)
    assert row.version == "2026.1"
    assert [row.version for row in look(demanded)] == ["2026.1"]


def test_the_api_says_and_changes_the_same(browser, signed_in, omar, ines, buyer, edited, at):
    headers, path = signed_in(omar), f"/api/v1/buyers/{buyer.id}"
    day = (at - timedelta(days=3)).date().isoformat()
    browser.put(
        f"{path}/milestones/invited", json={"reached_on": day, "version": 1}, headers=headers
    )
    browser.post(f"{path}/contacts", json=ADA | {"version": 2}, headers=headers)
    whole = browser.get(path, headers=signed_in(ines)).json()
    assert whole["milestones"] == [{"step": "invited", "planned_on": None, "reached_on": day}]
    (ada,) = whole["contacts"]
    renamed = ADA | {"name": "Ada Quist-Lind", "version": 3}
    browser.put(f"{path}/contacts/{ada['id']}", json=renamed, headers=headers)
    whole = browser.put(path, json=edited(version=4), headers=headers).json()
    assert [one["name"] for one in whole["contacts"]] == ["Ada Quist-Lind"]
    assert whole["status"] == "invited"
    gone = browser.delete(f"{path}/contacts/{ada['id']}?version=5", headers=headers).json()
    assert gone["contacts"] == []


def test_who_may_not_manage_buyers_reads_them_only(
    browser, signed_in, marta, buyer, nothing_changes
):
    headers, page = signed_in(marta), f"/buyers/{buyer.id}"
    with nothing_changes():
        assert browser.get(page, headers=headers).status_code == 200
        assert browser.get(f"{page}/edit", headers=headers).status_code == 403
        assert browser.post(f"{page}/contacts", data=ADA, headers=headers).status_code == 403


def test_there_is_no_such_buyer(browser, signed_in, ines, site):
    assert browser.get(f"/buyers/{site.id}", headers=signed_in(ines)).status_code == 404
