"""What is hashed is written as RFC 8785 says, however it is written."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.findings.rules import FindingClass
from app.trail.rules import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
TOLD = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, TOLD, max_size=6))
def test_it_is_the_same_as_the_standard_says(told):
    assert canonical(told) == rfc8785.dumps(told)


@pytest.mark.parametrize(
    "text", ['"', "\\", "/", "\b\t\n\f\r", "\x00\x1f\x7f", "\u2028", "é", "蓝海", "😀", "<&>"]
)
def test_every_sign_is_told_apart(text):
    assert canonical({"said": text}) == rfc8785.dumps({"said": text})


def test_names_beyond_the_basic_plane_stand_where_the_standard_puts_them():
    told = {"😀": 1, "\ue000": 2, "a": 3}
    assert canonical(told) == rfc8785.dumps(told) == '{"a":3,"😀":1,"\ue000":2}'.encode()


@pytest.mark.parametrize("number", [1.0, 1e21, 0.1, -0.0, 10**15, 1e-7])
def test_numbers_stand_as_the_standard_writes_them(number):
    assert canonical([number]) == rfc8785.dumps([number])


def test_what_json_does_not_hold_becomes_a_string():
    told = {
        "id": UUID(int=7),
        "at": datetime(2026, 11, 22, tzinfo=UTC),
        "cost": Decimal("1.50"),
        "class": FindingClass.MAJOR,
        "n": 3,
    }
    plain = json.loads(json.dumps(told, default=str))
    assert plain["class"] == "major"
    assert canonical(told) == rfc8785.dumps(plain)
