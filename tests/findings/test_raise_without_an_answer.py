from io import BytesIO

import pytest
from PIL import Image

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import Implement, PlanAction, Verify
from app.actions.queries import actions_of, seen_to_hold
from app.comments.queries import thread
from app.findings.changes import reject_finding
from app.findings.forms import RaiseFree
from app.findings.free import ground_at
from app.findings.free_changes import raise_free
from app.findings.lookalikes import likeness, lookalikes
from app.findings.raise_queries import proposal_of
from app.findings.repeat_queries import repeat_of
from app.findings.rules import FindingClass, Rule
from app.kit.errors import Invalid
from app.kit.ids import new_id

SAID = "The fire door to the paint store is wedged open."
CATEGORY = "10-health-safety"
API = "/api/v1/findings/free"
PAGE = "/findings/new"


@pytest.fixture
def raised(session, site, ines, at, look):
    def one(*, by=ines, at=at, **said):
        ground = ground_at(session, site)
        form = RaiseFree(**({"site": site.id, "statement": SAID} | said))
        row = raise_free(
            session,
            site,
            ground.edition,
            ground.packs,
            form,
            owner=ground.owner(form),
            by=by,
            at=at,
        )
        session.flush()
        return row

    return one


def test_at_an_item_it_takes_the_category_and_the_severity_of_it(raised, session):
    row = raised(item="QMS-CAL-003")
    assert (row.ref, row.answer_id, row.category) == ("F-0001", None, "05-quality-system")
    assert proposal_of(session, row.id).rule is Rule.SEVERITY


def test_without_an_item_it_has_a_category(raised):
    row = raised(category=CATEGORY)
    assert (row.item, row.category, row.class_) == ("", CATEGORY, FindingClass.MINOR)


def test_its_clocks_are_those_of_all_that_buyers_demand(raised, at):
    assert raised(category=CATEGORY, **{"class": "critical"}).due_on is not None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Name an item of the checklist, or choose a category."),
        ({"item": "XXX-YYY-001"}, "The checklist has no item XXX-YYY-001."),
        ({"category": "13-nothing"}, "choose a category"),
        ({"category": CATEGORY, "zone": new_id()}, "no such zone"),
        ({"category": CATEGORY, "owner": new_id()}, "The owner needs a role"),
        ({"category": CATEGORY, "evidence": (new_id(),)}, "has not arrived yet"),
    ],
)
def test_what_does_not_fit_is_refused(raised, said, sentence):
    with pytest.raises(Invalid, match=sentence):
        raised(**said)


def test_a_slighter_class_than_proposed_needs_a_reason(raised, session):
    with pytest.raises(Invalid, match="Say why a slighter class"):
        raised(category=CATEGORY, hazard=True, **{"class": "minor"})
    row = raised(category=CATEGORY, hazard=True, reason="One door.", **{"class": "minor"})
    kept = proposal_of(session, row.id)
    assert (row.class_, kept.class_, kept.rule, kept.reason) == (
        FindingClass.MINOR,
        FindingClass.MAJOR,
        Rule.HAZARD,
        "One door.",
    )


def test_sent_twice_it_stands_once(raised):
    id = new_id()
    assert raised(id=id, category=CATEGORY).ref == raised(id=id, category=CATEGORY).ref


def test_a_sample_is_said_whole(raised):
    for said in ({"affected": 1}, {"affected": 3, "sampled": 2}):
        with pytest.raises(ValueError, match="sample"):
            RaiseFree(site=new_id(), statement=SAID, **said)


def test_it_repeats_what_an_audit_found_at_the_item(finding, raised, session, washrooms):
    row = raised(item="FAC-WSH-001", zone=washrooms[0].id)
    assert repeat_of(session, row.id)[1].ref == finding.ref


def test_one_without_an_item_goes_its_way_to_the_end(raised, session, site, chen, wei, at):
    row = raised(category=CATEGORY)
    form = PlanAction(what="Fit a closer.", owner=chen.id, due_on=at.date())
    plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
    session.flush()
    (one,) = actions_of(session, [row.id])[row.id]
    implement(session, row, one, Implement(note="Fitted."), by=chen, at=at)
    session.flush()
    verdict = verify(session, row, one, Verify(passed=True, note="It shuts."), by=wei, at=at)
    assert verdict.answer_id is None
    assert list(seen_to_hold(session, [site.id])) == [row.id]
    assert close_verified(session, row, reason="Shuts on its own.", by=wei, at=at)


def test_the_same_item_there_looks_the_same(finding, session, site, washrooms):
    def found(zone_id):
        return lookalikes(session, site.id, item="FAC-WSH-001", zone_id=zone_id, statement="Wet.")

    (one,) = found(washrooms[0].id)
    assert (one.finding.ref, one.same_item) == ("F-0001", True)
    assert found(washrooms[1].id) == []


def test_similar_words_look_the_same(finding, session, site):
    def found(text):
        return lookalikes(session, site.id, item="", zone_id=None, statement=text)

    assert [one.finding.ref for one in found("A puddle beside the second basin, 40 cm")] == [
        "F-0001"
    ]
    assert found(SAID) == []


def test_chinese_words_are_compared_as_well():
    assert likeness("第二个洗手盆旁有四十厘米水渍", "洗手盆旁边有一滩四十厘米的水渍") > 0.3
    assert likeness("第二个洗手盆旁有四十厘米水渍", "消防门被楔子顶住") < 0.1


def test_what_is_closed_looks_like_nothing(finding, session, site, wei, at):
    reject_finding(session, session.merge(finding), reason="A reflection.", by=wei, at=at)
    session.flush()
    assert lookalikes(session, site.id, item="FAC-WSH-001", zone_id=None, statement="Wet.") == []


def photo():
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return {"photos": ("door.png", out.getvalue(), "image/png")}


def test_the_page_shows_first_what_it_looks_like(browser, signed_in, ines, finding, site, look):
    me = signed_in(ines)
    body = {"site": str(site.id), "item": "FAC-WSH-001", "statement": "A puddle again."}
    ahead = browser.post(PAGE, data=body, files=photo(), headers=me)
    assert ahead.status_code == 200
    assert "This looks like what is open already" in ahead.text
    assert "The same item, FAC-WSH-001" in ahead.text
    assert "Proposed: Minor" in ahead.text
    kept = ahead.text.partition('name="evidence" value="')[2].partition('"')[0]
    raised = browser.post(PAGE, data=body | {"seen": "true", "evidence": kept}, headers=me)
    assert raised.headers["location"] == "/findings/F-0002"
    page = browser.get("/findings/F-0002", headers=me).text
    assert f"/api/v1/evidence/{kept}/thumb" in page


def test_it_is_that_one_becomes_a_comment(browser, signed_in, ines, finding, site, look):
    body = {
        "site": str(site.id),
        "item": "FAC-WSH-001",
        "statement": "Still wet.",
        "same_as": "F-0001",
    }
    sent = browser.post(PAGE, data=body, headers=signed_in(ines))
    assert sent.headers["location"] == "/findings/F-0001#talk"
    assert [one.text for one in look(thread, finding.id)] == ["Still wet."]


def test_what_was_typed_stays_when_it_is_refused(browser, signed_in, ines, site):
    body = {"site": str(site.id), "statement": SAID}
    sent = browser.post(PAGE, data=body, headers=signed_in(ines))
    assert sent.status_code == 422
    assert "Name an item of the checklist, or choose a category." in sent.text
    assert SAID in sent.text


@pytest.mark.parametrize("chosen", ["", "JR-01", "018f0000-0000-7000-8000-000000000000"])
def test_a_site_that_is_not_of_the_list_is_asked_again(browser, signed_in, ines, chosen):
    body = {"site": chosen, "statement": SAID, "category": CATEGORY, "item": "FAC-WSH-001"}
    sent = browser.post(PAGE, data=body, headers=signed_in(ines))
    assert sent.status_code == 422
    assert 'id="site-problem"' in sent.text
    assert SAID in sent.text
    assert 'value="FAC-WSH-001"' in sent.text
    assert f'name="category" value="{CATEGORY}"' in sent.text


def test_who_may_not_raise_there_is_not_asked(browser, signed_in, chen, zoe, site):
    assert browser.get(PAGE, headers=signed_in(chen)).status_code == 403
    body = {"site": str(site.id), "statement": SAID, "category": CATEGORY}
    assert browser.post(PAGE, data=body, headers=signed_in(chen)).status_code == 403
    assert browser.post(PAGE, data=body, headers=signed_in(zoe)).status_code == 422
    assert browser.post(API, json=body, headers=signed_in(zoe)).status_code == 404


def test_the_page_tells_of_one_without_an_item(raised, session, browser, signed_in, wei):
    row = raised(category=CATEGORY)
    session.commit()
    page = browser.get(f"/findings/{row.ref}", headers=signed_in(wei)).text
    assert "Without an item" in page
    assert "minor unless you know better" in page.lower()
    assert f'href="/reports/new?finding={row.ref}"' in page


def test_the_api_looks_ahead_and_raises(browser, signed_in, ines, finding, site):
    me = signed_in(ines)
    body = {"site": str(site.id), "category": CATEGORY, "statement": SAID, "hazard": True}
    ahead = browser.post(f"{API}/outlook", json=body, headers=me).json()
    assert (ahead["class"], ahead["rule"], ahead["looks_like"]) == ("major", "hazard", [])
    told = browser.post(API, json=body, headers=me)
    assert (told.status_code, told.json()["class"], told.json()["category"]) == (
        201,
        "major",
        CATEGORY,
    )


def test_the_sheet_looks_ahead_too(browser, signed_in, ines, failed):
    body = {"answer": str(failed.id), "affected": 1, "sampled": 3}
    ahead = browser.post("/api/v1/findings/outlook", json=body, headers=signed_in(ines)).json()
    assert (ahead["class"], ahead["looks_like"]) == ("minor", [])
    assert "minor" in ahead["because"].lower()
