import pytest

from app.kit.yaml_text import YamlRefused
from app.programmes.forms import read_facts
from app.programmes.rules import evaluate

FACTS = """as_of: "2026-06-01"
rest: "4"
levels: {10-health-safety: ["3"]}
findings:
  - {ref: F-1, class: major, item: 10-health-safety, raised_on: "2026-01-01"}
"""


def test_a_few_lines_are_enough_to_try_it(pack):
    scheme = pack("bt-like")
    result = evaluate(scheme, read_facts(FACTS, "facts.yaml", scheme))
    assert (str(result.total), result.verdict) == ("97.50", "ready")
    assert [c.text for c in result.gates[0].unmet] == ["overdue_major == 0"]


@pytest.mark.parametrize(
    ("was", "becomes", "line", "reason"),
    [
        ("rest:", "rets:", 2, "The key rets is not known here."),
        ('"2026-01-01"', '"2026-13-01"', 5, "valid date"),
        ('["3"]', '["7"]', 3, "there is no level 7"),
        ('["3"]', '["3", "3"]', 3, "has 1 items; 2 levels are given"),
        ('rest: "4"', 'rest: "9"', 2, "there is no level 9"),
        ("class: major", "class: odd", 5, "there is no class odd"),
        ("findings:", "named: {moon: 1}\nfindings:", 4, "asks for no fact moon"),
        ("findings:", 'dates: {full_moon: "2026-01-01"}\nfindings:', 4, "runs from full_moon"),
        ("findings:", "items: {moon: 3}\nfindings:", 4, "looks at no moon"),
        ("findings:", "spots: [{ref: S, item: moon}]\nfindings:", 4, "There is no item moon"),
        (FACTS, "- 1\n", 1, "should be a valid dictionary"),
    ],
)
def test_a_mistake_in_it_is_named(pack, was, becomes, line, reason):
    with pytest.raises(YamlRefused) as refused:
        read_facts(FACTS.replace(was, becomes), "facts.yaml", pack("bt-like"))
    fault = refused.value.faults[0]
    assert reason in fault.reason
    assert fault.line == line
