import pytest

from app.kit.errors import Invalid
from app.kit.ids import new_id
from app.practices.changes import IdTaken, withdraw_practice
from app.practices.forms import WithdrawPractice
from app.practices.queries import practices, practices_of

PAGE = "/practices"
API = "/api/v1/practices"


def test_from_an_answer_that_is_met_in_full_it_has_its_item(tell, audit, answers):
    full = answers(audit, "QMS-CAL-003", "4")
    row = tell(answer=full.id)
    assert (row.item, row.answer_id) == ("QMS-CAL-003", full.id)


def test_what_was_not_met_in_full_is_no_practice(tell, audit, answers):
    lapse = answers(audit, "QMS-CAL-003", "3")
    with pytest.raises(Invalid, match="met in full"):
        tell(answer=lapse.id)


def test_an_answer_of_another_site_is_no_practice_here(tell, audit, answers, other_site):
    full = answers(audit, "QMS-CAL-003", "4")
    with pytest.raises(Invalid, match="met in full"):
        tell(answer=full.id, site=other_site)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"what": ""}, "Say what is done"),
        ({"item": "XXX-YYY-001"}, "The checklist has no item XXX-YYY-001."),
        ({"evidence": (new_id(),)}, "has not arrived yet"),
    ],
)
def test_what_does_not_fit_is_refused(tell, said, sentence):
    with pytest.raises(Invalid, match=sentence):
        tell(**said)


def test_news_is_short(tell):
    assert tell(kind="news", what="", title="ISO 14001 certificate received").what == ""


def test_sent_twice_it_stands_once(tell, ines):
    id = new_id()
    assert tell(id=id).id == tell(id=id).id
    with pytest.raises(IdTaken):
        tell(id=id, by=ines)


def test_the_list_is_found_by_kind_site_and_words(tell, session, wei, site, other_site):
    tell(item="FAC-WSH-001")
    tell(kind="news", title="Certificate received", what="", site=other_site)

    def titles(**asked):
        return [one.practice.title for one in practices(session, wei, **asked)]

    assert sorted(titles()) == ["Certificate received", "Drip trays"]
    assert titles(kind="news") == ["Certificate received"]
    assert titles(site_id=site.id) == ["Drip trays"]
    assert titles(said="fac-wsh") == titles(said="SENSOR") == ["Drip trays"]
    assert titles(said="%") == []


def test_who_may_not_see_the_site_sees_none(tell, session, ines, zoe, other_site):
    tell(site=other_site)
    assert practices(session, ines) == practices(session, zoe) == []


def test_withdrawn_it_leaves_the_register_and_keeps_its_page(
    entry, session, wei, at, browser, signed_in
):
    form = WithdrawPractice(reason="The sensors failed after a month.")
    withdraw_practice(session, entry, form, by=wei, at=at)
    session.flush()
    assert practices(session, wei) == []
    assert practices_of(session, [entry.site.id]) == {entry.site.id: []}
    session.commit()
    page = browser.get(f"{PAGE}/{entry.practice.id}", headers=signed_in(wei)).text
    assert "The sensors failed after a month." in page


def test_the_site_shows_it(entry, browser, signed_in, wei):
    page = browser.get("/sites/JR-01", headers=signed_in(wei)).text
    assert f"/practices/{entry.practice.id}" in page


def test_the_page_tells_and_lists_it(browser, signed_in, wei, site):
    me = signed_in(wei)
    body = {
        "site": str(site.id),
        "title": "Drip trays",
        "what": "They stop the pump.",
        "kind": "practice",
    }
    sent = browser.post(PAGE, data=body, headers=me)
    assert sent.status_code == 303
    assert "They stop the pump." in browser.get(sent.headers["location"], headers=me).text
    assert "Drip trays" in browser.get(PAGE, headers=me).text


def test_what_was_typed_stays_when_it_is_refused(browser, signed_in, wei, site, nothing_changes):
    me = signed_in(wei)
    with nothing_changes():
        body = {
            "site": str(site.id),
            "title": "Drip trays",
            "item": "XXX-YYY-001",
            "what": "They stop it.",
        }
        sent = browser.post(PAGE, data=body, headers=me)
    assert sent.status_code == 422
    assert 'value="XXX-YYY-001"' in sent.text


@pytest.mark.parametrize("chosen", ["", "JR-01", "018f0000-0000-7000-8000-000000000000"])
def test_a_site_that_is_not_of_the_list_is_asked_again(browser, signed_in, wei, chosen):
    body = {"site": chosen, "title": "Drip trays", "what": "They stop it.", "kind": "news"}
    sent = browser.post(PAGE, data=body, headers=signed_in(wei))
    assert sent.status_code == 422
    assert 'id="site-problem"' in sent.text
    assert "They stop it." in sent.text
    assert 'value="Drip trays"' in sent.text
    assert 'value="news" checked' in sent.text


def test_the_api_tells_and_lists_it(browser, signed_in, wei, gil, site):
    body = {"site": str(site.id), "title": "Drip trays", "what": "They stop the pump."}
    told = browser.post(API, json=body, headers=signed_in(wei))
    assert told.status_code == 201
    assert browser.get(API, headers=signed_in(wei)).json() == [told.json()]
    assert browser.get(API, headers=signed_in(gil)).status_code == 403
