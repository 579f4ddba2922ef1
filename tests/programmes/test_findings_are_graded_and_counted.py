from datetime import date

import pytest

from app.programmes.forms import load_pack
from app.programmes.rules import (
    Clause,
    Facts,
    FindingFact,
    due_on,
    evaluate,
    interviewed,
    measured,
    sampled,
)
from tests.programmes.conftest import HERE

MONDAY = date(2025, 9, 29)


def counted(score, **finding):
    given = {"ref": "F-1", "class": "major", "raised_on": "2026-03-01"} | finding
    metrics = score("bt-small", as_of="2026-04-01", findings=[given]).metrics
    states = ("raised", "open", "closed", "overdue")
    return [state for state in states if metrics[f"{state}_major"]]


@pytest.mark.parametrize(
    ("finding", "states"),
    [
        ({}, ["raised", "open", "overdue"]),
        ({"raised_on": "2026-03-02"}, ["raised", "open"]),
        ({"due_on": "2026-04-01"}, ["raised", "open"]),
        ({"due_on": "2026-03-31"}, ["raised", "open", "overdue"]),
        ({"closed_on": "2026-04-01"}, ["raised", "closed"]),
        ({"closed_on": "2026-04-02"}, ["raised", "open", "overdue"]),
        ({"raised_on": "2026-04-02"}, []),
    ],
)
def test_a_finding_stands_as_it_did_on_the_day(score, finding, states):
    assert counted(score, **finding) == states


def test_the_gate_names_what_is_overdue_with_its_figure(score):
    finding = {"ref": "F-1", "class": "major", "raised_on": "2026-01-01"}
    result = score("bt-small", as_of="2026-04-01", findings=[finding])
    (gate,) = result.gates
    overdue = next(c for c in gate.unmet if c.text == "overdue_major == 0")
    assert overdue.values == (("overdue_major", 1),)
    assert overdue.title == {"en": "No major overdue", "zh": "无逾期严重项"}


def test_three_minors_on_one_clause_make_majors(score):
    def minors(*clauses):
        given = [{"ref": f"F-{n}", "class": "minor", "clause": x} for n, x in enumerate(clauses)]
        return score("certificate", findings=given).metrics

    assert minors("8.5", "8.5", "7.1")["open_major"] == 0
    assert minors("8.5", "8.5", "8.5")["open_major"] == 3
    assert minors("", "", "")["open_major"] == 0


def test_what_is_closed_makes_no_group(score):
    given = [{"ref": f"F-{n}", "class": "minor", "clause": "8.5"} for n in range(3)]
    given[0] |= {"closed_on": "2026-03-01"}
    before = score("certificate", as_of="2026-02-28", findings=given).metrics
    after = score("certificate", as_of="2026-03-01", findings=given).metrics
    assert (before["open_major"], after["open_major"], after["closed_minor"]) == (3, 0, 1)


@pytest.mark.parametrize(("standard", "majors"), [("iso-9001-2015", 3), ("sa8000-2014", 0)])
def test_a_group_looks_at_the_clauses_of_its_own_standards(pack, standard, majors):
    clause = Clause(standard, "8.5.1")
    minors = [FindingFact(f"F-{n}", "minor", MONDAY, clauses=frozenset({clause})) for n in range(3)]
    result = evaluate(pack("iso-17021-1"), Facts((), (), tuple(minors), MONDAY))
    assert result.metrics["open_major"] == majors


def test_a_repeat_is_one_class_graver_and_never_more_than_the_gravest(score):
    text = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
    pack = load_pack(text.replace("deductions:", "classify: [{op: repeat_up}]\ndeductions:"), "r")
    given = [
        {"ref": "F-1", "class": "minor", "repeated": True},
        {"ref": "F-2", "class": "critical", "repeated": True},
        {"ref": "F-3", "class": "minor"},
    ]
    metrics = score(pack, findings=given).metrics
    assert [metrics[f"open_{x}"] for x in ("critical", "major", "minor")] == [1, 1, 1]


def test_a_programme_may_take_one_class_for_another(score):
    result = score("strict", findings=[{"ref": "F-1", "class": "observation"}])
    assert result.metrics["open_minor"] == 1


def test_findings_of_chosen_nodes_are_counted_apart(score):
    def ehs(item):
        found = [{"ref": "F-1", "class": "critical", "item": item}]
        return score("strict", rest="4", findings=found).metrics["ehs_critical"]

    assert (ehs("10-health-safety"), ehs("01-leadership"), ehs("")) == (1, 0, 0)


def test_an_unknown_class_is_refused_not_dropped(pack):
    found = FindingFact("F-1", "odd", date(2026, 1, 1))
    with pytest.raises(ValueError, match="odd"):
        evaluate(pack("bt-small"), Facts((), (), (found,), date(2026, 2, 1)))


@pytest.mark.parametrize(
    ("step", "due"),
    [
        ("containment", date(2025, 10, 1)),
        ("reply", date(2025, 10, 7)),
        ("review", date(2026, 3, 29)),
        ("close", date(2025, 12, 28)),
        ("nothing", None),
    ],
)
def test_clocks_count_hours_working_days_months_and_days(pack, step, due):
    """25 hours reach into a second day; the first three days of October are holidays."""
    assert due_on(pack("clocks-only"), "minor", step, {"closing_meeting": MONDAY}) == due


def test_a_clock_without_its_anchor_does_not_run(pack):
    assert due_on(pack("clocks-only"), "minor", "close", {"raised": MONDAY}) is None
    assert due_on(pack("clocks-only"), "unheard_of", "close", {"closing_meeting": MONDAY}) is None


def test_instruments_samples_and_interviews_speak_for_themselves():
    assert [measured(x, 85, "max") for x in (84, 85, 86)] == ["pass", "pass", "fail"]
    assert [measured(x, 300, "min") for x in (299, 300)] == ["fail", "pass"]
    assert [sampled(x, 1) for x in (0, 1, 2)] == ["pass", "pass", "fail"]
    assert [interviewed(x, 3) for x in (2, 3)] == ["fail", "pass"]
