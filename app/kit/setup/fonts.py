"""Cuts the fonts of the reports out of Noto Sans SC and Source Sans 3 (both OFL 1.1).

Run as `python -m app.kit.setup.fonts FOLDER`. A report must look the same on every machine, so it
sees no font but these. They are static, and a true bold, because WeasyPrint never thickens. The
Latin face sets English: its quotes and signs are narrow where the Chinese face has them square.
"""

import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from itertools import chain
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

CHINESE = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"
LATIN = files("fontpkg_source_sans_3") / "files"
WEIGHTS = {"Regular": 400, "Bold": 700}
LATIN_TO_CYRILLIC = range(0x20, 0x530)
VIETNAMESE = range(0x1E00, 0x1F00)
SIGNS = range(0x2000, 0x2C00)  # arrows, boxes, ticks, mathematics, circled numbers
CJK_SIGNS = (*range(0x3000, 0x3400), *range(0xFE30, 0xFE50), *range(0xFF00, 0xFFF0))
NARROW = {0xB7}  # the dot between facts, which the Chinese face has as broad as a character
KEPT_NAMES = {0, 13, 14}  # copyright, licence, where the licence stands
CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def build(folder: Path) -> None:
    """Leave the fonts, their licence and a fonts.conf in `folder`.

    The families have names of their own: the licence reserves those of the sources.
    """
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        latin = cut(LATIN / "SourceSans3[wght].ttf", style, latin_and_signs())
        save(latin, folder, "Shortlist Latin", style)
        signs = set(chain(latin_and_signs(), hanzi_of_gbk())) - NARROW
        save(cut(CHINESE / "NotoSansSC[wght].ttf", style, signs), folder, "Shortlist Sans", style)
    (folder / "OFL.txt").write_bytes((CHINESE / "OFL.txt").read_bytes())
    latin_licence = distribution("fontpkg-source-sans-3").read_text("licenses/LICENSE") or ""
    (folder / "OFL-Latin.txt").write_text(latin_licence, encoding="utf-8")
    (folder / "fonts.conf").write_text(CONF.format(folder=folder), encoding="utf-8")


def cut(source: Traversable, style: str, signs: Iterable[int]) -> TTFont:
    """One weight of a variable face, with no more than `signs`."""
    asked = hb.SubsetInput()
    asked.sets(hb.SubsetInputSets.UNICODE).set(set(signs))
    asked.sets(hb.SubsetInputSets.NAME_ID).set(KEPT_NAMES)
    asked.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    face = hb.Face(hb.Blob(source.read_bytes()))
    asked.pin_axis_location(face, "wght", WEIGHTS[style])
    return TTFont(BytesIO(hb.subset(face, asked).blob.data))


def save(font: TTFont, folder: Path, family: str, style: str) -> None:
    """In place at once: a process that is drawing has the old file mapped."""
    rename(font, family, style)
    name = f"{family}-{style}.ttf".replace(" ", "")
    font.save(folder / f".{name}")
    (folder / f".{name}").replace(folder / name)


def latin_and_signs() -> Iterator[int]:
    return chain(LATIN_TO_CYRILLIC, VIETNAMESE, SIGNS, CJK_SIGNS)


def hanzi_of_gbk() -> Iterator[int]:
    """Every character of GBK: names such as 喆 and 珺 stand outside GB 2312."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            yield from map(ord, bytes((lead, trail)).decode("gbk", errors="ignore"))


def rename(font: TTFont, family: str, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    full = f"{family} {style}"
    postscript = full.replace(f" {style}", f"-{style}").replace(" ", "")
    for name_id, value in {1: family, 2: style, 3: postscript, 4: full, 6: postscript}.items():
        names.setName(value, name_id, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = int(bold)


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve())
