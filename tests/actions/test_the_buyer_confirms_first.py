import pytest

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.confirming import buyers_gate
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import action as action_of
from app.actions.step_changes import open_again
from app.actions.way import NotYet, way_of
from app.confirmations.changes import NotYours, reply_to_confirmation
from app.confirmations.forms import ReplyToConfirmation
from app.confirmations.queries import asked_of, confirmation, of_turn, sent_back_to
from app.findings.queries import closure_of, packs_of, turn_of
from app.mail.queries import letter_with_key
from app.people.changes import add_person, give_role
from app.people.forms import NewGrant, NewPerson
from app.people.queries import actor
from app.people.rules import Role
from app.programmes.buyer_forms import ContactForm
from app.programmes.changes import add_contact
from app.programmes.queries import buyers
from tests.cast import CHECKLISTS
from tests.packs import load

WHY = "The photo shows another washroom."


@pytest.fixture
def pack_version(session, wei, at):
    """bt-like, but of a minor too the buyer confirms the mend."""
    text = (CHECKLISTS / "programmes" / "bt-like.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "2026.1"', "version: test", 1)
    minor = "  - code: minor\n"
    assert minor in text
    text = text.replace(minor, f"{minor}    confirmation: {{by: buyer}}\n", 1)
    return load(session, text, "bt-like.yaml", by=wei, at=at)


@pytest.fixture
def listed(session, buyer, omar, gil, at):
    """Hollin Telecom lists gil among its contacts."""
    row = session.merge(buyer)
    form = ContactForm(name=gil.name, email="Gil@Example.org", version=row.version)
    add_contact(session, row, form, by=omar, at=at)
    session.commit()


@pytest.fixture
def here(session, finding):
    return session.merge(finding)


@pytest.fixture
def gate(session, here):
    def stands():
        found = buyers_gate(session, here, way_of(session, here))
        session.commit()
        return found

    return stands


@pytest.fixture
def answered(session, here, gil, at):
    def say(*, confirmed, reason="", by=gil):
        one = confirmation(session, by, of_turn(session, here.id, turn_of(session, here.id)).id)
        form = ReplyToConfirmation(confirmed=confirmed, reason=reason)
        reply_to_confirmation(session, one, form, by=by, at=at)
        session.commit()

    return say


def test_it_is_asked_by_itself_once_the_mend_was_seen_to_hold(listed, verified, gate):
    asked = gate().asked
    assert (asked.buyer, asked.by_name) == ("Hollin Telecom", "Wei Lanshan")
    assert "New trap fitted" in asked.done


def test_the_guest_is_invited_by_a_letter(listed, done, action, browser, signed_in, wei, look):
    here = f"/findings/F-0001/actions/{action.id}/verification"
    body = {"passed": "true", "level": "4", "note": "Dry on both shifts."}
    me = signed_in(wei)
    assert browser.post(here, data=body, headers=me).status_code == 303
    (one,) = browser.get("/api/v1/findings/F-0001/confirmations", headers=me).json()
    letter = look(letter_with_key, f"confirmation:{one['id']}")
    assert letter.to_address == "gil@example.org"


def test_before_that_nobody_is_asked(listed, done, gate):
    assert (gate().asked, gate().passed) == (None, False)


def test_it_is_not_closed_before(listed, verified, here, session, wei, at):
    with pytest.raises(NotYet, match="Hollin Telecom is asked to confirm it"):
        close_verified(session, here, reason="Dry on both shifts.", by=wei, at=at)


def test_confirmed_it_can_be_closed(listed, verified, here, answered, session, wei, at, gate):
    answered(confirmed=True)
    assert gate().passed
    close_verified(session, here, reason="Dry on both shifts.", by=wei, at=at)
    assert closure_of(session, here.id)


def test_sent_back_it_is_opened_again_and_asked_anew(
    listed, verified, here, answered, session, wei, chen, site, at, gate
):
    answered(confirmed=False, reason=WHY)
    assert [one.reply.reason for one in sent_back_to(session, wei)] == [WHY]
    with pytest.raises(NotYet, match="has sent it back"):
        close_verified(session, here, reason="Dry on both shifts.", by=wei, at=at)
    open_again(session, here, packs_of(session, here), reason=WHY, by=wei, at=at)
    session.flush()
    assert (turn_of(session, here.id), gate().asked, sent_back_to(session, wei)) == (2, None, [])
    _mend(session, here, site, owner=chen, by=wei, at=at)
    assert gate().asked.turn == 2


def _mend(session, row, site, *, owner, by, at):
    form = PlanAction(what="Seal the floor under the basin.", owner=owner.id, due_on=at.date())
    one = plan_action(session, row, form, place=site, owner=owner, by=by, at=at)
    session.flush()
    tracked = action_of(session, row.id, one.id)
    implement(session, row, tracked, Implement(note="Sealed."), by=owner, at=at)
    session.flush()
    verdict = Verify(passed=True, level="4", note="Seen.")
    verify(session, row, action_of(session, row.id, one.id), verdict, by=by, at=at)
    session.flush()


def test_without_a_guest_among_the_contacts_somebody_asks(verified, here, gate, session, wei, at):
    assert gate().asked is None
    with pytest.raises(NotYet, match="Ask its guest"):
        close_verified(session, here, reason="Dry on both shifts.", by=wei, at=at)


def test_the_page_shows_the_gate_and_asks(verified, browser, signed_in, wei, gil, here):
    me = signed_in(wei)
    page = browser.get("/findings/F-0001", headers=me).text
    assert "Confirmed by Hollin Telecom" in page
    assert "By its programme Hollin Telecom confirms it first." in page
    assert "/findings/F-0001/closure" not in page
    body = {"guest": str(gil.id), "buyer": "Hollin Telecom", "done": "A new trap was fitted."}
    sent = browser.post("/findings/F-0001/confirmation", data=body, headers=me)
    assert sent.status_code == 303
    page = browser.get("/findings/F-0001", headers=me).text
    assert "Hollin Telecom is asked to confirm it" in page


@pytest.fixture
def second_guest(session, buyer, site, omar, at, watch):
    """Another person of the same buyer, and one of nobody's."""

    def hire(name, email):
        who = add_person(session, NewPerson(email=email, name=name), by=omar, at=at)
        session.flush()
        give_role(
            session, who, NewGrant(role=Role.GUEST, site_id=site.id), place=site, by=omar, at=at
        )
        session.commit()
        return actor(session, who)

    row = session.merge(buyer)
    form = ContactForm(name="Hana", email="hana@example.org", version=row.version)
    add_contact(session, row, form, by=omar, at=at)
    return hire("Hana", "hana@example.org"), hire("Nemo", "nemo@example.org")


def test_another_guest_of_the_buyer_sees_it_and_may_answer(
    listed, second_guest, verified, answered, session, gate
):
    hana, nemo = second_guest
    assert [one.finding.ref for one in asked_of(session, hana)] == ["F-0001"]
    assert asked_of(session, nemo) == []
    with pytest.raises(NotYours):
        answered(confirmed=True, by=nemo)
    answered(confirmed=True, by=hana)
    assert gate().passed


def test_the_guest_answers_before_it_is_closed(listed, verified, gate, browser, signed_in, gil):
    asked, me = gate().asked, signed_in(gil)
    page = browser.get(f"/confirmations/{asked.id}", headers=me).text
    assert "I confirm it is mended" in page
    sent = browser.post(f"/confirmations/{asked.id}", data={"confirmed": "true"}, headers=me)
    assert sent.status_code == 303


def test_the_api_tells_who_confirms(listed, verified, browser, signed_in, wei):
    way = browser.get("/api/v1/findings/F-0001/way", headers=signed_in(wei)).json()
    assert (way["buyer"], way["confirmed"], way["next"]) == ("Hollin Telecom", False, "closed")
    assert "is asked to confirm it" in way["missing"]


def test_where_no_programme_says_so_there_is_no_gate(session, here, listed, verified, pack):
    assert [one.pack for one in buyers(session)] == ["bt-like"]
    here.class_ = "major"
    assert buyers_gate(session, here, way_of(session, here)) is None
