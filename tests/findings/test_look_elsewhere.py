import pytest

from app.findings.across import elsewhere
from app.findings.across_changes import say_of_elsewhere
from app.findings.changes import AlreadyClosed, reject_finding
from app.findings.forms import SayOfElsewhere
from app.findings.queries import finding as finding_by_ref
from app.findings.rules import Said
from app.kit.errors import Invalid, NotAllowed
from app.suppliers.changes import retire_zone
from app.trail.queries import entries

URL = "/findings/F-0001/elsewhere"
API = f"/api/v1{URL}"


@pytest.fixture
def places(session, finding, site):
    return lambda by: elsewhere(session, session.merge(finding), site, by)


@pytest.fixture
def told(session, finding, places, pack, wei, at):
    row = session.merge(finding)

    def tell(place, said="not_there", *, by=wei, note=""):
        form = SayOfElsewhere(place=place.key, said=said, note=note)
        one = say_of_elsewhere(session, row, form, places(by), [pack], by=by, at=at)
        session.flush()
        return one

    return tell


def test_the_same_item_is_asked_in_the_other_zones_and_sites(places, wei, chen, washrooms, finding):
    assert [one.called("en") for one in places(wei)] == [
        "Jade River Works · Washroom 2",
        "Jade River Works · Washroom 3",
        "Jade River Annex · Washroom 1",
    ]
    assert len(places(chen)) == 2, "chen does not know of the annex"


def test_a_zone_that_is_gone_is_not_asked(places, session, site, washrooms, wei, omar, at):
    retire_zone(session, session.merge(site), session.merge(washrooms[1]), by=omar, at=at)
    session.flush()
    assert "Jade River Works · Washroom 2" not in [one.called("en") for one in places(wei)]


@pytest.mark.parametrize("said", [Said.SEEN, Said.NOT_THERE])
def test_what_was_seen_stands_with_who_and_when(places, told, wei, session, said):
    told(places(wei)[0], said, note="Dry, with a new trap.")
    reply = places(wei)[0].reply
    assert (reply.said, reply.by_name, reply.raised_id) == (said, wei.name, None)
    (entry, payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert entry.action == "finding.looked_elsewhere"
    assert "Washroom 2" in payload.payload


def test_what_was_said_last_counts(places, told, wei):
    told(places(wei)[0], Said.NOT_THERE)
    told(places(wei)[0], Said.SEEN)
    assert places(wei)[0].reply.said is Said.SEEN


def test_it_can_be_raised_there(places, told, wei, look, session, finding):
    told(places(wei)[2], Said.RAISED, note="The same trap leaks.")
    session.commit()
    assert places(wei)[2].raised == "F-0002"
    new = look(finding_by_ref, wei, "F-0002").finding
    assert (new.item, new.class_, new.statement, new.answer_id) == (
        finding.item,
        finding.class_,
        "The same trap leaks.",
        None,
    )
    assert new.due_on == finding.due_on


def test_what_is_open_there_already_is_only_named(places, told, wei):
    first = told(places(wei)[0], Said.RAISED)
    again = told(places(wei)[0], Said.RAISED)
    assert first.raised_id == again.raised_id


def test_who_may_not_raise_there_may_still_look(places, told, chen):
    with pytest.raises(NotAllowed, match="Your role at JR-01 does not allow this"):
        told(places(chen)[0], Said.RAISED, by=chen)
    assert told(places(chen)[0], Said.SEEN, by=chen).said is Said.SEEN


def test_its_own_place_is_not_asked(session, finding, places, pack, wei, at):
    form = SayOfElsewhere(place=f"{finding.site_id}:{finding.zone_id}", said="seen")
    with pytest.raises(Invalid, match="This place is not asked about here"):
        say_of_elsewhere(session, session.merge(finding), form, places(wei), [pack], by=wei, at=at)


def test_a_finding_that_is_shut_asks_no_more(places, told, session, finding, wei, at):
    there = places(wei)[0]
    reject_finding(session, session.merge(finding), reason="It was none.", by=wei, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed):
        told(there)


def test_the_page_asks_and_raises(browser, signed_in, wei, finding):
    me = signed_in(wei)
    said = browser.get("/findings/F-0001", headers=me).text
    assert "0 of 3 places looked at" in said
    place = browser.get(API, headers=me).json()[1]["place"]
    data = {"place": place, "said": "raised", "note": "Wet as well."}
    assert browser.post(URL, data=data, headers=me).status_code == 303
    said = browser.get("/findings/F-0001", headers=me).text
    assert "1 of 3 places looked at" in said
    assert "/findings/F-0002" in said
    free = browser.get("/findings/F-0002", headers=me)
    assert free.status_code == 200
    assert "Wet as well." in free.text


def test_the_api_says_where(browser, signed_in, chen, finding):
    me = signed_in(chen)
    first, _second = browser.get(API, headers=me).json()
    assert (first["site"], first["zone"], first["said"]) == ("JR-01", "Washroom 2", None)
    body = {"place": first["place"], "said": "not_there"}
    reply = browser.post(API, json=body, headers=me)
    assert (reply.status_code, reply.json()[0]["said"]) == (201, "not_there")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"place": "moon"}, "This place is not asked about here."),
        ({"said": ""}, "Please fill this in."),
        ({"said": "perhaps"}, "Choose one of:"),
    ],
)
def test_a_bad_field_is_named(browser, signed_in, wei, finding, change, text, nothing_changes):
    me = signed_in(wei)
    place = browser.get(API, headers=me).json()[0]["place"]
    data = {"place": place, "said": "seen", "note": "kept words"} | change
    with nothing_changes():
        reply = browser.post(URL, data=data, headers=me)
    assert reply.status_code == 422
    assert text in reply.text
    assert "kept words</textarea>" in reply.text


@pytest.mark.parametrize("who", ["ines", "diana", "marta"])
def test_who_may_not_act_says_nothing(browser, signed_in, request, finding, who, nothing_changes):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        data = {"place": "x", "said": "seen"}
        assert browser.post(URL, data=data, headers=headers).status_code == 403
        assert browser.post(API, json=data, headers=headers).status_code == 403
