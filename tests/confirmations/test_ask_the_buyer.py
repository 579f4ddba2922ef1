import pytest

from app.confirmations.changes import NotClosed
from app.findings.changes import reject_finding
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.mail.queries import letter_with_key

PAGE = "/findings/F-0001"


def test_a_closed_finding_is_not_yet_confirmed(asked, browser, signed_in, wei, session):
    session.commit()
    assert "Not yet confirmed by Hollin Telecom" in browser.get(PAGE, headers=signed_in(wei)).text


def test_an_open_one_is_not_asked_about(session, finding, browser, signed_in, wei, gil):
    body = {"guest": str(gil.id), "buyer": "Hollin Telecom", "done": "A new trap was fitted."}
    sent = browser.post(f"{PAGE}/confirmation", data=body, headers=signed_in(wei))
    assert sent.status_code == 409
    assert "Only a closed one is confirmed." in sent.text


def test_a_rejected_one_is_not_asked_about(session, finding, site, gil, wei, at):
    from app.confirmations.changes import ask_confirmation  # noqa: PLC0415
    from app.confirmations.forms import AskConfirmation  # noqa: PLC0415

    row = session.merge(finding)
    reject_finding(session, row, reason="A reflection.", by=wei, at=at)
    form = AskConfirmation(guest=gil.id, buyer="Hollin Telecom", done="Nothing was done.")
    with pytest.raises(NotClosed):
        ask_confirmation(session, row, form, guests=[gil], buyers={"Hollin Telecom"}, by=wei, at=at)


def test_it_is_asked_once(ask):
    ask()
    with pytest.raises(Conflict, match="Hollin Telecom was asked already"):
        ask()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"buyer": "Nobody"}, "no buyer called Nobody"),
        ({"evidence": (new_id(),)}, "not of this site"),
    ],
)
def test_what_does_not_fit_is_refused(ask, said, sentence):
    with pytest.raises(Invalid, match=sentence):
        ask(**said)


def test_only_a_guest_of_the_buyer_is_asked(ask, chen):
    with pytest.raises(Invalid, match="Choose a guest"):
        ask(guest=chen)


def test_the_guest_is_invited_by_a_letter(browser, signed_in, closed, wei, gil, look):
    body = {"guest": str(gil.id), "buyer": "Hollin Telecom", "done": "A new trap was fitted."}
    me = signed_in(wei)
    assert browser.post(f"{PAGE}/confirmation", data=body, headers=me).status_code == 303
    (one,) = browser.get("/api/v1/findings/F-0001/confirmations", headers=me).json()
    letter = look(letter_with_key, f"confirmation:{one['id']}")
    assert letter.to_address == "gil@example.org"
    assert letter.text.endswith(f"/confirmations/{one['id']}")
