"""What is read out of the words of a comment: names, addresses, references."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EDIT_WITHIN = timedelta(minutes=15)
_AT = re.compile(r"(?<![\w@./])@(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_LINK = re.compile(r"https?://[^\s<>\"'`\\，。；！？、）》」】]+|\bF-\d{4,}\b")
_TRAILING = ".,;:!?)]}"


class Kind(StrEnum):
    TEXT = "text"
    NAME = "name"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a comment as it is shown; `href` of a link alone."""

    kind: Kind
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An "@" in a text: who is meant (a place in the list of names), or None: nobody we know."""

    start: int
    end: int
    said: str
    who: int | None


def named(text: str, names: Sequence[str]) -> list[Named]:
    """By the whole name, the longest first; a first name is enough where only one bears it."""
    return [_named(text, found.end(), names) for found in _AT.finditer(text)]


def _named(text: str, at: int, names: Sequence[str]) -> Named:
    whole = [n for n, name in enumerate(names) if _starts(text, at, name)]
    if whole:
        who = max(whole, key=lambda n: len(names[n]))
        return Named(at - 1, at + len(names[who]), names[who], who)
    word = _WORD.match(text, at)
    said = word[0] if word else ""
    firsts = [n for n, name in enumerate(names) if name.split()[0].casefold() == said.casefold()]
    return Named(at - 1, at + len(said), said, firsts[0] if len(firsts) == 1 else None)


def _starts(text: str, at: int, name: str) -> bool:
    end = at + len(name)
    cut = end < len(text) and text[end].isascii() and text[end].isalnum()
    return bool(name) and text[at:end].casefold() == name.casefold() and not cut


def pieces(text: str, names: Sequence[str]) -> list[Piece]:
    """The whole text in its order; only http, https and our own findings become links."""
    spans = [
        (one.start, one.end, Kind.NAME, "") for one in named(text, names) if one.who is not None
    ]
    for found in _LINK.finditer(text):
        said = found[0].rstrip(_TRAILING)
        start, end = found.start(), found.start() + len(said)
        if all(end <= one[0] or start >= one[1] for one in spans):
            href = f"/findings/{said}" if said.startswith("F-") else said
            spans.append((start, end, Kind.LINK, href))
    shown, last = [], 0
    for start, end, kind, href in sorted(spans):
        shown += [Piece(Kind.TEXT, text[last:start]), Piece(kind, text[start:end], href)]
        last = end
    shown.append(Piece(Kind.TEXT, text[last:]))
    return [one for one in shown if one.text]


def may_amend(said_at: datetime, now: datetime) -> bool:
    return now - said_at <= EDIT_WITHIN
