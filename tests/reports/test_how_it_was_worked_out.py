"""Each rule of the programme says by what figures it stands, so that nobody has to guess."""

from datetime import timedelta

import pytest

from app.findings.rules import FindingClass


@pytest.fixture
def now_of(told):
    """`now_of("No major finding is overdue")`: the figures beside that rule."""

    def find(words, **when):
        rules = told("executive", **when).method.rules
        return next(rule.now for rule in rules if rule.words == words)

    return find


def test_the_lowest_of_some_categories_names_them(now_of, finding, pack, edition):
    stage = next(one.how.keys for one in pack.metrics if one.id == "stage1_min")
    listed = sorted(key.removeprefix("c") for key in stage)
    assert 0 < len(listed) < len(edition.categories)
    assert now_of("Every category of stage 1 has at least 70").endswith(
        f"; categories {', '.join(listed)}"
    )


def test_the_lowest_of_all_names_none(now_of, finding):
    assert "categories" not in now_of("A category is below 60")


@pytest.mark.parametrize(
    ("class_", "told_apart"), [(FindingClass.CRITICAL, True), (FindingClass.MAJOR, False)]
)
def test_a_condition_on_major_findings_says_that_critical_ones_count_elsewhere(
    now_of, session, finding, at, class_, told_apart
):
    row = session.merge(finding)
    row.class_ = class_
    session.commit()
    late = at + (finding.due_on - at.date()) + timedelta(days=3)
    said = now_of("No major finding is overdue", at=late)
    words = f"critical ones count in the caps above: {finding.ref}, 3 days late"
    assert (words in said) is told_apart
