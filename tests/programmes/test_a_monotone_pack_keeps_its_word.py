"""A pack that says monotone: true is searched for a counter-example when it is checked."""

import pytest

from app.kit.yaml_text import YamlRefused
from app.programmes.forms import load_pack, open_pack
from app.programmes.packs.monotone import worsening
from tests.programmes.conftest import HERE

SMALL = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
CERTIFICATE = (HERE / "certificate.yaml").read_text(encoding="utf-8")
CERTIFICATE = CERTIFICATE.replace("verified: true\n", "verified: true\nmonotone: true\n", 1)
PROCESS = (HERE / "process.yaml").read_text(encoding="utf-8")
PROCESS = PROCESS.replace("verified: true\n", "verified: true\nmonotone: true\n", 1)


def refused(text):
    with pytest.raises(YamlRefused) as found:
        load_pack(text, "spoilt.yaml")
    (fault,) = found.value.faults
    assert fault.rule == "monotone"
    assert text.splitlines()[fault.line - 1] == "monotone: true"
    assert fault.mend == "Mend the rule that worsens, or write monotone: false."
    load_pack(text.replace("monotone: true", "monotone: false"), "honest.yaml")
    return fault.reason


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ("when: minS < 60", "when: minS > 60", "takes the verdict from"),
        ("when: minS < 60", "when: minS == 50", "Answering"),
        ("when: minEHS < 75", "when: failed < 3", "takes the verdict from"),
        ("when: open_critical > 0", "when: open_critical == 0", "Closing a finding of the class"),
        ("when: minEHS < 75", "when: raised_major == open_major + 1", "takes the verdict"),
        ("when: overdue_major == 0", "when: overdue_major > 0", "the gate shortlist from open"),
        ("code: ready, min: 85", "code: ready, when: total >= 85 and total < 99", "from ready to"),
    ],
)
def test_a_rule_that_punishes_an_improvement_is_refused(was, becomes, reason):
    text = SMALL.replace(was, becomes, 1)
    assert text != SMALL
    if "overdue" in was:
        text = text.replace("verdict == ready", "minS >= 1")
    assert reason in refused(text)


def test_equal_numbers_of_plans_and_findings_are_a_trap():
    assert "Closing a finding of the class minor" in refused(CERTIFICATE)
    mended = CERTIFICATE.replace("plans_accepted==open_minor", "plans_accepted>=open_minor")
    assert load_pack(mended, "mended.yaml").monotone


def test_an_award_that_is_lost_is_named():
    award = "awards: [{code: modest, when: minS < 90, title: {en: Modest, zh: 谦}}]\ngates:"
    assert "takes the award from modest to none" in refused(SMALL.replace("gates:", award))


def test_a_step_of_a_process_is_tried_by_itself():
    assert load_pack(PROCESS, "process.yaml").monotone
    spoilt = PROCESS.replace("when: minEU < 80", "when: minEN > 90 and minEN < 95")
    assert "the verdict from" in refused(spoilt)


def test_the_search_finds_the_same_each_time():
    pack = open_pack(SMALL.replace("when: minS < 60", "when: minS > 60"), "spoilt.yaml")
    assert worsening(pack) == worsening(pack)


def test_a_large_pack_is_searched_with_as_much_patience():
    text = SMALL.replace(
        "items: [{id: M1-1, weight: 2}, {id: M1-2}, {id: M1-3}]", "items: 600"
    ).replace("when: minS < 60", "when: minS > 60")
    assert "the verdict" in refused(text)
