import pytest

from app.people.changes import add_person, give_role
from app.people.forms import NewGrant, NewPerson
from app.people.queries import actor
from app.people.rules import Role
from app.trail.rules import System


@pytest.fixture
def database(empty_database):
    return empty_database


@pytest.fixture
def reader(browser, database, signed_in, at):
    form = NewPerson(email="ada@example.org", name="Ada Lindqvist", password="first of them all")
    with database.writing() as session:
        who = add_person(session, form, by=System(), at=at)
        session.flush()
        give_role(session, who, NewGrant(role=Role.AUDITOR), by=System(), at=at)
        session.commit()
        ada = actor(session, who)
    browser.headers.update(signed_in(ada))
    return browser


def test_the_page_says_what_to_do(reader):
    page = reader.get("/checklist")
    assert page.status_code == 200
    assert "shortlist checklist publish" in page.text


def test_there_is_no_item_yet(reader):
    assert reader.get("/checklist/items/FAC-WSH-001").status_code == 404


def test_there_is_no_edition_yet(reader):
    assert reader.get("/api/v1/editions").json() == []
