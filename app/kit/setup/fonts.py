"""Cuts the two fonts of the reports out of the variable Noto Sans SC (OFL 1.1).

Run as `python -m app.kit.setup.fonts FOLDER`. A report must look the same on every machine, so it
sees no font but these two. They are static, and a true bold, because WeasyPrint never thickens.
"""

import sys
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from itertools import chain
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

SOURCE = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"
FAMILY = "Shortlist Sans"  # the licence reserves the name of the source
WEIGHTS = {"Regular": 400, "Bold": 700}
LATIN_TO_CYRILLIC = range(0x20, 0x530)
VIETNAMESE = range(0x1E00, 0x1F00)
SIGNS = range(0x2000, 0x2C00)  # arrows, boxes, ticks, mathematics, circled numbers
CJK_SIGNS = (*range(0x3000, 0x3400), *range(0xFE30, 0xFE50), *range(0xFF00, 0xFFF0))
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
    """Leave two fonts, their licence and a fonts.conf in `folder`."""
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        cut(folder, style)
    (folder / "OFL.txt").write_bytes((SOURCE / "OFL.txt").read_bytes())
    (folder / "fonts.conf").write_text(CONF.format(folder=folder), encoding="utf-8")


def cut(folder: Path, style: str) -> None:
    """Write one weight of the family."""
    asked = hb.SubsetInput()
    asked.sets(hb.SubsetInputSets.UNICODE).set({*latin_and_signs(), *hanzi_of_gbk()})
    asked.sets(hb.SubsetInputSets.NAME_ID).set(KEPT_NAMES)
    asked.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    source = hb.Face(hb.Blob((SOURCE / "NotoSansSC[wght].ttf").read_bytes()))
    asked.pin_axis_location(source, "wght", WEIGHTS[style])
    font = TTFont(BytesIO(hb.subset(source, asked).blob.data))
    rename(font, style)
    font.save(folder / f"ShortlistSans-{style}.ttf")


def latin_and_signs() -> Iterator[int]:
    return chain(LATIN_TO_CYRILLIC, VIETNAMESE, SIGNS, CJK_SIGNS)


def hanzi_of_gbk() -> Iterator[int]:
    """Every character of GBK: names such as 喆 and 珺 stand outside GB 2312."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            yield from map(ord, bytes((lead, trail)).decode("gbk", errors="ignore"))


def rename(font: TTFont, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    full = f"{FAMILY} {style}"
    postscript = full.replace(f" {style}", f"-{style}").replace(" ", "")
    for name_id, value in {1: FAMILY, 2: style, 3: postscript, 4: full, 6: postscript}.items():
        names.setName(value, name_id, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = int(bold)


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve())
