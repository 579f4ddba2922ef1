import pytest

from app.kit.errors import NotAllowed
from app.kit.ids import new_id
from app.people.changes import LastAdministrator, RoleHeld, give_role, take_role
from app.people.forms import NewGrant
from app.people.queries import actor, grants_of, person, person_by_email
from app.people.rules import Role


@pytest.fixture
def roles(look):
    def told(who):
        return sorted(grant.role for grant in look(grants_of, [who.id])[who.id])

    return told


@pytest.fixture
def site_admin(session, ines, omar, site, at, look):
    grant = NewGrant(role=Role.ADMIN, site_id=site.id)
    give_role(session, person(session, ines.id), grant, place=site, by=omar, at=at)
    session.commit()
    return look(lambda session: actor(session, person(session, ines.id)))


@pytest.mark.parametrize("where", ["", "supplier", "site"])
def test_a_role_is_given_and_taken_on_the_page(
    browser, signed_in, omar, chen, roles, request, where, look
):
    headers = signed_in(omar)
    place = request.getfixturevalue(where).id if where else ""
    form = {"role": "auditor", "place": str(place)}
    assert browser.post(f"/people/{chen.id}/roles", data=form, headers=headers).status_code == 303
    assert roles(chen) == ["action_owner", "auditor"]
    (new,) = [g for g in look(grants_of, [chen.id])[chen.id] if g.role == "auditor"]
    assert (new.supplier_id or new.site_id or "") == place
    path = f"/people/{chen.id}/roles/{new.id}/removal"
    assert browser.post(path, headers=headers).status_code == 303
    assert roles(chen) == ["action_owner"]
    assert browser.post(path, headers=headers).status_code == 404


def test_a_role_is_held_once(session, omar, ines, site, at):
    who = person(session, ines.id)
    form = NewGrant(role=Role.AUDITOR, site_id=site.id)
    with pytest.raises(RoleHeld):
        give_role(session, who, form, place=site, by=omar, at=at)


def test_the_last_administrator_stays(browser, signed_in, session, omar, at, roles, look):
    (grant,) = look(grants_of, [omar.id])[omar.id]
    path = f"/people/{omar.id}/roles/{grant.id}/removal"
    headers = signed_in(omar)
    assert browser.post(path, headers=headers).status_code == 409
    assert roles(omar) == ["admin"]
    with pytest.raises(LastAdministrator):
        take_role(session, person(session, omar.id), grant, by=omar, at=at)


def test_with_a_second_one_the_first_may_go(browser, signed_in, session, omar, diana, at, look):
    give_role(session, person(session, diana.id), NewGrant(role=Role.ADMIN), by=omar, at=at)
    session.commit()
    (grant,) = look(grants_of, [omar.id])[omar.id]
    headers = signed_in(omar)
    path = f"/people/{omar.id}/roles/{grant.id}/removal"
    assert browser.post(path, headers=headers).status_code == 303
    assert browser.get("/people", headers=headers).status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_of_a_site_gives_nothing_beyond_it(
    session, site_admin, chen, site, other_site, supplier, role, at
):
    who = person(session, chen.id)
    beyond = [
        (NewGrant(role=role), None),
        (NewGrant(role=role, supplier_id=supplier.id), None),
        (NewGrant(role=role, site_id=other_site.id), other_site),
        (NewGrant(role=role, site_id=other_site.id), None),
    ]
    for form, place in beyond:
        with pytest.raises(NotAllowed):
            give_role(session, who, form, place=place, by=site_admin, at=at)


def test_a_guest_everywhere_who_rules_one_site_rules_no_more(session, site_admin, omar, chen, at):
    give_role(session, person(session, site_admin.id), NewGrant(role=Role.GUEST), by=omar, at=at)
    session.flush()
    both = actor(session, person(session, site_admin.id))
    with pytest.raises(NotAllowed):
        give_role(session, person(session, chen.id), NewGrant(role=Role.ADMIN), by=both, at=at)


def test_an_administrator_of_a_site_sees_its_people_only(
    browser, signed_in, site_admin, chen, zoe, marta
):
    headers = signed_in(site_admin)
    listed = browser.get("/people", headers=headers).text
    assert "Chen Muyuan" in listed
    assert "Zoe Pelham" not in listed
    assert browser.get(f"/people/{chen.id}", headers=headers).status_code == 200
    assert browser.get(f"/people/{zoe.id}", headers=headers).status_code == 404
    grant = {"role": "auditor", "place": ""}
    reply = browser.post(f"/people/{chen.id}/roles", data=grant, headers=headers)
    assert reply.status_code == 403


def test_unknown_places_and_roles_give_nothing(browser, signed_in, omar, chen, nothing_changes):
    headers = signed_in(omar)
    path = f"/people/{chen.id}/roles"
    with nothing_changes():
        nowhere = {"role": "auditor", "place": str(new_id())}
        assert browser.post(path, data=nowhere, headers=headers).status_code == 404
        assert browser.post(path, data={"role": "king"}, headers=headers).status_code == 422
        stranger = f"/people/{new_id()}"
        assert browser.get(stranger, headers=headers).status_code == 404


def test_a_person_is_added(browser, signed_in, omar, look):
    headers = signed_in(omar)
    form = {"name": "Noor Hale", "email": "Noor@Example.org", "lang": "zh"}
    form |= {"password": "twelve letters and more"}
    reply = browser.post("/people", data=form, headers=headers)
    who = look(person_by_email, "noor@example.org")
    assert (reply.status_code, reply.headers["location"]) == (303, f"/people/{who.id}")
    assert "see nothing" in browser.get(f"/people/{who.id}", headers=headers).text
    twice = browser.post("/people", data=form, headers=headers)
    assert twice.status_code == 409
    assert "already in use" in twice.text
    short = browser.post("/people", data=form | {"password": "short"}, headers=headers)
    assert short.status_code == 422
    assert "at least 12" in short.text
    assert 'value="short"' not in short.text


def test_every_sign_in_of_a_person_can_be_ended(browser, signed_in, omar, chen):
    theirs = signed_in(chen)
    assert browser.get("/me", headers=theirs).status_code == 200
    path = f"/people/{chen.id}/sign-outs"
    assert browser.post(path, headers=signed_in(omar)).status_code == 303
    assert browser.get("/me", headers=theirs).status_code == 303
