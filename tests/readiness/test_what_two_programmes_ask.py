from decimal import Decimal
from pathlib import Path

import pytest

from app.programmes.changes import load_folder
from app.programmes.coverage import asked_by, coverage
from app.programmes.queries import newest, opened
from app.programmes.rules import decimal_of
from app.readiness.rules import item_fact
from app.trail.rules import System

PAGE = "/programmes/coverage"
API = "/api/v1/programmes/coverage"
PROGRAMMES = Path(__file__).parents[2] / "checklists" / "programmes"


@pytest.fixture
def packs(session, look, at):
    load_folder(session, PROGRAMMES, by=System(), at=at)
    session.commit()
    return {row.pack: opened(row) for row in look(newest)}


@pytest.fixture
def items(edition):
    return [item_fact(item) for item in edition.items]


@pytest.fixture
def ask(browser, signed_in, ines):
    headers = signed_in(ines)
    return lambda path: browser.get(path, headers=headers)


def test_what_one_programme_asks_adds_up_to_one(packs, items):
    for pack in packs.values():
        asked = asked_by(pack, items)
        assert not asked or sum(one.share for one in asked.values()) == 1


def test_two_that_look_at_all_of_it_cover_each_other(packs, items):
    found = coverage(packs["bt-like"], packs["vodafone-like"], items)
    assert (found.share, found.back, len(found.both)) == (1, 1, 24)
    assert found.only_first == found.only_second == ()


def test_a_programme_of_labour_covers_only_a_part_of_the_whole(packs, items):
    found = coverage(packs["rba-vap"], packs["bt-like"], items)
    assert 0 < found.share < found.back
    assert set(found.both) | set(found.only_second) == {item.id for item in items}
    assert found.share == decimal_of(sum(found.second[id].share for id in found.both))


def test_shares_follow_the_weights_of_nodes_and_items(packs, items):
    asked = asked_by(packs["bt-like"], items)
    of_c01 = [one.share for one in asked.values() if "c01" in one.nodes]
    assert sum(of_c01) == packs["bt-like"].node("c01").weight / 100


def test_questions_of_its_own_are_covered_by_nobody(packs, items):
    found = coverage(packs["bt-like"], packs["vda-6-3"], items)
    assert found.share == 0
    assert len(found.only_second) > 10
    assert coverage(packs["bt-like"], packs["smeta-clocks"], items).share is None


def test_the_page_and_the_api_say_it_item_by_item(ask, packs):
    text = ask(f"{PAGE}?first=rba-vap&second=bt-like").text
    for words in ("RBA VAP", "Both ask", "LHR-HRS-001", "of 24 items"):
        assert words in text
    said = ask(f"{API}?first=rba-vap&second=bt-like").json()
    assert Decimal(said["share"]) < 1
    assert "LHR-HRS-001" in said["both"]
    assert len(said["both"]) + len(said["only_second"]) == 24


def test_every_pair_can_be_compared(ask, packs):
    for first in ("bt-like", "smeta-clocks", "vda-6-3"):
        for second in packs:
            assert ask(f"{PAGE}?first={first}&second={second}").status_code == 200


def test_what_is_not_loaded(ask, site):
    assert "Two programmes are needed" in ask(PAGE).text
    assert ask(f"{API}?first=bt-like&second=moon").status_code == 404
