"""What an instrument showed reads like the limit that it is held against."""

from decimal import Decimal

import pytest

from app.checklists.rules import Direction, Measure, digits_beside
from app.web.words import said


@pytest.mark.parametrize(
    ("value", "limit", "told"),
    [
        ("0.478", "0.5", "0.478"),
        ("34.0", "30", "34.0"),
        ("1.9", "2.07", "1.90"),
        ("0", "0.03", "0.00"),
        ("390368", "352000", "390,368"),
        ("863000000", "1000000000", "0.863 × 10⁹"),
        ("1000000000", "1000000000", "1.0 × 10⁹"),
        ("1.2E+11", "1000000000", "120.0 × 10⁹"),
        ("35000001", "35000000", "3.5000001 × 10⁷"),
        ("-12", "-18.0", "-12.0"),
        ("9000000", "9999999", "9,000,000"),
    ],
)
def test_no_digit_is_lost_and_the_decimals_are_those_of_the_limit(value, limit, told):
    assert digits_beside(Decimal(value), Decimal(limit)) == told


@pytest.mark.parametrize(
    ("unit", "en", "zh"),
    [
        ("min", "4.6 min", "4.6分钟"),
        ("s", "4.6 s", "4.6秒"),
        ("h", "4.6 h", "4.6小时"),
        ("d", "4.6 d", "4.6天"),
        ("pcs", "4.6 pcs", "4.6件"),
        ("particles/m³", "4.6 particles/m³", "4.6粒/m³"),
        ("%", "4.6 %", "4.6%"),
        ("m/s", "4.6 m/s", "4.6 m/s"),
    ],
)
def test_units_that_are_words_are_told_in_the_readers_language(unit, en, zh):
    measure = Measure("any", unit, Decimal(5), Direction.MAX, "any")
    words, parts = measure.told(Decimal("4.6"))
    assert [said(lang, words, **parts) for lang in ("en", "zh")] == [en, zh]
