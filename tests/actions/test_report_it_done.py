from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import func, select

from app.actions.changes import implement
from app.actions.forms import Implement
from app.actions.queries import action as action_of
from app.evidence.models import Evidence
from app.findings.changes import AlreadyClosed, close_finding
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.people.changes import add_person, give_role
from app.people.forms import NewGrant, NewPerson
from app.people.queries import actor
from app.people.rules import Role
from app.trail.queries import entries
from app.trail.rules import System

NOTE = "New trap fitted, floor dry since."


@pytest.fixture
def url(action):
    return f"/findings/F-0001/actions/{action.id}/implementation"


def test_whoever_reports_stands_on_the_trail(done, session, chen):
    (entry, _payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert (entry.action, entry.actor) == ("action.implemented", chen.name)


def test_it_is_reported_once(done, session, finding, tracked, wei, at):
    with pytest.raises(Conflict, match="reported as done already; it waits for verification"):
        implement(session, session.merge(finding), tracked(), Implement(note=NOTE), by=wei, at=at)


def test_what_was_read_before_somebody_was_quicker_does_not_count(
    session, finding, tracked, wei, chen, at
):
    seen_before = tracked()
    row = session.merge(finding)
    implement(session, row, tracked(), Implement(note=NOTE), by=chen, at=at)
    with pytest.raises(Conflict, match="reported as done already"):
        implement(session, row, seen_before, Implement(note=NOTE), by=wei, at=at)


def test_a_file_that_has_not_arrived_is_named(session, finding, tracked, chen, at):
    form = Implement(note=NOTE, evidence=(new_id(),))
    with pytest.raises(
        Invalid, match=r"A file of this proof has not arrived yet\. Send it first\."
    ):
        implement(session, session.merge(finding), tracked(), form, by=chen, at=at)


def test_a_closed_finding_takes_none(session, finding, tracked, chen, at):
    row = session.merge(finding)
    close_finding(session, row, reason="Seen twice.", by=chen, at=at)
    session.flush()
    with pytest.raises(AlreadyClosed, match="already closed"):
        implement(session, row, tracked(), Implement(note=NOTE), by=chen, at=at)


def test_the_photos_of_the_phone_come_with_it(browser, signed_in, chen, url, look, action, app):
    files = [("photos", ("trap.jpg", photo("JPEG"))), ("photos", ("floor.png", photo("PNG")))]
    reply = browser.post(url, data={"note": NOTE}, files=files, headers=signed_in(chen))
    assert reply.status_code == 303
    one = look(action_of, action.finding_id, action.id)
    assert [file.name for file in one.last.evidence] == ["trap.jpg", "floor.png"]
    assert all(app.state.files.has(file.sha256) for file in one.last.evidence)


def test_a_form_without_a_file_is_as_good(browser, signed_in, chen, url, look, action):
    parts = (("note", NOTE), ('photos"; filename="', ""))
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts
    )
    headers = signed_in(chen) | {"content-type": "multipart/form-data; boundary=x"}
    assert browser.post(url, content=f"{body}--x--\r\n", headers=headers).status_code == 303
    assert look(action_of, action.finding_id, action.id).last.evidence == ()


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("puddle.jpg", b"not a photo at all", 422, "puddle.jpg is not a photo"),
        ("empty.jpg", b"", 422, "empty.jpg is empty."),
        ("torn.jpg", b"\xff\xd8\xff\xe0torn", 422, "torn.jpg cannot be opened as a photo"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_note_kept(
    browser, signed_in, chen, url, name, content, status, said, nothing_changes
):
    files = [("photos", ("good.png", photo("PNG"))), ("photos", (name, content))]
    with nothing_changes():
        reply = browser.post(url, data={"note": NOTE}, files=files, headers=signed_in(chen))
    assert reply.status_code == status
    assert said in reply.text
    assert f"{NOTE}</textarea>" in reply.text
    assert "Choose the files again" in reply.text


def test_a_report_that_is_refused_leaves_no_row_of_its_files(
    browser, signed_in, chen, wei, url, done, look, nothing_changes
):
    with nothing_changes():
        reply = browser.post(
            url,
            data={"note": "Done a second time."},
            files=[("photos", ("trap.jpg", photo("JPEG")))],
            headers=signed_in(chen),
        )
    assert reply.status_code == 409
    assert "it waits for verification" in reply.text
    assert "Done a second time." in reply.text
    assert look(lambda s: s.exec(select(func.count()).select_from(Evidence)).one()) == 0


def test_without_a_note_it_is_asked_for(browser, signed_in, chen, url, nothing_changes):
    with nothing_changes():
        reply = browser.post(url, data={"note": " "}, headers=signed_in(chen))
    assert reply.status_code == 422
    assert "Too short: at least 5 characters." in reply.text


def test_the_api_takes_files_that_were_sent_before(
    browser, signed_in, chen, site, url, look, action
):
    me, evidence = signed_in(chen), new_id()
    put = f"/api/v1/evidence/{evidence}?site={site.id}&name=trap.jpg"
    assert browser.put(put, content=photo("JPEG"), headers=me).status_code == 201
    body = {"note": NOTE, "evidence": [str(evidence)]}
    assert browser.post(f"/api/v1{url}", json=body, headers=me).status_code == 201
    assert look(action_of, action.finding_id, action.id).last.evidence[0].id == evidence


@pytest.mark.parametrize("who", ["ines", "diana", "marta"])
def test_who_may_not_act_reports_nothing(browser, signed_in, request, url, who, nothing_changes):
    headers = signed_in(request.getfixturevalue(who))
    with nothing_changes():
        assert browser.post(url, data={"note": NOTE}, headers=headers).status_code == 403
        api = browser.post(f"/api/v1{url}", json={"note": NOTE}, headers=headers)
    assert api.status_code == 403


def test_elsewhere_it_is_not_known_and_nothing_is_kept(
    browser, signed_in, ada, url, app, nothing_changes
):
    files = [("photos", ("trap.jpg", photo("JPEG")))]
    with nothing_changes():
        reply = browser.post(url, data={"note": NOTE}, files=files, headers=signed_in(ada))
    assert reply.status_code == 404
    assert not list(app.state.files.root.rglob("*")), "not even the bytes"


def test_an_action_of_another_finding_is_not_known(browser, signed_in, chen, finding):
    reply = browser.get(f"/findings/F-0001/actions/{new_id()}", headers=signed_in(chen))
    assert reply.status_code == 404
    assert "This finding has no such action." in reply.text


def photo(kind):
    out = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, kind)
    return out.getvalue()


@pytest.fixture
def ada(session, foreign_site, at):
    """Acts at the foreign site only."""
    by = System()
    form = NewPerson(email="ada@example.org", name="Ada Elsewhere", password="a" * 12)
    who = add_person(session, form, by=by, at=at)
    session.flush()
    give_role(session, who, NewGrant(role=Role.ACTION_OWNER, site_id=foreign_site.id), by=by, at=at)
    session.commit()
    return actor(session, who)
