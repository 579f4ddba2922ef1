"""Where a line of a report may not end: at the last moment, in the HTML, without an element more.

Signs that join are no part of the document: its hash and the data attached know nothing of them.
The joiner has no glyph: what is read is found by a search in the file. A blank that joins by itself
shares its glyph with the ordinary one, and where it came first all of them would be read as it.
"""

import re

JOINED = "\u2060"
BLANK = f" {JOINED}"
CUT = "\0"  # nothing typed has it: plain.py
APART = re.compile(
    "(<style.*?</style>|<svg.*?</svg>|<title.*?</title>|<!--.*?-->|<[^>]*>)", re.DOTALL
)
# Each begins with what is rare, so that a page is gone through without a second look.
DOT = re.compile(r" · (?<=\S · )")
DAY = re.compile(r"(?<=\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
ARTICLE = re.compile(r"第([\d.]+)([章节条款项])")
CLAUSE = re.compile(
    r" (?=\d)(?:(?<=\b[A-Z]\. )|(?<=[Cc]lause )|(?<=[Cc]lauses )|(?<=[Aa]rticle )|(?<=[§≤≥<>] )"
    r"|(?<=\bArt\. )|(?<=\breg\. )|(?<=\bCh\. )|(?<=\bs\. ))"
)
ITEM = re.compile(r"-(?<=[A-Z]-)(?=[A-Z]{3}-\d{3}\b)")  # a hyphen before a digit ends no line
KNOCK_OUT = re.compile(r"-(?<=\b[Kk]nock-)(?=out\b)")
WAS = re.compile(r" was (?<=[▲▼=] was )(?=\S)")
WAS_ZH = re.compile(r"上轮(?=[\dN])")
LOST_ZH = re.compile(r"失(?=\d)([\d.]+)分")
REFERENCE = re.compile(r" (?=[\dA-Z][^\s\[\]<\0]{0,13}\])")  # the last piece of a source
ANNEX = re.compile(r"\.(?<=\b[A-Z]\.)(?=\d)")
PER = re.compile(r"/(?=m[²³]|(?:IEC|ESD|TS|TR) )")
NAME = re.compile(r" (?<=[a-z] )(?=[A-Z][a-z]{1,9}(?! ?[A-Za-z]))")
ALONE = re.compile(r"(?<![A-Za-z])(?<![A-Za-z] )[A-Z][a-z]{1,9}\Z")
DAY_FIRST = re.compile(r"(\d) (Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec) (?=\d{4}\b)")
UNIT = re.compile(
    r"(\d) (?=(?:mm|µm|cm|m|km|m²|m³|kg|g|t|l|ml|lux|lx|dB|kPa|MPa|bar|kV|kW|mA|A(?!\.)|Ω|Hz|min|h"
    r"|s|ppm|°C|%)(?![\w/])|m/s|km/h|mg/L|L/min)"
)


def unbroken(html: str) -> str:
    """Days, clauses, measures, numbers of items and short names stay in one piece."""
    pieces = APART.split(html)
    pieces[::2] = _joined(CUT.join(pieces[::2])).split(CUT)
    return "".join(pieces)


def _joined(text: str) -> str:
    text = DOT.sub(f"{BLANK}· ", text.replace("\u00a0", BLANK))
    text = DAY.sub(_day, text)
    text = ARTICLE.sub(rf"第{JOINED}\1{JOINED}\2", text)
    text = CLAUSE.sub(BLANK, text)
    text = DAY_FIRST.sub(rf"\1{BLANK}\2{BLANK}", text)
    text = ITEM.sub(f"-{JOINED}", text)
    text = KNOCK_OUT.sub(f"-{JOINED}", text)
    text = WAS.sub(f"{BLANK}was{BLANK}", text)
    text = WAS_ZH.sub(f"{JOINED}上{JOINED}轮{JOINED}", text)
    text = LOST_ZH.sub(rf"失{JOINED}\1{JOINED}分", text)
    text = REFERENCE.sub(BLANK, text)
    text = ANNEX.sub(f".{JOINED}", text)
    text = PER.sub(f"/{JOINED}", text)
    text = NAME.sub(_name, text)
    return UNIT.sub(rf"\1{BLANK}", text)


def _name(found: re.Match[str]) -> str:
    """Two words with capitals that stand by themselves, as between Chinese or in a cell."""
    before = found.string[max(found.start() - 12, 0) : found.start()]
    return BLANK if ALONE.search(before) else " "


def _day(found: re.Match[str]) -> str:
    month, day = found.groups()
    return JOINED.join(("", "年", month, "月", *((day, "日") if day else ())))
