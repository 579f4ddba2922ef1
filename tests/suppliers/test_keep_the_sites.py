import pytest

from app.people.changes import give_role
from app.people.forms import NewGrant
from app.people.queries import person
from app.people.rules import Role
from app.suppliers.queries import all_zones, site_with_code, zones

NEW = {"code": "JR-03", "name": "Jade River Loft", "country": "CN", "time_zone": "Asia/Shanghai"}


def test_the_list_shows_only_the_sites_of_the_reader(browser, signed_in, marta, zoe):
    marta_sees = browser.get("/sites", headers=signed_in(marta)).text
    assert "JR-01" in marta_sees
    assert "NM-01" not in marta_sees
    assert [one["code"] for one in browser.get("/api/v1/sites", headers=signed_in(zoe)).json()] == [
        "NM-01"
    ]
    assert [
        one["name"] for one in browser.get("/api/v1/suppliers", headers=signed_in(zoe)).json()
    ] == ["North Mill Boards"]


def test_a_site_is_added_with_its_traits(browser, signed_in, omar, supplier):
    form = NEW | {"supplier": str(supplier.id), "traits": ["has_canteen", "handles_esd"]}
    reply = browser.post("/sites", data=form, headers=signed_in(omar))
    assert (reply.status_code, reply.headers["location"]) == (303, "/sites/JR-03")
    told = browser.get("/api/v1/sites/JR-03", headers=signed_in(omar)).json()
    assert told["traits"] == ["handles_esd", "has_canteen"]
    assert told["supplier"] == str(supplier.id)


def test_of_two_suppliers_one_must_be_named(browser, signed_in, omar, supplier):
    headers = signed_in(omar)
    assert browser.post("/api/v1/sites", json=NEW, headers=headers).status_code == 422
    named = NEW | {"supplier": str(supplier.id)}
    assert browser.post("/api/v1/sites", json=named, headers=headers).status_code == 201


def test_a_code_stands_once_and_what_was_typed_stays(
    browser, signed_in, omar, supplier, nothing_changes
):
    form = NEW | {"code": "JR-01", "supplier": str(supplier.id)}
    headers = signed_in(omar)
    with nothing_changes():
        page = browser.post("/sites", data=form, headers=headers)
        api = browser.post("/api/v1/sites", json=form, headers=headers)
    assert (page.status_code, api.status_code) == (409, 409)
    assert "Jade River Loft" in page.text
    assert "The code JR-01 is taken" in page.text


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("time_zone", "Asia/Atlantis", "Not a time zone"),
        ("code", "jr 3", "right form"),
        ("name", "", "fill this in"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    browser, signed_in, omar, field, value, reason, nothing_changes
):
    headers = signed_in(omar)
    with nothing_changes():
        reply = browser.post("/sites", data=NEW | {field: value}, headers=headers)
    assert reply.status_code == 422
    assert reason in reply.text


def test_a_site_is_edited_and_its_version_carried(browser, signed_in, omar, site):
    headers = signed_in(omar)
    form = {"code": "JR-01", "name": "Jade River Hall", "version": site.version}
    assert "Jade River Works" in browser.get("/sites/JR-01/edit", headers=headers).text
    assert browser.post("/sites/JR-01", data=form, headers=headers).status_code == 303
    late = browser.post("/sites/JR-01", data=form, headers=headers)
    assert late.status_code == 409
    assert "changed meanwhile" in late.text
    put = browser.put("/api/v1/sites/JR-01", json=form | {"version": 2}, headers=headers)
    assert (put.status_code, put.json()["version"]) == (200, 3)


def test_an_edit_can_be_refused(browser, signed_in, omar, site, nothing_changes):
    headers = signed_in(omar)
    form = {"code": "JR-02", "name": "Jade River Hall", "version": site.version}
    with nothing_changes():
        assert browser.post("/sites/JR-01", data=form, headers=headers).status_code == 409
        bad = browser.post("/sites/JR-01", data=form | {"name": ""}, headers=headers)
    assert bad.status_code == 422


def test_zones_come_and_go_but_never_vanish(browser, signed_in, omar, site, look):
    headers = signed_in(omar)
    form = {"kind": "washroom", "name": "Washroom 4", "name_zh": "四号洗手间"}
    assert browser.post("/sites/JR-01/zones", data=form, headers=headers).status_code == 303
    (zone,) = [one for one in look(zones, site.id) if one.name == "Washroom 4"]
    retire = f"/sites/JR-01/zones/{zone.id}/retirement"
    assert browser.post(retire, headers=headers).status_code == 303
    assert browser.post(retire, headers=headers).status_code == 303
    assert zone.id not in {one.id for one in look(zones, site.id)}
    assert look(all_zones, site.id)[zone.id].retired_at
    again = browser.post("/sites/JR-01/zones", data=form, headers=headers)
    assert again.status_code == 409
    assert "was retired" in again.text


def test_zones_by_the_api(browser, signed_in, omar, other_site):
    headers = signed_in(omar)
    form = {"kind": "canteen", "name": "Canteen"}
    made = browser.post("/api/v1/sites/JR-02/zones", json=form, headers=headers)
    assert made.status_code == 201
    twice = browser.post("/api/v1/sites/JR-02/zones", json=form, headers=headers)
    assert twice.status_code == 409
    address = f"/api/v1/sites/JR-02/zones/{made.json()['id']}/retirement"
    assert browser.put(address, headers=headers).status_code == 204
    left = browser.get("/api/v1/sites/JR-02", headers=headers).json()["zones"]
    assert [zone["name"] for zone in left] == ["Washroom 1"]


def test_a_zone_of_another_site_is_not_there(browser, signed_in, omar, washrooms, nothing_changes):
    headers = signed_in(omar)
    with nothing_changes():
        path = f"/sites/JR-02/zones/{washrooms[0].id}/retirement"
        assert browser.post(path, headers=headers).status_code == 404


def test_a_bad_zone_is_asked_for_again(browser, signed_in, omar, nothing_changes):
    headers = signed_in(omar)
    with nothing_changes():
        form = {"kind": "moat", "name": "Moat"}
        assert browser.post("/sites/JR-01/zones", data=form, headers=headers).status_code == 422


def test_only_who_manages_sites_sees_how(browser, signed_in, marta, site, supplier):
    headers = signed_in(marta)
    assert "/sites/JR-01/edit" not in browser.get("/sites/JR-01", headers=headers).text
    assert browser.get("/sites/JR-01/edit", headers=headers).status_code == 403
    assert browser.post("/sites", data=NEW, headers=headers).status_code == 403


def test_the_administrator_of_one_site_adds_no_other(
    browser, signed_in, session, omar, ines, site, supplier, at, nothing_changes
):
    grant = NewGrant(role=Role.ADMIN, site_id=site.id)
    give_role(session, person(session, ines.id), grant, place=site, by=omar, at=at)
    session.commit()
    headers = signed_in(ines)
    form = NEW | {"supplier": str(supplier.id)}
    with nothing_changes():
        assert browser.get("/sites/new", headers=headers).status_code == 403
        assert browser.post("/sites", data=form, headers=headers).status_code == 403
        assert browser.post("/api/v1/sites", json=form, headers=headers).status_code == 403
        assert browser.post("/suppliers", data={"name": "Own"}, headers=headers).status_code == 403
    assert browser.get("/sites/JR-01/edit", headers=headers).status_code == 200


def test_a_supplier_is_added_by_name(browser, signed_in, omar, look):
    headers = signed_in(omar)
    reply = browser.post("/suppliers", data={"name": "Third Mill"}, headers=headers)
    assert (reply.status_code, reply.headers["location"]) == (303, "/sites/new")
    assert "Third Mill" in browser.get("/sites/new", headers=headers).text
    twice = browser.post("/suppliers", data={"name": "Third Mill"}, headers=headers)
    assert twice.status_code == 422
    assert "already" in twice.text
    assert look(site_with_code, "JR-03") is None
