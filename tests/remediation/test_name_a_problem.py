import pytest

from app.remediation.problem_queries import candidates, problem_notes, problems

GOOD = "Dry floors at 60 of 60 looks."


@pytest.fixture
def spread(raised, washrooms, answers, audit, session, edition, pack, ines, at):
    """The same item failed in two washrooms; another one once."""
    from app.findings.forms import RaiseFinding  # noqa: PLC0415
    from app.findings.raise_changes import raise_finding  # noqa: PLC0415

    for zone in washrooms[:2]:
        answer = answers(audit, "FAC-WSH-001", "0", zone=zone)
        raise_finding(
            session, answer, edition.item("FAC-WSH-001"), [pack], RaiseFinding(answer=answer.id),
            lang="en", by=ines, at=at,
        )  # fmt: skip
    session.commit()
    raised("QMS-CAL-003", "critical")


@pytest.fixture
def name(browser, signed_in, chen):
    def post(who, **said):
        data = {"title": "Wet floors", "good": GOOD, "owner": str(chen.id),
                "target_on": "2026-06-30", "item": "FAC-WSH-001"} | said  # fmt: skip
        return browser.post("/problems", data=data, headers=signed_in(who))

    return post


def test_what_fails_most_is_proposed(look, wei, spread):
    assert look(candidates, wei) == [("FAC-WSH-001", 2, 1)]


def test_it_bundles_what_is_open(name, look, show, wei, spread):
    assert name(wei).status_code == 303
    [one] = look(problems, wei)
    assert (one.problem.title, one.owner, one.n, one.closed, one.sites) == (
        "Wet floors", "Chen Muyuan", 2, 0, 1,
    )  # fmt: skip
    page = show(f"/findings?problem={one.problem.id}&shown=all", wei)
    assert "F-0001" in page
    assert "F-0003" not in page
    assert look(candidates, wei) == []


def test_the_weekly_note_is_by_its_owner(name, browser, signed_in, look, wei, chen, spread):
    name(wei)
    [one] = look(problems, wei)
    path = f"/problems/{one.problem.id}/notes"
    assert browser.post(path, data={"text": "Trap mended."}, headers=signed_in(chen)).status_code
    assert [n.text for n in look(problem_notes, [one.problem.id])[one.problem.id]] == [
        "Trap mended."
    ]


def test_who_has_no_say_says_nothing(name, browser, signed_in, look, session, wei, chen, spread):
    name(wei, owner=str(wei.id))
    [one] = look(problems, wei)
    path = f"/problems/{one.problem.id}/notes"
    reply = browser.post(path, data={"text": "Trap mended."}, headers=signed_in(chen))
    assert reply.status_code == 403
    assert "Only its owner or the quality lead" in reply.text
    assert "Trap mended." in reply.text


def test_where_nothing_is_open_any_more_the_words_stay(name, wei, spread):
    reply = name(wei, item="CEC-GFT-005", title="Puddles")
    assert reply.status_code == 422
    assert 'value="Puddles"' in reply.text
    assert GOOD in reply.text


def test_it_ends_once_with_what_came_of_it(name, browser, signed_in, look, show, wei, spread):
    name(wei)
    [one] = look(problems, wei)
    path, data = f"/problems/{one.problem.id}/end", {"outcome": "Dry for a quarter."}
    assert browser.post(path, data=data, headers=signed_in(wei)).status_code == 303
    assert "Dry for a quarter." in show("/problems", wei)
    assert browser.post(path, data=data, headers=signed_in(wei)).status_code == 409


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"item": "CEC-GFT-005"}, "name an item that has open ones"),
        ({"target_on": "2026-01-01"}, "The target day has passed already"),
        ({"good": "x"}, "Too short"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(name, wei, look, spread, said, sentence):
    reply = name(wei, **said)
    assert reply.status_code == 422
    assert sentence in reply.text
    assert look(problems, wei) == []


def test_an_owner_without_a_role_there_is_refused(name, wei, zoe, spread):
    assert "The owner needs a role at one of these sites" in name(wei, owner=str(zoe.id)).text


def test_only_who_manages_findings_names_one(name, chen, spread):
    assert name(chen).status_code == 403


def test_elsewhere_nobody_knows_of_it(name, look, show, wei, zoe, spread):
    name(wei)
    assert look(problems, zoe) == []
    assert "Wet floors" not in show("/problems", zoe)
