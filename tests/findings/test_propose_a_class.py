from dataclasses import replace
from fractions import Fraction

import pytest

from app.findings.proposals import Seen, proposed
from app.findings.rules import FindingClass, Rule
from app.programmes.forms import load_pack
from app.programmes.rules import Clause
from app.programmes.scheme.classes import ByRatio, GroupToClass, RepeatUp
from app.web.words import said
from tests.cast import CHECKLISTS

CLAUSE, OTHER = Clause("iso-9001-2015", "8.5.1"), Clause("sa8000-2014", "1.1")
MINOR, MAJOR, CRITICAL = FindingClass.MINOR, FindingClass.MAJOR, FindingClass.CRITICAL


@pytest.fixture
def told(pack):
    """What the programme with these rules proposes: class and rule."""

    def one(*rules, **seen):
        packs = [replace(pack, regrades=rules)]
        found = proposed(packs, Seen(**({"severity": MINOR} | seen)))
        return found.class_, found.rule

    return one


def test_the_item_says_how_grave_it_is(told):
    assert told(severity=CRITICAL) == (CRITICAL, Rule.SEVERITY)


def test_without_an_item_it_is_minor(told):
    assert told(severity=None) == (MINOR, Rule.SEVERITY)


FIFTH = ByRatio(Fraction(1, 5), "major", "minor")


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ((1, 5), (MAJOR, Rule.SHARE)),
        ((1, 6), (MINOR, Rule.SEVERITY)),
        (None, (MINOR, Rule.SEVERITY)),
    ],
)
def test_a_share_of_the_sample_makes_it_graver(told, sample, expected):
    assert told(FIFTH, sample=sample) == expected


def test_a_small_share_makes_nothing_slighter(told):
    assert told(FIFTH, severity=CRITICAL, sample=(1, 100)) == (CRITICAL, Rule.SEVERITY)


def test_several_minors_on_one_requirement_are_a_major(told):
    three = GroupToClass("minor", 3, "major")
    assert told(three, alike={CLAUSE: {MINOR: 2}}) == (MAJOR, Rule.GROUP)
    assert told(three, alike={CLAUSE: {MINOR: 1}, OTHER: {MINOR: 1}}) == (MINOR, Rule.SEVERITY)


def test_a_group_is_of_the_standards_of_its_rule(told):
    three = GroupToClass("minor", 3, "major", frozenset({"iso-9001-2015"}))
    assert told(three, alike={CLAUSE: {MINOR: 2}}) == (MAJOR, Rule.GROUP)
    assert told(three, alike={OTHER: {MINOR: 2}}) == (MINOR, Rule.SEVERITY)


def test_a_class_that_it_calls_as_we_do_is_that_one():
    """Also where it takes a graver one of ours for it."""
    text = (CHECKLISTS / "programmes" / "iso-17021-1.yaml").read_text(encoding="utf-8")
    seen = Seen(MINOR, alike={CLAUSE: {MINOR: 2}})
    assert proposed([load_pack(text, "iso")], seen).class_ is MAJOR


def test_a_repeat_is_one_class_graver(told):
    assert told(RepeatUp(), earlier="F-0001") == (MAJOR, Rule.REPEAT)
    assert told(RepeatUp(), severity=CRITICAL, earlier="F-0001") == (CRITICAL, Rule.SEVERITY)
    assert told(RepeatUp()) == (MINOR, Rule.SEVERITY)


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(MINOR, (MAJOR, Rule.REPEAT)), (MAJOR, (MAJOR, Rule.SEVERITY))],
)
def test_a_repeat_goes_no_higher_than_the_programme_knows(severity, expected):
    """IATF 16949 knows no critical finding, so that its major is the gravest."""
    text = (CHECKLISTS / "programmes" / "iatf-16949-clocks.yaml").read_text(encoding="utf-8")
    found = proposed([load_pack(text, "iatf")], Seen(severity, earlier="F-0001"))
    assert (found.class_, found.rule) == expected


def test_each_rule_stands_on_the_one_before(told):
    assert told(FIFTH, RepeatUp(), sample=(5, 5), earlier="F-0001") == (CRITICAL, Rule.REPEAT)


def test_a_hidden_hazard_is_a_major_at_least(told):
    assert told(hazard=True) == (MAJOR, Rule.HAZARD)
    assert told(severity=CRITICAL, hazard=True) == (CRITICAL, Rule.SEVERITY)


@pytest.mark.parametrize(
    "seen",
    [
        {"severity": MINOR},
        {"severity": None},
        {"severity": MINOR, "sample": (9, 9)},
        {"severity": MINOR, "alike": {CLAUSE: {MINOR: 9}}},
        {"severity": MINOR, "earlier": "F-0001"},
        {"severity": MINOR, "hazard": True},
    ],
)
def test_each_reason_is_a_whole_sentence(pack, seen):
    rules = (FIFTH, GroupToClass("minor", 3, "major"), RepeatUp())
    text, parts = proposed([replace(pack, regrades=rules)], Seen(**seen)).sentence
    assert "{" not in said("en", text, **parts)
