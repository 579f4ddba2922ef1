"""Days, clauses, measures and dots stay together; what is searched in the file is still found."""

import pytest

from app.reports.unbroken import unbroken


def shown(html):
    return unbroken(html).replace(" \u2060", "~").replace("\u2060", "|")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("due 7 Mar 2026 at last", "due 7~Mar~2026 at last"),
        ("in 2026年3月31日止", "in 2026|年|3|月|31|日止"),
        ("2026年3月", "2026|年|3|月"),
        ("《安全生产法》第79条", "《安全生产法》第|79|条"),
        ("ISO 27001 A. 5.3, clause 7.1 and § 4", "ISO 27001 A.~5.3, clause~7.1 and §~4"),
        ("≥ 300 lux, 25 kg", "≥~300~lux, 25~kg"),
        ("≥ 0.5 m/s, < 9 kg", "≥~0.5~m/s, <~9~kg"),
        ("see RDT-CFG-003, J-STD-048", "see RDT-|CFG-003, J-|STD-048"),
        ("Critical · knock-out, a well-knit one", "Critical~· knock-|out, a well-knit one"),
        ("ISO/IEC 27001 A.8.32, GDPR Art. 28", "ISO/|IEC 27001 A.|8.32, GDPR Art.~28"),
        ("352,000 particles/m³ and 3粒/m³", "352,000 particles/|m³ and 3粒/|m³"),
        ("由Lin Yue填写", "由Lin~Yue填写"),
        ("<td>Lin Yue</td><td>Chen Zhe 陈喆</td>", "<td>Lin~Yue</td><td>Chen~Zhe 陈喆</td>"),
        ("The Lin Yue Works, on Main Street at noon", "The Lin Yue Works, on Main Street at noon"),
        ("F-31 · Major", "F-31~· Major"),
        ("<b>F-31</b> · Major", "<b>F-31</b>~· Major"),
        ("Met in full · ▲ was 3", "Met in full~· ▲~was~3"),
        ("= 上轮4 · 失0.02分", "=~上|轮|4~· 失|0.02|分"),
        ("[IAS 1 25] [UNGP 13] [29 CFR 1910]", "[IAS 1~25] [UNGP~13] [29 CFR~1910]"),
        ("130 µm, 0.1 Ω, 16 A", "130~µm, 0.1~Ω, 16~A"),
        ("3 persons, 12 may go", "3 persons, 12 may go"),
        ("12 marks in 2026, Mar 7", "12 marks in 2026, Mar 7"),
    ],
)
def test_what_belongs_together_stays_on_one_line(told, kept):
    assert shown(told) == kept


@pytest.mark.parametrize(
    "apart",
    [
        '<a href="https://x.example/第79条?q=7 Mar 2026 · b">',
        '<img alt="7 Mar 2026 · ≥ 300 lux">',
        '<td id="RDT-CFG-003"><a href="#RDT-CFG-003" title="Lin Yue">',
        '<style>@page { content: "a · 7 Mar 2026" } td > p { margin: 2 mm }</style>',
        "<svg><text>7 Mar 2026</text><text>第79条 · b</text></svg>",
        "<title>Site · 7 Mar 2026</title>",
        "<!-- a · b > 7 Mar 2026 -->",
    ],
)
def test_markup_styles_and_drawings_are_left_as_they_are(apart):
    assert unbroken(f"<p>x</p>{apart}<p>7 Mar 2026</p>").startswith(
        f"<p>x</p>{apart}<p>7 \u2060Mar"
    )


def test_signs_of_markup_that_were_typed_hide_nothing():
    assert shown("<p>a &lt;style&gt; b · c &lt;svg 7 Mar 2026</p>") == (
        "<p>a &lt;style&gt; b~· c &lt;svg 7~Mar~2026</p>"
    )


def test_a_blank_that_joins_is_written_as_one_that_is_found():
    assert unbroken("<p>\u2212\u00a05</p>") == "<p>\u2212 \u20605</p>"
