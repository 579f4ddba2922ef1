import pytest

from app.kit.settings import ROOT
from app.reports.plain import LONGEST, Plain

FONTS = ROOT / ".cache" / "fonts"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Gauge in date", "Gauge in date"),
        ("王喆，《规程》：3.5 × 10⁷ Ω", "王喆，《规程》：3.5 × 10⁷ Ω"),
        ("\x00bell\x07\u202etxt", "belltxt"),
        ("two\nlines", "two\nlines"),
        ("fire 🧯 out", "fire 〓 out"),
        ("zero\u200bwidth", "zerowidth"),
        ("a" * 99, "a" * 99),
        ("a" * 100, "\u200b".join(["a" * 40, "a" * 40, "a" * 20])),
        ("汉" * 100, "汉" * 100),
    ],
)
def test_text_becomes_fit_for_paper(typed, shown):
    assert Plain(FONTS).text(typed) == shown


def test_the_fonts_of_the_machine_are_trusted_when_we_have_none():
    assert Plain(None).text("fire 🧯") == "fire 🧯"


def test_too_long_a_text_says_how_much_is_missing():
    assert Plain(None).text("a" * (LONGEST + 1_200)).endswith(" … [+1,200]")
