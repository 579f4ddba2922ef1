"""The table in the order that was asked for; within it what is due first comes first."""

import re
from datetime import timedelta

import pytest

from app.findings.rules import FindingClass


@pytest.fixture
def listed(show, wei):
    """`listed("sort=class")`: the references, from the top."""
    return lambda asked: re.findall(
        r'<tr data-href="/findings/(F-\d+)', show(f"/findings?{asked}", wei)
    )


@pytest.fixture
def four(raised, session, at):
    """One of each class, the last without a due date; raised in another order than theirs."""
    items = ("FAC-WSH-001", "QMS-CAL-003", "CEC-GFT-005", "LGV-REV-004")
    classes = ("minor", "observation", "critical", "major")
    rows = [raised(item, class_) for item, class_ in zip(items, classes, strict=True)]
    for days, row in enumerate(rows):
        row.due_on = (at + timedelta(days=10 - days)).date() if days < len(rows) - 1 else None
        session.add(row)
    session.commit()
    return {row.class_: row.ref for row in rows}


def test_the_words_of_the_classes_are_in_the_order_of_their_weight():
    """The database sorts by the words as they are."""
    assert [one.value for one in FindingClass] == sorted(one.value for one in FindingClass)


@pytest.mark.parametrize("sign", ["", "-"])
def test_by_class_the_gravest_are_at_one_end(listed, four, sign):
    order = ["critical", "major", "minor", "observation"]
    refs = [four[one] for one in (order if not sign else order[::-1])]
    assert listed(f"sort={sign}class") == refs


@pytest.mark.parametrize("sort", ["due", "-due"])
def test_what_has_no_due_date_comes_last(listed, four, sort):
    dated = [four[one] for one in ("critical", "observation", "minor")]
    assert listed(f"sort={sort}") == [*(dated if sort == "due" else dated[::-1]), four["major"]]


@pytest.mark.parametrize(
    ("sort", "classes"),
    [
        ("class", ["critical", "minor", "observation"]),
        ("-class", ["observation", "minor", "critical"]),
        ("due", ["critical", "observation", "minor"]),
        ("-due", ["minor", "observation", "critical"]),
    ],
)
def test_what_is_overdue_is_sorted_as_well(listed, four, watch, at, sort, classes):
    watch.now = at + timedelta(days=11)
    assert listed(f"shown=overdue&sort={sort}") == [four[one] for one in classes]
