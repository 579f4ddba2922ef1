from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import func, select

from app.checklists.changes import VersionTaken, publish
from app.checklists.check import load_edition
from app.checklists.content import sealed
from app.checklists.generated import generated_edition
from app.checklists.models import EditionRow
from app.checklists.opening import ContentChanged, opened_once
from app.checklists.queries import (
    edition as edition_of,
)
from app.checklists.queries import (
    editions,
    editions_by_ids,
    history,
    latest_edition,
)
from app.checklists.queries import (
    published as published_of,
)
from app.kit.errors import NotFound
from app.kit.ids import new_id
from app.kit.yaml_text import YamlRefused
from app.trail.models import TrailEntry
from app.trail.rules import System
from tests.checklists.desk import NOW


@pytest.fixture
def database(empty_database):
    return empty_database


def put(session, checklist, *, days=0):
    known = publish(session, checklist, by=System(), at=NOW + timedelta(days=days))
    session.commit()
    return known


def test_it_stands_with_its_hash_and_on_the_trail(session, checklist):
    known = put(session, checklist)
    assert (known.version, known.items) == (checklist.version, len(checklist.items))
    assert known.sha256 == checklist.sha256
    assert published_of(session, known.id) == known
    entry = session.exec(select(TrailEntry)).one()
    assert (entry.action, entry.actor) == ("edition.published", "Shortlist")


def test_it_comes_back_as_it_was(session, checklist):
    known = put(session, checklist)
    assert edition_of(session, known.id) == checklist
    assert edition_of(session, known.id) is edition_of(session, known.id)
    assert editions_by_ids(session, {known.id, new_id()}) == {known.id: checklist}


def test_the_same_content_again_is_the_same_edition(session, checklist):
    known = put(session, checklist)
    assert put(session, checklist, days=1) == known
    assert session.exec(select(func.count()).select_from(EditionRow)).one() == 1


def test_a_version_is_never_given_to_other_content(session, checklist):
    put(session, checklist)
    other = sealed(replace(checklist, title={"en": "Another"}))
    with pytest.raises(VersionTaken, match=r"2026\.1 of supplier-qualification stands already"):
        put(session, other)
    assert [known.sha256 for known in editions(session)] == [checklist.sha256]


def test_the_newest_comes_first(session, checklist):
    assert latest_edition(session) is None
    put(session, checklist)
    newer = put(session, generated_edition(30), days=1)
    assert latest_edition(session) == newer
    assert [known.version for known in editions(session)] == ["30", checklist.version]


def test_an_item_knows_its_editions(session, checklist):
    put(session, checklist)
    item = checklist.items[0]
    easier = replace(item, knock_out=not item.knock_out)
    section = replace(checklist.categories[0].sections[0], items=(easier,))
    category = replace(checklist.categories[0], sections=(section,))
    put(session, sealed(replace(checklist, version="2027.1", categories=(category,))), days=1)
    put(session, generated_edition(12), days=2)
    told = [(known.version, same) for known, same in history(session, item)]
    assert told == [("2027.1", False), (checklist.version, True)]


def test_an_edition_that_is_not_there_is_not_found(session):
    assert published_of(session, new_id()) is None
    with pytest.raises(NotFound):
        edition_of(session, new_id())


def test_content_that_was_tampered_with_is_not_opened(checklist):
    with pytest.raises(ContentChanged):
        opened_once(new_id(), "0" * 64, lambda: "{}")


def test_a_bad_file_changes_nothing(session, desk):
    desk.change("12-facilities-living.yaml", "zones: washroom", "zones: restroom")
    with pytest.raises(YamlRefused):
        put(session, load_edition(desk.folder))
    assert editions(session) == []
    assert session.exec(select(TrailEntry)).all() == []


def test_only_so_many_editions_are_kept_open(session):
    ids = [put(session, generated_edition(n), days=n).id for n in range(1, 20)]
    assert all(len(edition_of(session, id).items) == n for n, id in enumerate(ids, 1))
