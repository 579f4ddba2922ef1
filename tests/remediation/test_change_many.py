import pytest

from app.findings.models import Finding
from app.findings.queries import finding as found
from app.trail.queries import entries

REFS = ["F-0001", "F-0002", "F-0003"]


@pytest.fixture
def post(browser, signed_in):
    def send(path, who, *, status=200, **data):
        reply = browser.post(path, data=data, headers=signed_in(who))
        assert reply.status_code == status, reply.text
        return reply.text

    return send


@pytest.fixture
def rows(look, wei, several):
    return lambda: [look(found, wei, ref).finding for ref in REFS]


def changes(look, ref):
    return [e for e, _p in look(entries, sites=None, subject=ref) if e.action == "finding.changed"]


def test_a_preview_shows_it_and_keeps_nothing(post, wei, chen, rows, look):
    page = post("/findings/changes/preview", wei, refs=REFS, owner=str(chen.id))
    assert "2 findings change" in page
    assert "1 is so already." in page
    assert page.count(chen.name) == 2
    assert [row.owner_id for row in rows()] == [chen.id, None, None]
    assert changes(look, "F-0002") == []


def test_each_gets_one_entry_on_the_trail(post, wei, chen, rows, look):
    data = {"refs": REFS, "versions": ["1", "1", "1"], "reason": "No person was near."}
    page = post(
        "/findings/changes", wei, owner=str(chen.id), due_on="2026-03-20", **{"class": "major"},
        **data,
    )  # fmt: skip
    assert "3 findings were changed" in page
    assert {(row.owner_id, row.class_, str(row.due_on)) for row in rows()} == {
        (chen.id, "major", "2026-03-20")
    }
    assert [len(changes(look, ref)) for ref in REFS] == [1, 1, 1]


def test_all_of_the_filter_is_more_than_the_page(post, wei, chen, rows):
    said = {"class": "minor", "reason": "One basin only."}
    post("/findings/changes", wei, all="true", back="owner=nobody", **said)
    assert [row.class_ for row in rows()] == ["minor", "minor", "minor"]
    assert [row.version for row in rows()] == [1, 2, 2]


def test_a_slighter_class_has_its_reason(post, wei, rows):
    before = [row.class_ for row in rows()]
    page = post("/findings/changes", wei, refs=REFS, **{"class": "observation"})
    assert "Say why a slighter class is right." in page
    assert [row.class_ for row in rows()] == before
    said = {"class": "observation", "reason": "One basin only."}
    post("/findings/changes", wei, refs=REFS, **said)
    assert {row.class_ for row in rows()} == {"observation"}
    post("/findings/changes/reversal", wei, refs=REFS, versions=["2", "2", "1"])
    assert [row.class_ for row in rows()] == before


def test_what_bars_them_all_is_said_beside_what_was_chosen(post, wei, rows):
    data = {"refs": REFS[:2], "class": "observation"}
    page = post("/findings/changes/preview", wei, status=422, **data)
    assert page.count("Say why a slighter class is right.") == 1
    assert page.count(" checked>") == 2
    assert '<option value="observation" selected>' in page


def test_it_is_taken_back_by_the_reverse_change(post, wei, chen, rows, look):
    post("/findings/changes", wei, refs=REFS, owner=str(chen.id), due_on="2026-03-20")
    before = {"refs": REFS, "versions": ["2", "2", "2"]}
    assert "3 findings were changed" in post("/findings/changes/reversal", wei, **before)
    assert [row.owner_id for row in rows()] == [chen.id, None, None]
    assert changes(look, "F-0001")


def test_what_another_changed_since_is_not_taken_back(post, wei, chen, rows):
    post("/findings/changes", wei, refs=REFS[:1], due_on="2026-03-20")
    post("/findings/F-0001", wei, status=303, version="2", due_on="2026-03-25")
    page = post("/findings/changes/reversal", wei, refs=REFS[:1], versions=["2"])
    assert "Somebody changed finding F-0001 since" in page
    assert str(rows()[0].due_on) == "2026-03-25"


def test_one_that_is_refused_holds_no_other_up(post, wei, chen, rows):
    post("/findings/F-0001", wei, status=303, version="1", statement="Another puddle.")
    data = {"refs": REFS[:2], "versions": ["1", "1"], "due_on": "2026-03-20"}
    page = post("/findings/changes", wei, **data)
    assert "1 finding was changed" in page
    assert "1 stays as it is" in page
    assert "Somebody changed finding F-0001 since you opened it" in page
    assert [str(row.due_on) == "2026-03-20" for row in rows()[:2]] == [False, True]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"refs": REFS}, "Choose an owner, a class or a due date to set."),
        ({"class": "minor"}, "Choose at least one finding"),
        ({"refs": REFS, "due_on": "soon"}, "This must be a date"),
    ],
)
def test_what_is_not_said_is_asked_for(post, wei, rows, data, sentence):
    assert sentence in post("/findings/changes", wei, status=422, **data)


def test_what_was_chosen_and_typed_stays_when_it_is_refused(post, wei, chen, rows):
    data = {"refs": REFS[:2], "owner": str(chen.id), "due_on": "soon", "back": "class=bogus"}
    page = post("/findings/changes/preview", wei, status=422, **data)
    assert page.count(" checked>") == 2
    assert f'<option value="{chen.id}" selected>' in page
    assert 'value="soon"' in page


def test_on_a_later_page_what_was_chosen_stays_too(post, wei, rows, monkeypatch):
    monkeypatch.setattr("app.remediation.gather.A_PAGE", 2)
    back = {"refs": REFS[-1:], "back": "sort=ref&page=2"}
    assert " checked>" in post("/findings/changes/preview", wei, status=422, **back)


def test_a_day_that_has_passed_is_refused_for_each(post, wei, rows):
    page = post("/findings/changes", wei, refs=REFS, due_on="2026-01-01")
    assert page.count("The due date has passed already") == 3


def test_who_may_not_manage_findings_changes_none(post, chen, ines, rows):
    post("/findings/changes", chen, status=403, refs=REFS, **{"class": "minor"})
    assert [row.version for row in rows()] == [1, 1, 1]


def test_a_closed_one_stays_closed(post, wei, journey_closed, look):
    page = post("/findings/changes", wei, refs=["F-0001"], **{"class": "major"})
    assert "Finding F-0001 is already closed." in page


def test_a_new_class_has_a_new_way(post, wei, session, several):
    post("/findings/changes", wei, refs=REFS, **{"class": "critical"})
    assert {session.get(Finding, row.id).step for row in several} == {"raised"}
