import re
from uuid import UUID

import pytest

from app.audits.queries import audits, team_of, with_id
from app.audits.rules import Duty
from app.checklists.queries import latest_edition
from app.kit.ids import new_id
from app.suppliers.changes import edit_site
from tests.cast import SITE

API = "/api/v1/audits"


@pytest.fixture
def typed(site, ines):
    return {"id": str(new_id()), "site": str(site.id), "type": "mock", "planned_on": "2026-04-01"}


def test_a_page_asks_where_then_what(browser, signed_in, marta):
    headers = signed_in(marta)
    assert "Where? The rest follows" in browser.get("/audits/new", headers=headers).text
    what = browser.get("/audits/new?site=JR-01", headers=headers).text
    assert "Ines Corda" in what
    assert "Zoe Pelham" not in what
    assert 'value="2026-03-02"' in what  # today, at the site


def test_it_freezes_edition_programme_zones_and_traits(
    browser, signed_in, marta, ines, typed, look
):
    form = typed | {"team": [str(ines.id)]}
    reply = browser.post("/audits", data=form, headers=signed_in(marta))
    assert reply.status_code == 303
    told = browser.get(f"{API}/{typed['id']}", headers=signed_in(marta)).json()
    assert reply.headers["location"] == f"/audits/{told['ref']}"
    assert told["edition"] == str(look(latest_edition).id)
    assert [one["pack"] for one in told["programmes"]] == ["bt-like"]
    assert [zone["name"] for zone in told["zones"]] == [
        "Canteen", "Washroom 1", "Washroom 2", "Washroom 3",
    ]  # fmt: skip
    assert told["traits"] == sorted(SITE.traits)


def test_whoever_plans_leads_and_the_others_audit(browser, signed_in, marta, ines, typed, look):
    browser.post(API, json=typed | {"team": [str(ines.id)]}, headers=signed_in(marta))
    audit = look(with_id, UUID(typed["id"]))
    duties = {member.person_id: member.duty for member in look(team_of, audit.id)}
    assert duties == {marta.id: Duty.LEAD, ines.id: Duty.AUDITOR}


def test_sent_twice_it_stands_once(browser, signed_in, marta, typed, look, site):
    headers = signed_in(marta)
    first = browser.post(API, json=typed, headers=headers)
    again = browser.post(API, json=typed, headers=headers)
    page = browser.post("/audits", data=typed, headers=headers)
    assert (first.status_code, again.status_code, page.status_code) == (201, 200, 303)
    assert first.json()["ref"] == again.json()["ref"]
    assert len(look(audits, marta, site_id=site.id)) == 1


def test_what_the_site_becomes_later_changes_no_planned_audit(
    browser, signed_in, marta, omar, typed, session, site, at
):
    browser.post(API, json=typed, headers=signed_in(marta))
    edit_site(session, site, SITE.model_copy(update={"version": 1, "traits": ()}), by=omar, at=at)
    session.commit()
    told = browser.get(f"{API}/{typed['id']}", headers=signed_in(marta)).json()
    assert told["traits"] == sorted(SITE.traits)


def test_the_team_needs_a_role_at_the_site(browser, signed_in, marta, zoe, typed, nothing_changes):
    form = typed | {"team": [str(zoe.id)]}
    headers = signed_in(marta)
    with nothing_changes():
        assert browser.post(API, json=form, headers=headers).status_code == 422
        page = browser.post("/audits", data=form, headers=headers)
    assert page.status_code == 422
    assert "needs a role at this site" in page.text


@pytest.mark.parametrize("field", ["edition", "programmes"])
def test_what_is_named_must_exist(browser, signed_in, marta, typed, field, nothing_changes):
    unknown = str(new_id()) if field == "edition" else [str(new_id())]
    headers = signed_in(marta)
    with nothing_changes():
        reply = browser.post(API, json=typed | {field: unknown}, headers=headers)
    assert reply.status_code == 422
    assert "There is no such" in reply.json()["detail"]


def test_a_site_that_may_not_be_seen_is_not_there(
    browser, signed_in, marta, typed, foreign_site, nothing_changes
):
    form = typed | {"site": str(foreign_site.id)}
    headers = signed_in(marta)
    with nothing_changes():
        assert browser.post(API, json=form, headers=headers).status_code == 404
        assert browser.post("/audits", data=form, headers=headers).status_code == 404


def test_it_needs_the_ability_at_that_very_site(browser, signed_in, ines, typed, nothing_changes):
    headers = signed_in(ines)
    with nothing_changes():
        assert browser.post(API, json=typed, headers=headers).status_code == 403


@pytest.mark.parametrize("site", [None, "", "nowhere"])
def test_without_a_site_the_page_asks_where(browser, signed_in, marta, site, nothing_changes):
    form = {"type": "mock"} | ({"site": site} if site is not None else {})
    headers = signed_in(marta)
    with nothing_changes():
        reply = browser.post("/audits", data=form, headers=headers)
    assert reply.status_code == 422
    assert "Where?" in reply.text


def test_what_was_typed_stays_when_something_is_wrong(browser, signed_in, marta, ines, typed):
    form = typed | {"planned_on": "soon", "team": [str(ines.id)]}
    reply = browser.post("/audits", data=form, headers=signed_in(marta))
    assert reply.status_code == 422
    assert "such as 2026-03-31" in reply.text
    assert 'value="soon"' in reply.text
    assert re.search(rf'value="{ines.id}"\s+checked', reply.text)
    assert typed["id"] in reply.text
