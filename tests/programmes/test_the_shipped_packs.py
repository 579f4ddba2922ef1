from pathlib import Path

import pytest

from tests.programmes.conftest import SHIPPED, read_pack

NAMES = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
CATEGORIES = {path.stem for path in Path("checklists").glob("[01][0-9]-*.yaml")}


@pytest.mark.parametrize("name", NAMES)
def test_each_proves_itself_and_speaks_both_languages(name):
    pack = read_pack(name)
    assert pack.id == name
    titles = [pack.title, pack.about, *(node.title for node in pack.nodes)]
    titles += [band.title for band in pack.verdict.bands]
    titles += [cap.condition.title for cap in pack.verdict.caps]
    assert all(title["en"] and title["zh"] for title in titles)


@pytest.mark.parametrize("name", NAMES)
def test_each_looks_at_every_category_once_with_weights_of_a_hundred(name):
    nodes = read_pack(name).nodes
    looked_at = [category for node in nodes for category in node.picks.categories]
    assert sorted(looked_at) == sorted(CATEGORIES)
    assert sum(node.weight for node in nodes) == 100


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_names_its_source(name):
    pack = read_pack(name)
    rules = [*pack.classes, *pack.deductions, *pack.verdict.caps, *pack.awards, *pack.gates]
    assert {rule.origin.source for rule in rules} <= set(pack.sources)


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
