"""Two languages side by side: one document out of two, and a page in which both can be read.

What a template prints is the same for one language and for two. A text that differs is marked
where it is printed, and only here is it known how to set it: beside one another in a heading,
one under the other in a cell, with a stroke between in what can hold no element.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from gettext import NullTranslations
from html import unescape
from itertools import zip_longest
from typing import Any, Self

from markupsafe import Markup, escape

OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"
MARKED = re.compile(f"{OPEN}([^{OPEN}]*?){BETWEEN}([^{OPEN}]*?){CLOSE}")
IN_LINES = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}|\n+|[^\n{OPEN}]+")
TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
NAMED = re.compile(r"</?([a-zA-Z0-9]+)")
CLASS = re.compile(r'\bclass="([^"]*)"')
LINES_COUNT = {"items", "register", "typed", "lines"}  # a new line of the text is one on paper
SPOKEN_AT_ONCE = {"h1", "h2", "h3", "h4", "th", "figcaption"}
ONE_ROW = {"ends", "photos", "kicker", "contents", "once"}
INLINE = {"a", "b", "br", "code", "em", "i", "img", "small", "span", "strong", "sub", "sup"}
EMPTY = {"br", "img", "meta", "col", "link"}
UNMARKED = {"svg", "style", "title"}
MUCH = 60  # signs that are the same in both: too many to be said twice
EN, ZH = 1, 2
BOTH = "both"


class Pair(str):
    """As text it is both; in a template each is marked as what it is."""

    __slots__ = ("en", "zh")
    en: str
    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        self = super().__new__(cls, f"{en} / {zh}")
        self.en, self.zh = en, zh
        return self

    def format(self, *told: object, **parts: object) -> str:
        """Each language for itself."""
        return _pair(self.en.format(*told, **parts), self.zh.format(*told, **parts))

    def __html__(self) -> Markup:
        return Markup(f"{OPEN}{escape(self.en)}{BETWEEN}{escape(self.zh)}{CLOSE}")  # noqa: S704 - escaped


def beside(en: Any, zh: Any) -> Any:  # noqa: ANN401 - a document and everything in it
    """`en` with a pair in place of each text that `zh` says otherwise."""
    if zh is None or en is None:
        return zh if en is None else en
    if type(en) is str:
        return en if en == zh else Pair(en, zh)
    if isinstance(en, tuple):
        return tuple(beside(*two) for two in zip_longest(en, zh))
    if is_dataclass(en) and not isinstance(en, type):
        told = {f.name: beside(getattr(en, f.name), getattr(zh, f.name)) for f in fields(en)}
        return replace(en, **(told | ({"lang": BOTH} if "lang" in told else {})))
    return en


def in_language(told: Mapping[str, str], lang: str) -> str:
    """What is told in one of the languages or in both; where one is missing, the other."""
    en, zh = told.get("en", ""), told.get("zh", "")
    if lang == BOTH:
        return _pair(en or zh, zh or en)
    return (zh or en) if lang == "zh" else (en or zh)


class BothWords(NullTranslations):
    """Gettext that says everything twice."""

    def __init__(self, en: NullTranslations, zh: NullTranslations) -> None:
        super().__init__()
        self._two = (en, zh)

    def gettext(self, message: str) -> str:
        return _pair(*(words.gettext(message) for words in self._two))

    def said(self, message: str, **parts: object) -> str:
        """In a template, with its fields."""
        en, zh = (words.gettext(message) for words in self._two)
        return _pair(_filled(en, parts, EN), _filled(zh, parts, ZH))

    def counted(self, one: str, many: str, n: int, **parts: object) -> str:
        en, zh = (words.ngettext(one, many, n) for words in self._two)
        parts = {"num": n} | parts
        return _pair(_filled(en, parts, EN), _filled(zh, parts, ZH))


def _pair(en: str, zh: str) -> str:
    return en if en == zh else Pair(en, zh)


def _filled(text: str, parts: Mapping[str, object], side: int) -> str:
    told = {name: _side(part, side) for name, part in parts.items()}
    marked = any(isinstance(part, Markup) for part in told.values())
    return (Markup(text) if marked else text) % told  # noqa: S704 - a text of ours


def _side(part: object, side: int) -> object:
    if isinstance(part, Pair):
        return part.en if side == EN else part.zh
    if isinstance(part, Markup):
        return Markup(MARKED.sub(rf"\{side}", str(part)))  # noqa: S704 - was markup before
    return part


def flat(text: str) -> str:
    """Both with a stroke between, as plain text: for what can hold no element."""
    told = MARKED.sub(r"\1 / \2", str(text))  # markup would escape what it is made of once more
    return unescape(told) if isinstance(text, Markup) else told


def between(lang: str) -> Mapping[str, str]:
    """What stands between two sentences, and between what is told and by whom."""
    pairs = {"space": Pair(" ", ""), "comma": Pair(", ", "，")}
    if lang == BOTH:
        return pairs
    return {name: one.zh if lang == "zh" else one.en for name, one in pairs.items()}


def in_lines(text: str) -> tuple[str, ...]:
    """Each language for itself: for what sets its own lines."""
    return (text.en, text.zh) if isinstance(text, Pair) else (text,)


def joined(told: Iterable[str], between: str = "") -> Markup:
    """As Jinja's own, but that what is told in two languages stays so."""
    return Markup(escape(between)).join(told)  # noqa: S704 - escaped


def side_by_side(html: str) -> str:
    """The page with every marked text set in both languages."""
    return "".join(_set(TAG.split(html)))


def _set(pieces: Sequence[str]) -> Iterator[str]:
    """Runs of text and inline elements, from one block to the next, are set as one."""
    within: list[tuple[str, frozenset[str]]] = []
    run: list[str] = []
    closed_by = ""
    for piece in pieces:
        name = _name(piece)
        if closed_by or name in UNMARKED:
            run.append(MARKED.sub(r"\1 / \2", piece))
            closed_by = "" if piece == f"</{closed_by or name}>" else closed_by or name
        elif not name or name in INLINE:
            run.append(MARKED.sub(r"\1 / \2", piece) if name else piece)
        else:
            yield _run(run, within)
            run = []
            _follow(within, piece, name)
            yield MARKED.sub(r"\1 / \2", piece)
    yield _run(run, within)


def _name(piece: str) -> str:
    found = NAMED.match(piece)
    return found[1].lower() if found else ""


def _follow(within: list[tuple[str, frozenset[str]]], piece: str, name: str) -> None:
    if piece.startswith("</"):
        while within and within.pop()[0] != name:
            pass
    elif name not in EMPTY and not piece.startswith("<!"):
        classes = CLASS.search(piece)
        within.append((name, frozenset(classes[1].split() if classes else ())))


def _run(run: Sequence[str], within: Sequence[tuple[str, frozenset[str]]]) -> str:
    text = "".join(run)
    if OPEN not in text:
        return text
    classes = frozenset[str]().union(*(found for _name, found in within))
    if (within and within[-1][0] in SPOKEN_AT_ONCE) or classes & ONE_ROW:
        return _next_to(text)
    parting = "\n" if classes & LINES_COUNT else "<br>"
    lines = _lines(run, at_newlines=bool(classes & LINES_COUNT))
    return "".join(_line(line, parting) for line in lines)


def _lines(run: Sequence[str], *, at_newlines: bool) -> Iterator[str]:
    """Cut at each break and, where they count, at new lines outside of elements."""
    line, depth = "", 0
    for piece in run:
        if piece == "<br>":
            yield line
            yield piece
            line = ""
        elif piece.startswith("<"):
            depth += 0 if _name(piece) in EMPTY else -1 if piece.startswith("</") else 1
            line += piece
        elif at_newlines and not depth:
            for part in IN_LINES.findall(piece):
                line += part
                if part.startswith("\n"):
                    yield line
                    line = ""
        else:
            line += piece
    yield line


def _line(line: str, parting: str) -> str:
    if OPEN not in line:
        return line
    if len(TAG.sub("", MARKED.sub("", line)).strip()) > MUCH:
        return _next_to(line)
    told = line.strip()
    start, end = line[: line.index(told)], line[line.index(told) + len(told) :]
    en, zh = (MARKED.sub(rf"\{side}", told) for side in (EN, ZH))
    return f"{start}{en}{parting}{_chinese(zh)}{end}"


def _next_to(text: str) -> str:
    def both(found: re.Match[str]) -> str:
        return f"{found[EN]} {_chinese(found[ZH])}"

    return MARKED.sub(both, text)


def _chinese(text: str) -> str:
    """English is the language of the page; an element for it in each line would cost much time."""
    return f'<span lang="zh-CN">{text}</span>'
