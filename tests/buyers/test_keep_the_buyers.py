import pytest

from app.programmes.queries import buyers, opened

NEW = {"name": "Crimson Mobile", "class": "A", "status": "target", "pack": "bt-like"}


def test_the_list_names_class_status_and_programme(browser, signed_in, ines, pack_version):
    text = browser.get("/buyers", headers=signed_in(ines)).text
    title = opened(pack_version).title["en"]
    for word in ("Hollin Telecom", "Under certification", title, "not verified"):
        assert word in text
    assert "Add a buyer" not in text


def test_a_buyer_is_added(browser, signed_in, omar, look):
    headers = signed_in(omar)
    assert "BT-like" in browser.get("/buyers/new", headers=headers).text
    reply = browser.post("/buyers", data=NEW, headers=headers)
    assert (reply.status_code, reply.headers["location"]) == (303, "/buyers")
    assert [row.name for row in look(buyers)] == ["Hollin Telecom", "Crimson Mobile"]


@pytest.mark.parametrize(
    ("said", "status"),
    [({"name": "Hollin Telecom"}, 409), ({"name": ""}, 422), ({"class": "Z"}, 422)],
)
def test_a_bad_buyer_is_asked_for_again(browser, signed_in, omar, said, status, nothing_changes):
    headers = signed_in(omar)
    with nothing_changes():
        reply = browser.post("/buyers", data=NEW | said, headers=headers)
    assert reply.status_code == status


def test_a_programme_must_be_loaded(browser, signed_in, omar, nothing_changes):
    headers = signed_in(omar)
    with nothing_changes():
        reply = browser.post("/api/v1/buyers", json=NEW | {"pack": "nobody"}, headers=headers)
    assert reply.status_code == 422


def test_the_status_moves_with_the_version_that_was_seen(browser, signed_in, omar, buyer, look):
    headers = signed_in(omar)
    form = {"status": "shortlisted", "version": buyer.version}
    page = f"/buyers/{buyer.id}/status"
    assert browser.post(page, data=form, headers=headers).status_code == 303
    assert browser.post(page, data=form, headers=headers).status_code == 409
    assert browser.post(page, data={"status": "bought"}, headers=headers).status_code == 422
    later = {"status": "contracted", "version": 2}
    moved = browser.patch(f"/api/v1/buyers/{buyer.id}", json=later, headers=headers)
    assert moved.json()["status"] == "contracted"
    assert look(buyers)[0].status == "contracted"


def test_who_may_not_manage_buyers_changes_none(browser, signed_in, marta, buyer, nothing_changes):
    headers = signed_in(marta)
    form = {"status": "shortlisted", "version": buyer.version}
    with nothing_changes():
        assert browser.post("/buyers", data=NEW, headers=headers).status_code == 403
        reply = browser.post(f"/buyers/{buyer.id}/status", data=form, headers=headers)
        assert reply.status_code == 403


def test_the_api_lists_buyers_and_programmes(browser, signed_in, ines, pack_version):
    headers = signed_in(ines)
    (buyer,) = browser.get("/api/v1/buyers", headers=headers).json()
    assert (buyer["class"], buyer["pack"]) == ("S", "bt-like")
    (loaded,) = browser.get("/api/v1/programmes", headers=headers).json()
    assert loaded["sha256"] == pack_version.sha256
    assert set(loaded["title"]) == {"en", "zh"}
