import pytest

from app.actions.leave_changes import StillOwns, hand_everything_over
from app.actions.queries import actions_of
from app.findings.queries import with_id
from app.kit.errors import Conflict, Invalid, NotAllowed
from app.mail.changes import post
from app.mail.rules import MailKind
from app.people.changes import (
    LastAdministrator,
    activate,
    deactivate,
    give_role,
    knows_password,
    make_token,
)
from app.people.forms import NewGrant, NewToken
from app.people.queries import actor, person, tokens_of
from app.people.rules import Role
from app.suppliers.queries import sites
from tests.cast import PASSWORD


@pytest.fixture
def leave(session, omar, at):
    """`leave(chen)`: by omar, without a word about what they own."""

    def gone(who, *, by=omar):
        row = person(session, who.id)
        places = {one.id: one for one in sites(session, by)}
        deactivate(session, row, places=places, by=by, at=at)
        session.commit()
        return row

    return gone


def test_they_cannot_sign_in_and_are_signed_out(leave, browser, signed_in, chen, session):
    before = signed_in(chen)
    assert browser.get("/tasks", headers=before).status_code == 200
    row = leave(chen)
    assert browser.get("/tasks", headers=before, follow_redirects=False).status_code == 303
    assert not knows_password(row, PASSWORD)


def test_their_tokens_end_for_good(leave, session, chen, omar, at, browser):
    _token, secret = make_token(session, chen.id, NewToken(label="robot"), by=chen, at=at)
    session.commit()
    bearer = {"authorization": f"Bearer {secret}"}
    assert browser.get("/api/v1/me", headers=bearer).status_code == 200
    row = leave(chen)
    assert browser.get("/api/v1/me", headers=bearer).status_code == 401
    activate(session, row, places={one.id: one for one in sites(session, omar)}, by=omar, at=at)
    session.commit()
    assert [one.revoked_at for one in tokens_of(session, chen.id)] == [at]
    assert browser.get("/api/v1/me", headers=bearer).status_code == 401


def test_no_letter_goes_to_them(leave, session, chen, at):
    leave(chen)
    letter = post(
        session, chen.id, kind=MailKind.CONFIRMATION, key="k", subject="s", text="t", at=at
    )
    assert letter is None


def test_back_again_they_have_their_roles_and_password(leave, session, chen, omar, at):
    row = leave(chen)
    activate(session, row, places={one.id: one for one in sites(session, omar)}, by=omar, at=at)
    assert knows_password(row, PASSWORD)
    assert actor(session, row).grants == chen.grants
    with pytest.raises(Conflict, match="active already"):
        activate(session, row, places={}, by=omar, at=at)


def test_twice_is_refused(leave, chen):
    leave(chen)
    with pytest.raises(Conflict, match="deactivated already"):
        leave(chen)


def test_nobody_deactivates_themselves(leave, omar):
    with pytest.raises(NotAllowed, match="Nobody deactivates themselves"):
        leave(omar)


@pytest.fixture
def site_admin(session, ines, omar, site, at):
    grant = NewGrant(role=Role.ADMIN, site_id=site.id)
    row = person(session, ines.id)
    give_role(session, row, grant, place=site, by=omar, at=at)
    session.commit()
    return actor(session, row)


def test_an_administrator_of_one_site_reaches_no_further(leave, site_admin, chen, wei):
    with pytest.raises(NotAllowed, match="of every place where Wei"):
        leave(wei, by=site_admin)
    leave(chen, by=site_admin)


def test_the_last_administrator_stays(leave, session, omar, wei, at):
    grant = NewGrant(role=Role.ADMIN)
    give_role(session, person(session, wei.id), grant, by=omar, at=at)
    session.flush()
    second = actor(session, person(session, wei.id))
    leave(omar, by=second)
    with pytest.raises(NotAllowed):
        leave(second, by=second)
    with pytest.raises(LastAdministrator):
        deactivate(session, person(session, wei.id), places={}, by=omar, at=at)


def test_what_they_own_is_taken_over_first(finding, action, session, chen, wei, omar, at):
    row = person(session, chen.id)
    with pytest.raises(StillOwns) as no:
        hand_everything_over(session, row, None, by=omar, at=at)
    assert (no.value.parts["findings"], no.value.parts["actions"]) == (1, 1)
    hand_everything_over(session, row, wei, by=omar, at=at)
    session.flush()
    assert with_id(session, finding.id).owner_id == wei.id
    (one,) = actions_of(session, [finding.id])[finding.id]
    assert one.action.owner_id == wei.id
    assert not hand_everything_over(session, row, None, by=omar, at=at)


def test_whoever_takes_it_over_may_act_there(finding, session, chen, zoe, omar, at):
    row = person(session, chen.id)
    with pytest.raises(Invalid, match="has no role at JR-01"):
        hand_everything_over(session, row, zoe, by=omar, at=at)
    with pytest.raises(Invalid, match="somebody else than"):
        hand_everything_over(session, row, chen, by=omar, at=at)


def test_on_the_page_it_is_listed_handed_over_and_done(
    finding, action, browser, signed_in, omar, chen, wei, look
):
    me, here = signed_in(omar), f"/people/{chen.id}"
    page = browser.get(f"{here}/deactivation", headers=me).text
    assert "F-0001" in page
    assert "Mend the leaking trap" in page
    refused = browser.post(f"{here}/deactivation", headers=me)
    assert (refused.status_code, "still owns open findings (1)" in refused.text) == (409, True)
    assert look(person, chen.id).active
    sent = browser.post(f"{here}/deactivation", data={"to": str(wei.id)}, headers=me)
    assert sent.status_code == 303
    assert "Activate again" in browser.get(here, headers=me).text
    assert "Deactivated" in browser.get("/people", headers=me).text
    assert browser.get("/findings/F-0001", headers=me).text.count(chen.name)
    assert browser.post(f"{here}/activation", headers=me).status_code == 303
    assert look(person, chen.id).active


def test_the_api_does_the_same(finding, browser, signed_in, omar, chen, wei):
    me, here = signed_in(omar), f"/api/v1/people/{chen.id}/deactivation"
    left = browser.get(here, headers=me).json()
    assert (left["findings"], str(wei.id) in left["takers"]) == (["F-0001"], True)
    assert browser.post(here, json={}, headers=me).status_code == 409
    sent = browser.post(here, json={"to": str(wei.id)}, headers=me)
    assert (sent.status_code, sent.json()["active"]) == (201, False)
    listed = browser.get("/api/v1/people", headers=me).json()
    assert [one["name"] for one in listed if not one["active"]] == [chen.name]
    assert browser.delete(here, headers=me).json()["active"]


def test_others_find_none_of_it(browser, signed_in, wei, chen):
    me = signed_in(wei)
    assert browser.get(f"/people/{chen.id}/deactivation", headers=me).status_code == 403
    assert browser.get("/api/v1/people", headers=me).status_code == 403
