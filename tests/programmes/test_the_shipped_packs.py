"""The schemes that come along: each proves itself; seven of them judge our own checklist."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from app.checklists.check import load_edition
from app.kit.yaml_text import YamlRefused
from app.programmes.forms import load_pack
from app.programmes.rules import AnswerFact, Facts, ItemFact, evaluate
from tests.programmes.conftest import HERE, SHIPPED, read_pack

NAMES = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
BY_CATEGORY = ("bt-like", "vodafone-like")
OF_OUR_CHECKLIST = sorted(
    [*BY_CATEGORY, "rba-vap", "iso-17021-1", "amfori-bsci", "ecovadis-like", "sa8000-like"]
)


@cache
def edition():
    return load_edition(SHIPPED.parent)


def answered(levels):
    """Every item of the checklist, answered with one level after the other."""
    items = tuple(
        ItemFact(x.id, x.category, x.section, x.severity, x.method, knock_out=x.knock_out)
        for x in edition().items
    )
    answers = tuple(AnswerFact(x.id, levels[n % len(levels)]) for n, x in enumerate(items))
    return Facts(items=items, answers=answers, findings=(), as_of=date(2026, 11, 22))


def test_every_scheme_that_was_promised_is_there():
    assert set(NAMES) == {
        *OF_OUR_CHECKLIST,
        "as9101-pear",
        "iatf-16949-clocks",
        "iso-iec-33020",
        "smeta-clocks",
        "vda-6-3",
        "vda-6-3-potential",
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_proves_itself_and_speaks_both_languages(name):
    pack = read_pack(name)
    assert pack.id == name
    titles = [pack.title, pack.about, *(node.title for node in pack.nodes)]
    titles += [cls.title for cls in pack.classes]
    titles += [asked.title for asked in pack.named.values()]
    if pack.verdict:
        titles += [band.title for band in pack.verdict.bands]
        titles += [cap.condition.title for cap in pack.verdict.caps]
    assert all(title["en"] and title["zh"] for title in titles)


@pytest.mark.parametrize("name", NAMES)
def test_each_carries_vectors_of_its_own(name):
    text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"^  - (?:id:|\{id:)", text.partition("\nvectors:")[2], re.MULTILINE)) > 1


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_names_a_source_with_its_date(name):
    pack = read_pack(name)
    caps = pack.verdict.caps if pack.verdict else ()
    rules = [*pack.classes, *pack.deductions, *pack.metrics, *caps, *pack.awards, *pack.gates]
    rules += [clock for cls in pack.classes for clock in cls.clocks]
    assert {rule.origin.source for rule in rules} <= set(pack.sources)
    undated = [key for key, said in pack.sources.items() if not re.search(r"20\d\d", said["en"])]
    assert not undated


@pytest.mark.parametrize("name", NAMES)
def test_each_source_is_told_in_the_language_of_its_reader(name):
    told = read_pack(name).sources
    same = [key for key, said in told.items() if not re.search("[\u4e00-\u9fff]", said["zh"])]
    assert not same


def small(sources):
    text = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
    return re.sub("(?m)^sources: .*$", f"sources: {{spec: {sources}}}", text)


def test_a_source_that_is_but_a_name_reads_the_same_in_each_language():
    pack = load_pack(small("ISO 2859-1"), "small")
    assert pack.sources["spec"] == {"en": "ISO 2859-1", "zh": "ISO 2859-1"}


def test_a_source_in_one_language_of_two_is_refused():
    with pytest.raises(YamlRefused) as no:
        load_pack(small("{en: Our own}"), "small")
    assert "zh" in str(no.value.faults[0])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_our_proposal_is_never_called_verified(name):
    pack = read_pack(name)
    caps = pack.verdict.caps if pack.verdict else ()
    clocks = [clock for cls in pack.classes for clock in cls.clocks]
    rules = [*pack.classes, *pack.metrics, *caps, *pack.awards, *pack.gates, *clocks]
    proposals = [x for x in rules if "proposal" in pack.sources[x.origin.source]]
    assert not [rule for rule in proposals if rule.origin.verified]


@pytest.mark.parametrize("name", BY_CATEGORY)
def test_a_telecom_buyer_looks_at_every_category_once_with_weights_of_a_hundred(name):
    nodes = read_pack(name).nodes
    looked_at = [category for node in nodes for category in node.picks.categories]
    assert sorted(looked_at) == sorted(category.id for category in edition().categories)
    assert sum(node.weight for node in nodes) == 100


@pytest.mark.parametrize("name", OF_OUR_CHECKLIST)
def test_what_it_looks_at_stands_in_the_checklist(name):
    known = {(x.category, x.section, x.id) for x in edition().items}
    categories, sections, items = (set(column) for column in zip(*known, strict=True))
    for node in read_pack(name).nodes:
        assert node.picks.categories <= categories
        assert node.picks.sections <= sections
        assert node.picks.items <= items


@pytest.mark.parametrize("name", OF_OUR_CHECKLIST)
def test_no_item_counts_in_two_parts_of_a_scheme(name):
    pack = read_pack(name)
    result = evaluate(pack, answered("4"))
    looked_at = len(edition().items) - len(result.unmapped)
    assert sum(node.items for node in result.nodes) == looked_at
    assert all(node.items for node in result.nodes)


FULL = {
    "amfori-bsci": "A",
    "bt-like": "ready",
    "ecovadis-like": "outstanding",
    "iso-17021-1": "recommend",
    "rba-vap": "green",
    "sa8000-like": "mature",
    "vodafone-like": "preferred",
}
HALF = {
    "amfori-bsci": "D",
    "bt-like": "not_ready",
    "ecovadis-like": "good_practice",
    "iso-17021-1": "ungraded",
    "rba-vap": "red",
    "sa8000-like": "developing",
    "vodafone-like": "not_qualified",
}


@pytest.mark.parametrize("name", OF_OUR_CHECKLIST)
def test_the_same_answers_get_a_verdict_under_each(name):
    assert evaluate(read_pack(name), answered("4")).verdict == FULL[name]
    assert evaluate(read_pack(name), answered("4310")).verdict == HALF[name]


@pytest.mark.parametrize("name", OF_OUR_CHECKLIST)
def test_a_handful_of_answers_is_no_good_verdict(name):
    pack = read_pack(name)
    facts = answered("4")
    few = Facts(facts.items, facts.answers[:20], (), facts.as_of)
    tone = {band.code: band.tone for band in pack.verdict.bands}
    verdict = evaluate(pack, few).verdict
    assert verdict is None or tone[verdict] != "good"


@pytest.mark.parametrize("name", OF_OUR_CHECKLIST)
def test_where_nothing_applies_there_is_no_figure(name):
    result = evaluate(read_pack(name), answered(["na"]))
    assert {node.reason for node in result.nodes} == {"all_na"}
    assert {node.score for node in result.nodes} == {None}
    assert result.total is None


def test_the_same_answers_get_two_verdicts(score):
    given = {
        "rest": "4",
        "findings": [{"ref": "F-1", "class": "critical", "item": "10-health-safety"}],
    }
    assert score("bt-like", **given).verdict == "not_ready"
    assert score("vodafone-like", **given).verdict == "excluded"
    lapses = {"rest": "4", "levels": {"09-environment": ["3"], "10-health-safety": ["3"]}}
    assert score("bt-like", **lapses).verdict == "ready"
    assert score("vodafone-like", **lapses).verdict == "watch"


def test_a_scheme_carries_no_sentence_of_its_owner():
    """Items of a scheme's own tree are numbers; only ours have texts, and they stand elsewhere."""
    for name in ("vda-6-3", "vda-6-3-potential", "iso-iec-33020"):
        assert all(len(item.id) < 16 and "?" not in item.id for item in read_pack(name).items)
    assert not [path for path in Path(SHIPPED).glob("*.yaml") if '?"' in path.read_text("utf-8")]
