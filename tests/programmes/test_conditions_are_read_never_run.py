from fractions import Fraction

import pytest

from app.programmes.figures.expressions import DEEPEST, ExpressionFault, read_expression
from app.programmes.figures.terms import Kind

NAMES = {
    "a": Kind.NUMBER,
    "b": Kind.NUMBER,
    "nothing": Kind.NUMBER,
    "verdict": Kind.CODE,
    "ready": None,
    "hold": None,
}
VALUES = {"a": Fraction(6), "b": Fraction(4), "nothing": None, "verdict": "ready"}


def worked(text, kind=Kind.FLAG):
    return read_expression(text, kind, NAMES).on(VALUES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 2", 14),
        ("(a + b) * 2", 20),
        ("a - b - 1", 1),
        ("-a + b", -2),
        ("a / b", Fraction(3, 2)),
        ("a * 0.1", Fraction(3, 5)),
        ("min(a, b, 9) + max(a, b)", 10),
        ("a / (b - 4)", None),
        ("a + nothing", None),
        ("min(a, nothing)", None),
    ],
)
def test_arithmetic_is_exact_and_unknown_stays_unknown(text, value):
    assert worked(text, Kind.NUMBER) == value


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a > b", True),
        ("a >= 6 and b <= 4", True),
        ("a == 6.0", True),
        ("a != 6 or b < 4", False),
        ("not a < b", True),
        ("verdict == ready", True),
        ("verdict != ready", False),
        ("verdict == hold", False),
        ("nothing > 1", None),
        ("nothing > 1 and a < b", False),
        ("nothing > 1 and a > b", None),
        ("nothing > 1 or a > b", True),
        ("nothing > 1 or a < b", None),
        ("not nothing > 1", None),
    ],
)
def test_a_condition_holds_fails_or_is_unknown(text, holds):
    assert worked(text) is holds


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "breaks off"),
        ("a >", "breaks off"),
        ("a b", '"b" cannot stand here'),
        ("a > 1)", '")" cannot stand here'),
        ("(a > 1", '")" is missing'),
        ("min(a", '")" is missing'),
        ("c > 1", '"c" names nothing'),
        ("a > 1 > b", "Two comparisons"),
        ("a and b", '"and" needs a condition'),
        ("not a", '"not" needs a condition'),
        ("(a > 1) + 2 > 1", '"+" needs a number'),
        ("verdict > hold", "cannot order codes"),
        ("verdict == 3", "compares a code with a number"),
        ("a", "is a number, where a condition is needed"),
        ("a / 0 > 1", "divides by zero"),
        ("a / (2 - 2) > 1", "divides by zero"),
        ("a > 1; b", '";" has no meaning'),
        ("__import__('os')", "names nothing"),
        ("a.b > 1", '"." has no meaning'),
        ("a > 1e3", '"e3" cannot stand here'),
        ("a ** 2 > 1", '"*" cannot stand here'),
        ("a > " + "1 + " * 100 + "1", "characters"),
        ("(" * 1000 + "a" + ")" * 1000, "characters"),
        ("(" * 100 + "a" + ")" * 100, f"More than {DEEPEST} levels"),
        ("not " * 50 + "a > 1", f"More than {DEEPEST} levels"),
        ("-" * 50 + "a > 1", f"More than {DEEPEST} levels"),
        ("x" * 10_000, "10000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text, reason):
    with pytest.raises(ExpressionFault) as refused:
        read_expression(text, Kind.FLAG, NAMES)
    assert reason in refused.value.reason
    assert refused.value.mend


def test_it_knows_its_names_and_comparisons():
    expression = read_expression("a > b + 1 and min(a, 2) < 3", Kind.FLAG, NAMES)
    assert expression.names == ("a", "b")
    assert [found.text for found in expression.comparisons] == ["a > b + 1", "min(a, 2) < 3"]
