"""What an unquoted YAML word means: exactly one thing, or it is refused.

Only `true` and `false` are booleans, only `null` and nothing at all are null. A number is written
as in JSON without exponent and becomes an `int` or an exact `Decimal`. Words that other readers of
YAML would turn into something else (`yes`, `012`, `1_000`, `12:30`, `1e3`) are refused: whoever
wrote one meant either text or a number, and only they know which.
"""

import re
from decimal import Decimal

LONGEST_NUMBER = 40

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_BOOLEAN_TRAP = re.compile(r"yes|no|on|off|true|false", re.IGNORECASE)
_NULL_TRAP = re.compile(r"null|~", re.IGNORECASE)
_NUMBER_TRAP = re.compile(
    r"""[-+]?(?:
        0[0-9_]+(?:\.[0-9]*)? | 0[xob][0-9a-f_]+           # 012, 0x1f, 0o17, 0b1
      | [0-9][0-9]*(?:_[0-9]+)+(?:\.[0-9]*)?               # 1_000
      | [0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?               # 12:30 is 750 to some
      | [0-9]+\.? | \.[0-9]+                               # +5, 5., .5
      | (?:[0-9]+\.?[0-9]*|\.[0-9]+)e[-+]?[0-9]+           # 1e3
      | \.inf | \.nan
    )""",
    re.IGNORECASE | re.VERBOSE,
)


class ScalarRefused(ValueError):
    def __init__(self, rule: str, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.mend = rule, reason, mend


def plain_value(word: str) -> str | int | Decimal | bool | None:
    """The value of an unquoted scalar; `ScalarRefused` if it could be read in two ways."""
    if word in _WORDS:
        return _WORDS[word]
    if not (word[0] in "-+.~0123456789" or len(word) <= len("false")):
        return word
    if len(word) > LONGEST_NUMBER and (_INTEGER.fullmatch(word) or _DECIMAL.fullmatch(word)):
        raise ScalarRefused("number", "This number is too long.", "Quote it if it is text.")
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return Decimal(word)
    _refuse_traps(word)
    return word


def _refuse_traps(word: str) -> None:
    if _BOOLEAN_TRAP.fullmatch(word):
        raise ScalarRefused(
            "boolean",
            f"Unquoted {word} is a yes-or-no to some readers and a word to others.",
            f'Write true or false, or quote it: "{word}".',
        )
    if _NULL_TRAP.fullmatch(word):
        raise ScalarRefused(
            "null",
            f"Unquoted {word} is nothing to some readers and a word to others.",
            f'Write null, or quote it: "{word}".',
        )
    if _NUMBER_TRAP.fullmatch(word):
        raise ScalarRefused(
            "number",
            f"Unquoted {word[:LONGEST_NUMBER]} is read as different numbers by different readers.",
            "Write a plain decimal number such as 12 or 0.5, or quote it if it is text.",
        )
