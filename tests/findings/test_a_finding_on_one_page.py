import pytest

from app.evidence.changes import bring_evidence, store
from app.kit.ids import new_id

URL = "/findings/F-0001"


@pytest.fixture
def page(browser, signed_in):
    def read(who, **headers):
        return browser.get(URL, headers=signed_in(who) | headers).text

    return read


def test_it_says_what_was_found_where_and_against_what(page, wei, finding, edition):
    text = edition.item("FAC-WSH-001").said("en")
    said = page(wei)
    for part in (finding.statement, text.title, "Washroom 1", "Jade River Works", "22 min"):
        assert part in said


def test_the_item_speaks_the_language_of_the_reader(browser, signed_in, wei, finding, edition):
    browser.post("/preferences", data={"lang": "zh"}, headers=signed_in(wei))
    said = browser.get(URL, headers=signed_in(wei)).text
    assert edition.item("FAC-WSH-001").said("zh").title in said
    assert "玉河工厂" in said


def test_files_that_were_added_after_the_tap_show_too(
    page, session, site, failed, finding, answers, audit, app, wei, ines, at
):
    stored = store(app.state.files, PDF, "log.pdf")
    brought = bring_evidence(session, site, stored, id=new_id(), by=ines, at=at)
    session.flush()
    answers(audit, failed.item, "1", note=failed.note, evidence=(brought.id,))
    assert f"/api/v1/evidence/{brought.id}/file" in page(wei)


def test_its_course_is_told_from_raised_to_closed(browser, signed_in, page, wei, chen, finding):
    me, her = signed_in(wei), signed_in(chen)
    plan = {"what": "Mend the leaking trap.", "owner": str(chen.id), "due_on": "2026-03-20"}
    slighter = {"version": 1, "class": "observation", "reason": "Dry within the limit."}
    browser.post(URL, data=slighter, headers=me)
    browser.post(f"{URL}/actions", data=plan, headers=me)
    action = browser.get(f"/api/v1{URL}/actions", headers=me).json()[0]["id"]
    deed = f"{URL}/actions/{action}"
    browser.post(f"{deed}/implementation", data={"note": "New trap fitted."}, headers=her)
    verdict = {"passed": "true", "level": "4", "note": "Dry on both shifts."}
    browser.post(f"{deed}/verification", data=verdict, headers=me)
    browser.post(f"{URL}/closure", data={"reason": "Verified twice."}, headers=me)
    course = page(wei).split('<ol class="timeline">')[1].split("</ol>")[0]
    told = [
        "Raised", "Changed", "Dry within the limit.", "Class: Minor → Observation",
        "Action planned", "Mend the leaking trap.", "Reported as done", "New trap fitted.",
        "Verified", "Item rated 4", "Closed", "Verified twice.",
    ]  # fmt: skip
    places = [course.index(part) for part in told]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("wei", {f'action="{URL}"', f'action="{URL}/actions"'}),
        ("chen", {f'action="{URL}/actions"'}),
        ("marta", set()),
        ("diana", set()),
    ],
)
def test_only_what_one_may_do_is_offered(page, request, finding, who, offered):
    said = page(request.getfixturevalue(who))
    forms = {f'action="{URL}{part}"' for part in ("", "/actions", "/closure")}
    assert {form for form in forms if form in said} == offered


def test_what_was_typed_cannot_run(page, browser, signed_in, wei, finding):
    data = {"version": 1, "statement": "<script>alert(1)</script>"}
    browser.post(URL, data=data, headers=signed_in(wei))
    said = page(wei)
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said


def test_a_file_that_is_named_like_a_finding_is_no_part_of_its_course(
    page, session, site, app, wei, ines, finding, at
):
    stored = store(app.state.files, PDF, "F-0001")
    bring_evidence(session, site, stored, id=new_id(), by=ines, at=at)
    session.commit()
    assert "evidence.brought" not in page(wei)


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
