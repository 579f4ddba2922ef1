"""Numbers, units and scripts in a sentence."""

import re
from collections.abc import Iterator
from decimal import Decimal

_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_POWER = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_EXPONENT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

_UNITS = (
    "s|min|h|d|ms|seconds?|minutes?|hours?|(?:working )?days?|weeks?|months?|years?|"
    "[nµmck]?m[²³]?|[µmk]?g|t|m?L|[kM]?W|[kM]?Wh|k?V|m?A|[kMG]?Ω|[kMG]?Hz|k?Pa|bar|psi|ppm|lx|"
    r"dB\(A\)|°C|CFU|mR|µSv|CNY|EUR|GBP|USD|percentage points?"
)
_WITH_UNIT = re.compile(rf"[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]\s*(?:%|(?:{_UNITS})(?![A-Za-z]))")
_COUNTED = re.compile(r"\b[0-9][0-9,]* of [0-9]|\b0 \w|[0-2][0-9]:[0-5][0-9]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff])")


def numbers(text: str) -> set[Decimal]:
    """Each number of the text by value: 1,000 is 1000, 5.0 is 5, and 3.5 × 10⁷ counts too."""
    found = {Decimal(number.replace(",", "")) for number in _NUMBER.findall(text)}
    return found | set(_powers(text))


def _powers(text: str) -> Iterator[Decimal]:
    for base, exponent in _POWER.findall(text):
        yield Decimal(base).scaleb(int(exponent.translate(_EXPONENT)))


def quantities(text: str) -> list[str]:
    """Each number that has a unit, as it stands."""
    return _WITH_UNIT.findall(text)


def has_unit(text: str) -> bool:
    return bool(_WITH_UNIT.search(text))


def is_measurable(text: str) -> bool:
    """A number with its unit, a count out of a count, none at all, or a time of day."""
    return has_unit(text) or bool(_COUNTED.search(text))


def share_of_han(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    return len(_HAN.findall(text)) / len(letters) if letters else 0.0


def half_width_mark(text: str) -> str:
    """The first half-width mark that touches a Chinese character, or nothing."""
    found = _HALF_WIDTH.search(text)
    return found.group() if found else ""
