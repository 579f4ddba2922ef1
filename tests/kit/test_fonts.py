from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / ".cache/fonts"
SIGNS = "Ωµ×·≤≥±²³°→✓✗▲▼●○■□☐☑—“”…"
NAMES = "喆堃珺镕頔"  # outside GB 2312, and names of people


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_fonts_hold_signs_and_names(style):
    latin, chinese = (characters(family, style) for family in ("Latin", "Sans"))
    assert not {sign for sign in SIGNS if ord(sign) not in latin | chinese}
    assert not {name for name in NAMES if ord(name) not in chinese}


@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("Bold", 700)])
def test_each_weight_is_a_static_face_of_one_family(style, weight):
    font = TTFont(FONTS / f"ShortlistSans-{style}.ttf")
    assert font["name"].getDebugName(1) == "Shortlist Sans"
    assert font["OS/2"].usWeightClass == weight
    assert "fvar" not in font


def characters(family: str, style: str) -> set[int]:
    return set(TTFont(FONTS / f"Shortlist{family}-{style}.ttf").getBestCmap())
