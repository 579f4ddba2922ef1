import pytest
import sqlalchemy as sa

from app.people.changes import give_role
from app.people.forms import NewGrant
from app.people.queries import person
from app.people.rules import Role
from app.trail.models import TrailEntry, TrailHead, TrailPayload
from app.trail.queries import checkpoint, verify_trail


def test_the_newest_stands_first_with_what_was_written(browser, signed_in, omar, failed):
    text = browser.get("/trail", headers=signed_in(omar)).text
    assert "answer.saved" in text
    assert "elapsed_seconds" in text
    listed = browser.get("/api/v1/trail", headers=signed_in(omar)).json()
    numbers = [entry["seq"] for entry in listed]
    assert numbers == sorted(numbers, reverse=True)


def test_it_is_narrowed_by_subject_and_deed(browser, signed_in, omar, failed):
    def deeds(query):
        reply = browser.get(f"/api/v1/trail?{query}", headers=signed_in(omar))
        return [(entry["action"], entry["subject"]) for entry in reply.json()]

    assert deeds("subject=A-0001") == [("audit.fieldwork", "A-0001"), ("audit.planned", "A-0001")]
    assert deeds("action=answer.") == [("answer.saved", "A-0001 FAC-WSH-001")]
    page = browser.get("/trail?subject=nothing", headers=signed_in(omar)).text
    assert "Nothing fits this filter" in page


def test_it_is_read_page_by_page(browser, signed_in, omar, audit, answers):
    for _revision in range(110):
        answers(audit, "DSC-OTD-001", "4")
    headers = signed_in(omar)
    first = browser.get("/trail?action=answer.", headers=headers).text
    assert first.count("answer.saved") >= 100
    assert 'rel="next"' in first
    oldest = browser.get("/api/v1/trail?action=answer.&limit=100", headers=headers).json()[-1]
    rest = browser.get(f"/trail?action=answer.&before={oldest['seq']}", headers=headers).text
    assert rest.count("<code>answer.saved") == 10
    assert 'rel="next"' not in rest
    assert browser.get("/trail?before=soon", headers=headers).status_code == 200


def test_each_reads_of_their_own_sites_and_their_own_deeds(
    browser, signed_in, session, omar, marta, zoe, foreign_site, at
):
    grant = NewGrant(role=Role.EXECUTIVE, site_id=foreign_site.id)
    give_role(session, person(session, zoe.id), grant, place=foreign_site, by=omar, at=at)
    session.commit()

    def subjects(who):
        listed = browser.get("/api/v1/trail?limit=500", headers=signed_in(who)).json()
        return {entry["subject"] for entry in listed}

    assert "NM-01" in subjects(zoe)
    assert "JR-01" not in subjects(zoe)
    assert "JR-01" in subjects(marta)
    assert not {"NM-01", "diana@example.org", "North Mill Boards"} & subjects(marta)
    assert "marta@example.org" in subjects(marta)
    assert {"NM-01", "JR-01", "North Mill Boards"} <= subjects(omar)


def test_who_reads_it_at_no_place_reads_none(browser, signed_in, ines):
    assert browser.get("/trail", headers=signed_in(ines)).status_code == 403


def test_the_whole_tree_can_be_worked_out_again(browser, signed_in, omar, failed, look):
    told = look(verify_trail)
    assert told.holds
    assert (told.size, told.root) == (look(checkpoint).size, look(checkpoint).root)
    assert "It holds" in browser.get("/trail/verification", headers=signed_in(omar)).text
    stated = browser.get("/api/v1/trail/checkpoint", headers=signed_in(omar)).json()
    assert stated["size"] > told.size  # the sign-ins of this very test
    assert len(stated["root"]) == 64


@pytest.fixture
def forged(session):
    """Changes a row behind the triggers, as somebody with the file in hand could."""

    def forge(statement):
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("the triggers of PostgreSQL need another key")
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'trail%'"
        for name in session.execute(sa.text(named)).scalars().all():
            session.execute(sa.text(f'DROP TRIGGER "{name}"'))
        session.execute(statement)
        session.commit()

    return forge


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (sa.update(TrailEntry).where(TrailEntry.seq == 5).values(actor="Somebody else"), 5),
        (sa.delete(TrailPayload).where(TrailPayload.seq == 5), None),
        (sa.update(TrailPayload).where(TrailPayload.seq == 5).values(payload="{}"), 5),
        (sa.update(TrailHead).values(frontier="00" * 32), "end"),
    ],
)
def test_a_forged_entry_is_named(forged, look, statement, broken, browser, signed_in, omar):
    headers = signed_in(omar)
    size = look(checkpoint).size
    forged(statement)
    told = look(verify_trail)
    assert told.broken == (size + 1 if broken == "end" else broken)
    words = "It holds" if broken is None else "It does not hold"
    assert words in browser.get("/trail/verification", headers=headers).text
