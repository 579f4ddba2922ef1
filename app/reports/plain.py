"""What a person typed, made fit for paper: no control signs, bounded length, no empty boxes."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

LONGEST = 6_000
MISSING = "〓"  # the printer's sign for a character that is not in the case
# C0 and C1 but tab and newline, signs without width, what overrides the direction of text, half
# surrogates
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ud800-\udfff]"
)
NO_WORD = re.compile("[^\\s\u3000-\u9fff\uff01-\uff5e]{100,}")
"""A line may end anywhere in it, but to try each sign takes the square of its length."""
A_BIT = re.compile(".{40}")
EMPTY_LINES = re.compile(r"\n\s*\n\s*")
USUAL = re.compile("[\n\t -~\xa0-\u017f\u2010-\u2027\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e]*")


class Plain:
    """`fonts`: the folder of our own fonts, or None to trust those of the machine."""

    def __init__(self, fonts: Path | None = None) -> None:
        self._fonts = fonts

    def all_of(self, value: Any) -> Any:  # noqa: ANN401 - a document and everything in it
        """A copy of a dataclass, tuple or text with every text made plain."""
        if isinstance(value, str):
            return self.text(value) if type(value) is str else value
        if isinstance(value, tuple):
            return tuple(map(self.all_of, value))
        if is_dataclass(value) and not isinstance(value, type):
            parts = {part.name: self.all_of(getattr(value, part.name)) for part in fields(value)}
            return replace(value, **parts)
        return value

    def text(self, text: str) -> str:
        text = EMPTY_LINES.sub("\n\n", UNSEEN.sub("", text))
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]} … [+{len(text) - LONGEST:,}]"
        text = text if USUAL.fullmatch(text) else self._covered(text)
        return NO_WORD.sub(lambda found: A_BIT.sub("\\g<0>\u200b", found[0]), text)

    def _covered(self, text: str) -> str:
        known = self._coverage
        if known is None:
            return text
        return "".join(sign if ord(sign) in known else MISSING for sign in text)

    @cached_property
    def _coverage(self) -> frozenset[int] | None:
        """Code points of all our families; their bold is cut from the same list."""
        faces = sorted(self._fonts.glob("*-Regular.ttf")) if self._fonts else []
        if not faces:
            return None
        return frozenset({9, 10}).union(*map(_signs_in, faces))


def _signs_in(face: Path) -> Iterable[int]:
    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())
