"""The texts of the demo: each in both languages, each for what it is said of."""

from datetime import date
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


@pytest.fixture(scope="module")
def items():
    return [item for one in load_edition(model_folder()).categories for item in one.items]


def texts(name):
    return read_file(FOLDER / f"{name}.yaml").value


def sections():
    """Of the whole checklist, by how the ids of their items begin."""
    for path in (ROOT / "checklists").glob("[01]*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        ids = [line.split(":")[1].strip() for line in lines if line.startswith("      - id: ")]
        yield from {id.rpartition("-")[0] for id in ids}


def test_every_section_has_a_remedy_of_its_domain():
    told = {prefix for one in texts("remedies") for prefix in one["on"]}
    lacking = {one for one in sections() if not told & {one, one.partition("-")[0]}}
    assert not lacking
    assert told <= {*sections(), *(one.partition("-")[0] for one in sections())}


@pytest.mark.parametrize("lang", LANGS)
def test_every_remedy_can_be_planned_and_names_no_weak_cause(lang):
    for prefix in (one["on"][0] for one in texts("remedies")):
        for seed in range(8):
            one = remedy(f"{prefix}-001", lang, chance_of(seed))
            PlanAction(what=one.work, criterion=one.criterion, owner=uuid4(), due_on=date.max)
            assert one.unseen
            assert len(one.whys) > 2
            assert not any(weak(text) for text in (*one.whys, *one.unseen))
            assert {written_in(text) for text in (*one.whys, *one.unseen, one.work)} == {lang}


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
        told = note(item, Level.MOSTLY_NOT, lang, chance_of(item.id))
        assert told.startswith(item.said(lang).failure)
        assert "{" not in told
    held = [
        note(item, Level.FULL, lang, chance_of(item.id, n)) for item in items for n in range(20)
    ]
    assert 0 < sum(bool(one) for one in held) < len(held) / 5
    assert not note(items[0], Level.NOT_APPLICABLE, lang, chance_of(0))


def test_what_a_place_does_not_have_is_never_a_knock_out(items):
    told = texts("outside")
    assert {one["on"] for one in told} <= set(sections())
    for item in items:
        if item.knock_out:
            assert not any(not_here(place, item, "en") for one in told for place in one["at"])
