import pytest

from app.findings.cause_changes import add_cause, strike_cause
from app.findings.cause_queries import causes_of, whys
from app.findings.changes import AlreadyClosed, reject_finding
from app.findings.forms import AddCause
from app.findings.rules import DEEPEST, Branch, weak
from app.kit.errors import Invalid, NotFound
from app.kit.ids import new_id
from app.trail.queries import entries

URL = "/findings/F-0001/causes"
API = f"/api/v1{URL}"


@pytest.fixture
def asked(session, finding, chen, at):
    row = session.merge(finding)

    def ask(text, *, behind=None, branch=Branch.OCCURRENCE):
        form = AddCause(text=text, parent=behind and behind.id, branch=branch)
        one = add_cause(session, row, form, by=chen, at=at)
        session.flush()
        return one

    return ask


@pytest.fixture
def tree(session, finding):
    return lambda: whys(causes_of(session, finding.id, 1))


def test_each_why_lies_behind_another(asked, tree):
    first = asked("The trap leaks.")
    asked("Nobody changes the seal.", behind=first)
    (why,) = tree()[Branch.OCCURRENCE]
    assert (why.cause.text, why.deeper[0].cause.text) == (first.text, "Nobody changes the seal.")
    assert tree()[Branch.ESCAPE] == ()


def test_what_lies_behind_a_cause_is_of_its_branch(asked):
    first = asked("The patrol passes at noon only.", branch=Branch.ESCAPE)
    assert asked("It has always been so.", behind=first).branch == Branch.ESCAPE


@pytest.mark.parametrize(
    "text",
    [
        "Operator  error.",
        "Human error at the station",
        "Staff will be retrained",
        "Carelessness of the night shift",
        "员工操作失误",
        "员工疏忽",
        "加强培训",
    ],
)
def test_a_person_or_a_lesson_is_a_weak_answer(text, asked, tree):
    assert weak(text)
    asked(text)
    (why,) = tree()[Branch.OCCURRENCE]
    assert why.weak


@pytest.mark.parametrize("text", ["The seal is of the wrong size.", "密封圈尺寸不对", "培训室漏水"])
def test_what_names_the_thing_is_not(text):
    assert not weak(text)


def test_a_weak_answer_that_was_asked_further_is_fair(asked, tree):
    first = asked("Operator error.")
    asked("Both hoses fit both taps.", behind=first)
    (why,) = tree()[Branch.OCCURRENCE]
    assert not why.weak


def test_whys_do_not_go_in_a_circle(asked):
    first = asked("The trap leaks.")
    second = asked("The seal is old.", behind=first)
    with pytest.raises(Invalid, match=r"the whys go in a circle\. Say what lies behind it\."):
        asked("the TRAP  leaks.", behind=second)


def test_they_end_somewhere(asked):
    one = asked("Why number 0.")
    for n in range(1, DEEPEST):
        one = asked(f"Why number {n}.", behind=one)
    with pytest.raises(Invalid, match="10 whys lie above this one"):
        asked("And why that?", behind=one)


def test_a_why_is_struck_with_all_behind_it(asked, tree, session, finding, chen, at):
    first = asked("The trap leaks.")
    asked("The seal is old.", behind=first)
    other = asked("The floor has no slope.")
    strike_cause(session, session.merge(finding), first.id, by=chen, at=at)
    session.flush()
    assert [why.cause.id for why in tree()[Branch.OCCURRENCE]] == [other.id]
    (entry, payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert entry.action == "finding.cause_struck"
    assert "The seal is old." in payload.payload


def test_nothing_lies_behind_what_was_struck(asked, session, finding, chen, at):
    first = asked("The trap leaks.")
    strike_cause(session, session.merge(finding), first.id, by=chen, at=at)
    session.flush()
    with pytest.raises(NotFound, match="This why was struck already"):
        asked("The seal is old.", behind=first)
    with pytest.raises(NotFound, match="This why was struck already"):
        strike_cause(session, session.merge(finding), first.id, by=chen, at=at)


def test_a_finding_that_is_shut_is_asked_no_more(asked, session, finding, wei, at):
    reject_finding(session, session.merge(finding), reason="A reflection, dry.", by=wei, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed):
        asked("The trap leaks.")


def test_the_page_shows_the_tree_and_warns(browser, signed_in, chen, finding):
    me = signed_in(chen)
    browser.post(URL, data={"branch": "occurrence", "text": "Operator error."}, headers=me)
    said = browser.get("/findings/F-0001", headers=me).text
    assert "Operator error." in said
    assert "This names a person or a lesson." in said
    cause = browser.get("/api/v1/findings/F-0001/way", headers=me).json()["causes"][0]
    reply = browser.post(URL, data={"parent": cause["id"], "text": "Both hoses fit."}, headers=me)
    assert reply.status_code == 303
    said = browser.get("/findings/F-0001", headers=me).text
    assert "Both hoses fit." in said
    assert "This names a person or a lesson." not in said
    assert browser.post(f"{URL}/{cause['id']}/removal", headers=me).status_code == 303
    assert (
        "Both hoses fit.</p>"
        not in browser.get("/findings/F-0001", headers=me).text.split('<ol class="timeline">')[0]
    )


def test_the_api_takes_and_strikes_a_why(browser, signed_in, chen, finding):
    me = signed_in(chen)
    body = {"branch": "escape", "text": "员工疏忽"}
    (one,) = browser.post(API, json=body, headers=me).json()["causes"]
    assert (one["branch"], one["weak"], one["by"]) == ("escape", True, chen.name)
    assert browser.delete(f"{API}/{one['id']}", headers=me).json()["causes"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "W"}, "Too short: at least 2 characters."),
        ({"text": "x" * 2_001}, "Too long: at most 2000 characters."),
        ({"parent": str(new_id())}, "This why was struck already, or was never asked here."),
    ],
)
def test_a_bad_why_is_named(browser, signed_in, chen, finding, change, said, nothing_changes):
    data = {"branch": "occurrence", "text": "The trap leaks."} | change
    with nothing_changes():
        reply = browser.post(URL, data=data, headers=signed_in(chen))
    assert reply.status_code in {404, 422}
    assert said in reply.text


@pytest.mark.parametrize("who", ["ines", "diana", "marta"])
def test_who_may_not_act_gives_none(browser, signed_in, request, finding, who, nothing_changes):
    headers = signed_in(request.getfixturevalue(who))
    body = {"branch": "occurrence", "text": "The trap leaks."}
    with nothing_changes():
        assert browser.post(URL, data=body, headers=headers).status_code == 403
        assert browser.post(API, json=body, headers=headers).status_code == 403
        assert browser.post(f"{URL}/{new_id()}/removal", headers=headers).status_code == 403
