"""What all charts wear: colours, dashes, symbols, type, and how wide a text is."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kit.words import mark as _

Option = dict[str, Any]

DASHES: tuple[str | list[int], ...] = ("solid", [7, 4], [2, 3], [9, 3, 2, 3])
SYMBOLS = ("circle", "diamond", "triangle", "rect")
FAMILY = "Shortlist Latin, Shortlist Sans, Noto Sans SC, Noto Sans CJK SC, sans-serif"
ICONS = (
    "path://M0 3.4h10a5 5 0 0 1 10 0h10v1.6h-10a5 5 0 0 1-10 0h-10z",
    "path://M0 3.4h7v1.4h-7z M15 0l5 4-5 4-5-4z M23 3.4h7v1.4h-7z",
    "path://M0 3.4h4v1.2h-4z M8 3.4h4v1.2h-4z M16 3.4h4v1.2h-4z M24 3.4h4v1.2h-4z",
)
LINE = 17
BOTH = " / "  # between two languages that are told beside one another
WIDE, NARROW = 44, 21  # columns of a name at the left
NO_RICH: Mapping[int, str] = {ord("{"): "(", ord("}"): ")", ord("|"): "/"}


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str
    muted: str
    line: str
    paper: str
    series: tuple[str, ...]
    family: str = FAMILY


PRINT = Palette("#1a2024", "#465057", "#c4c9c8", "#ffffff", ("#0b5763", "#b0622a", "#5d4a8a"))
LIGHT = Palette("#1a2024", "#626c72", "#dad8d0", "#ffffff", ("#0b5763", "#b0622a", "#5d4a8a"))
DARK = Palette("#e7eae9", "#929d9f", "#2e3639", "#1a1f22", ("#76c8d1", "#e6a06b", "#b9a6e4"))


@dataclass(frozen=True, slots=True)
class ChartWords:
    now: str
    before: str
    needed: str
    up_to: str
    between: str
    over: str


def chart_words(gettext: Callable[[str], str]) -> ChartWords:
    return ChartWords(
        now=gettext(_("Now")),
        before=gettext(_("Last round")),
        needed=gettext(_("Asked for")),
        up_to=gettext(_("≤ {high} days")),
        between=gettext(_("{low}–{high} days")),
        over=gettext(_("> {low} days")),
    )


def base(palette: Palette) -> Option:
    return {
        "animation": False,
        "useUTC": True,
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": palette.family, "fontSize": 11, "color": palette.ink},
    }


def legend(palette: Palette, names: Sequence[str | Mapping[str, str]]) -> Option:
    """One name under another: nothing to wrap, nothing to collide."""
    return {
        "data": list(names),
        "orient": "vertical",
        "left": 0,
        "top": 0,
        "padding": 0,
        "itemGap": 4,
        "itemWidth": 30,
        "itemHeight": 8,
        "textStyle": {"color": palette.ink, "fontSize": 11, "lineHeight": 13},
    }


def rows_axis(names: Sequence[str], palette: Palette) -> tuple[Option, int, Option]:
    """Names down the left: the axis, the pixels they take, and both again for a narrow page."""
    axis: Option = {
        "type": "category",
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": palette.muted}},
    }
    (data, room), (short, less) = _fitted(names, WIDE), _fitted(names, NARROW)
    text = {"color": palette.ink, "fontSize": 11, "lineHeight": 13, "interval": 0}
    small = {
        "grid": {"left": less + 8},
        "yAxis": {"data": short, "axisLabel": {"width": less, "fontSize": 10, "lineHeight": 11}},
    }
    wide = {"data": data, "axisLabel": text | {"width": room, "overflow": "truncate"}}
    return axis | wide, room, {"query": {"maxWidth": 480}, "option": small}


def _fitted(names: Sequence[str], columns: int) -> tuple[list[str], int]:
    lines = [
        [line for one in name.split(BOTH) for line in _two(_cut(one, columns))] for name in names
    ]
    most = max((_width(line) for some in lines for line in some), default=36)
    return ["\n".join(some) for some in lines], min(most, 6 * columns + 12) + 6


def _width(line: str) -> int:
    """Pixels, by what letters take on average; "Management" has more broad ones than most."""
    return 6 * _columns(line) + 4 * sum(sign in "mwMW" for sign in line)


def _two(lines: Sequence[str]) -> list[str]:
    return list(lines) if len(lines) <= 2 else [lines[0], f"{lines[1]}…"]  # noqa: PLR2004 - see the name


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` half-width columns, those of each language apart."""
    return [line for one in text.split(BOTH) for line in _cut(one, width)]


def _cut(text: str, width: int) -> list[str]:
    """Chinese breaks anywhere, English at blanks."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and _columns(lines[-1]) + _columns(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for sign in text:
        if _wide(sign) and pieces[-1] and sign not in "，。、；：）》！？":
            pieces.append("")
        pieces[-1] += sign
        if sign == " ":
            pieces.append("")
    return [piece for piece in pieces if piece]


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _columns(text: str) -> int:
    return sum(2 if _wide(sign) else 1 for sign in text)


def breadth(text: str, size: int = 11) -> float:
    """Pixels that `text` takes, on the safe side."""
    return size * sum(
        1.05 if _wide(sign) else 0.9 if sign in "mwMW" else 0.65 if sign.isupper() else 0.52
        for sign in text
    )
