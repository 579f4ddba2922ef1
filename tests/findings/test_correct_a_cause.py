import pytest

from app.actions.way import way_of
from app.actions.way_changes import find_cause
from app.findings.cause_changes import add_cause, correct_cause
from app.findings.forms import AddCause, CorrectCause, FindCause
from app.findings.rules import Branch, CauseTag
from app.kit.errors import Conflict

WHY = "It is the maintenance plan that lacks the trap."


@pytest.fixture
def correct(session, finding, chen, at):
    def one(tag, **said):
        form = CorrectCause(tag=tag, reason=WHY, **said)
        row = session.merge(finding)
        return correct_cause(session, row, form, by=chen, at=at)

    return one


@pytest.fixture
def found(session, finding, chen, at):
    row = session.merge(finding)
    for branch in Branch:
        add_cause(session, row, AddCause(branch=branch, text=f"So: {branch}."), by=chen, at=at)
    session.flush()
    find_cause(session, row, FindCause(tag="people"), by=chen, at=at)
    session.commit()


def test_the_better_word_counts(found, correct, session, finding):
    correct("management", hidden_hazard=True)
    session.flush()
    cause = way_of(session, session.merge(finding)).cause
    assert (cause.tag, cause.hidden_hazard) == (CauseTag.MANAGEMENT, True)


def test_the_same_word_again_is_no_correction(found, correct):
    assert correct("people") is None


def test_before_it_is_found_there_is_nothing_to_correct(correct):
    with pytest.raises(Conflict, match="Nobody has said yet"):
        correct("people")


def test_the_page_tells_both_words(found, browser, signed_in, chen):
    me = signed_in(chen)
    body = {"tag": "method", "reason": WHY}
    sent = browser.post("/findings/F-0001/cause/correction", data=body, headers=me)
    assert sent.status_code == 303
    page = browser.get("/findings/F-0001", headers=me).text
    assert "People → Method" in page
    assert WHY in page
    api = browser.get("/api/v1/findings/F-0001/way", headers=me).json()
    assert api["tag"] == "method"
