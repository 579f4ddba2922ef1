"""The texts of the demo: each in both languages, each for what it is said of."""

import re
from datetime import date, datetime
from uuid import uuid4

import pytest

from app.actions.forms import AgreePlan, PlanAction
from app.answers.rules import Level
from app.checklists.check import load_edition
from app.demo.scene import chance_of
from app.demo.words import FOLDER, not_here, note, remedy, say, written_in
from app.findings.rules import CauseTag, weak
from app.kit.settings import ROOT
from app.kit.yaml_text import read_file
from tests.model import model_folder

LANGS = ("en", "zh")
HOUR, NUMBER = re.compile(r"\d\d:\d\d"), re.compile(r"\d+")
PHOTO = re.compile("photo|picture|照片|拍照", re.IGNORECASE)
AT = datetime(2026, 7, 23, 14, 5)  # noqa: DTZ001 - the hour at the site


@pytest.fixture(scope="module")
def items():
    return [item for one in load_edition(model_folder()).categories for item in one.items]


def texts(name):
    return read_file(FOLDER / f"{name}.yaml").value


def ids():
    """Of the whole checklist."""
    for path in (ROOT / "checklists").glob("[01]*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (line.split(":")[1].strip() for line in lines if line.startswith("      - id: "))


def sections():
    """By how the ids of their items begin."""
    return {id.rpartition("-")[0] for id in ids()}


def test_every_section_has_a_remedy_of_its_domain():
    told = {prefix for one in texts("remedies") for prefix in one["on"]}
    lacking = {one for one in sections() if not told & {one, one.partition("-")[0]}}
    assert not lacking
    assert told <= {*ids(), *sections(), *(one.partition("-")[0] for one in sections())}


@pytest.mark.parametrize("lang", LANGS)
def test_every_remedy_can_be_planned_and_names_no_weak_cause(lang):
    for prefix in (one["on"][0] for one in texts("remedies")):
        for seed in range(8):
            one = remedy(f"{prefix}-001", lang, chance_of(seed))
            PlanAction(what=one.work, criterion=one.criterion, owner=uuid4(), due_on=date.max)
            assert one.unseen
            assert len(one.whys) > 2
            assert not any(weak(text) for text in (*one.whys, *one.unseen))
            said = (*one.whys, *one.unseen, one.work, *(one.contain or ()))
            assert {written_in(text) for text in said} == {lang}


def test_an_item_that_stands_alone_is_contained_in_words_of_its_own():
    of_section, of_item = (remedy(id, "en", chance_of(1)) for id in ("LGV-REC-001", "LGV-REC-002"))
    assert of_section.contain is None
    assert of_item.contain
    assert of_section.work != of_item.work


def test_the_causes_are_of_all_kinds():
    assert {CauseTag(one["tag"]) for one in texts("roots")} == set(CauseTag)
    assert {one["id"] for one in texts("roots")} == {one["root"] for one in texts("remedies")}


@pytest.mark.parametrize("lang", LANGS)
def test_every_deed_has_words_without_a_gap(lang):
    for what in texts("deeds"):
        for seed in range(20):
            told = say(what, lang, chance_of(seed))
            assert written_in(told) == lang
            assert "{" not in told
    AgreePlan(criterion=say("lasting", lang, chance_of(1)))


@pytest.mark.parametrize("lang", LANGS)
def test_a_failed_item_is_noted_in_its_own_words_and_another_only_now_and_then(items, lang):
    for item in items:
        told = note(item, Level.MOSTLY_NOT, lang, chance_of(item.id), at=AT)
        assert told.startswith(item.said(lang).failure)
        assert "{" not in told
    held = [
        note(item, Level.FULL, lang, chance_of(item.id, n), at=AT)
        for item in items
        for n in range(20)
    ]
    assert 0 < sum(bool(one) for one in held) < len(held) / 5
    assert not note(items[0], Level.NOT_APPLICABLE, lang, chance_of(0), at=AT)


@pytest.mark.parametrize("lang", LANGS)
def test_an_hour_that_a_note_tells_is_the_hour_at_which_it_was_seen(items, lang):
    told = {
        note(item, Level.MOSTLY_NOT, lang, chance_of(item.id, n), at=AT)
        for item in items
        for n in range(8)
    }
    hours = {hour for one in told for hour in HOUR.findall(one)} - set(
        HOUR.findall(" ".join(item.said(lang).failure for item in items))
    )
    assert hours == {"14:05"}


@pytest.mark.parametrize("lang", LANGS)
def test_better_than_the_last_round_is_said_of_what_failed_in_it(items, lang):
    words = texts("notes")["better"][lang]
    for better in (False, True):
        told = {
            note(items[0], Level.FULL, lang, chance_of(n), at=AT, better=better) for n in range(200)
        }
        assert bool(told & set(words)) == better


@pytest.mark.parametrize("lang", LANGS)
def test_nobody_speaks_of_a_photograph_that_is_not_there(lang):
    told = [text for kind in texts("notes")["failed"].values() for text in kind[lang]]
    told += [text for one in texts("deeds").values() for text in one[lang]]
    assert not [text for text in told if PHOTO.search(text)]


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_agreed_of_an_effect_is_what_is_seen_of_it(lang):
    """The same chance chooses both."""
    for meant, done in (("lasting", "lasted"), ("contain", "contained")):
        assert len(texts("deeds")[meant][lang]) == len(texts("deeds")[done][lang])
    for n in range(20):
        before, after = (say(what, lang, chance_of("F-0001", n)) for what in ("lasting", "lasted"))
        assert NUMBER.findall(before) == NUMBER.findall(after)


def test_what_a_place_does_not_have_is_never_a_knock_out(items):
    told = texts("outside")
    known = {*sections(), *ids()}
    assert {prefix for one in told for prefix in one["on"]} <= known
    for item in items:
        if item.knock_out:
            assert not any(not_here(place, item, "en") for one in told for place in one["at"])
