"""What is read out of the words: names, addresses, references."""

import pytest

from app.comments.rules import Kind, named, pieces

NAMES = ["Wei Lanshan", "Wei Lan", "Chen Muyuan", "陈木远"]


def who(text):
    return [one.who if one.who is None else NAMES[one.who] for one in named(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Wei Lanshan, please look.", ["Wei Lanshan"]),
        ("@wei lan please look.", ["Wei Lan"]),
        ("Ask @Chen and @chen muyuan.", ["Chen Muyuan", "Chen Muyuan"]),
        ("请@陈木远看一下", []),
        ("请 @陈木远看一下", ["陈木远"]),
        ("@Wei could be two", [None]),
        ("@Nobody", [None]),
        ("chen@example.org, 3 @ 5", []),
    ],
)
def test_an_at_and_a_name_addresses_somebody(text, expected):
    assert who(text) == expected


def test_links_and_findings_become_links_and_nothing_else_does():
    text = "See https://example.org/a?b=1. And F-0012, not javascript:alert(1) <b>x</b>"
    links = [(one.text, one.href) for one in pieces(text, []) if one.kind is Kind.LINK]
    assert links == [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("F-0012", "/findings/F-0012"),
    ]


@pytest.mark.parametrize("text", ["", "plain", "@Chen Muyuan https://a.b/(c) F-0001.", "@@@ @Chen"])
def test_no_letter_is_lost(text):
    assert "".join(one.text for one in pieces(text, NAMES)) == text


def test_a_name_is_told_from_the_words_around_it():
    kinds = [one.kind for one in pieces("Hello @Chen Muyuan!", NAMES)]
    assert kinds == [Kind.TEXT, Kind.NAME, Kind.TEXT]
