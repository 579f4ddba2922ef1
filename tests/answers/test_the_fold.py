"""What stands at an instant follows from the answers alone, in whatever order they are read."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.rules import Level, Progress, progress, standing

START = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = ["A", "B"]
ZONES = [None, UUID(int=7)]
EVER = START + timedelta(days=999)


@dataclass(frozen=True)
class Told:
    id: UUID
    audit_id: UUID | None
    item: str
    zone_id: UUID | None
    revision: int
    observed_at: datetime
    recorded_at: datetime
    level: str = "4"


def day(n):
    return START + timedelta(days=n)


def told(n, *, audit=1, item="A", zone=None, revision=1, observed=1, recorded=None):
    recorded = observed if recorded is None else recorded
    audit_id = UUID(int=audit) if audit else None
    return Told(UUID(int=n), audit_id, item, zone, revision, day(observed), day(recorded))


@st.composite
def histories(draw):
    """Rounds and re-ratings: in an audit each revision of a spot comes once, as the keys demand."""
    found, counted = [], {}
    for n in range(draw(st.integers(0, 14))):
        audit = draw(st.sampled_from([None, 1, 2]))
        spot = (audit, draw(st.sampled_from(ITEMS)), draw(st.sampled_from(ZONES)))
        counted[spot] = counted.get(spot, 0) + 1
        observed = draw(st.integers(0, 3))
        late = draw(st.integers(0, 2))
        one = told(n, audit=audit, item=spot[1], zone=spot[2], revision=counted[spot])
        found.append(replace(one, observed_at=day(observed), recorded_at=day(observed + late)))
    return found


@given(histories(), st.randoms(), st.integers(0, 10), st.integers(0, 10))
def test_the_order_of_reading_does_not_matter(history, chance, as_of, known):
    shuffled = list(history)
    chance.shuffle(shuffled)
    when = {"as_of": day(as_of), "known": day(known)}
    assert standing(shuffled, **when) == standing(history, **when)


@given(histories(), st.integers(0, 10), st.integers(0, 10))
def test_nothing_of_later_counts(history, as_of, known):
    for one in standing(history, as_of=day(as_of), known=day(known)).values():
        assert one.observed_at <= day(as_of)
        assert one.recorded_at <= day(known)


@given(histories(), st.integers(0, 10), st.integers(0, 10))
def test_what_is_recorded_later_does_not_change_what_was_known(history, as_of, known):
    then = [one for one in history if one.recorded_at <= day(known)]
    when = {"as_of": day(as_of), "known": day(known)}
    assert standing(history, **when) == standing(then, **when)


@given(histories())
def test_every_spot_that_was_answered_stands(history):
    stands = standing(history, as_of=EVER, known=EVER)
    assert set(stands) == {(one.item, one.zone_id) for one in history}


@given(histories(), st.integers(0, 10))
def test_within_an_audit_the_last_revision_stands_for_all_before(history, as_of):
    for one in standing(history, as_of=day(as_of), known=EVER).values():
        later = [
            other
            for other in history
            if other.audit_id == one.audit_id is not None
            and (other.item, other.zone_id) == (one.item, one.zone_id)
            and other.observed_at <= day(as_of)
            and other.revision > one.revision
        ]
        assert later == []


@pytest.mark.parametrize(
    ("history", "stands"),
    [
        ([told(1, observed=1), told(2, audit=2, observed=5)], 2),
        ([told(1, observed=5), told(2, audit=2, observed=1, recorded=9)], 1),
        ([told(1, observed=1), told(2, audit=None, observed=3)], 2),
        ([told(1, observed=1), told(2, audit=None, observed=3), told(3, audit=2, observed=5)], 3),
        ([told(1, observed=5, revision=1), told(2, observed=2, revision=2)], 2),
        ([told(1, observed=2), told(2, audit=2, observed=2)], 2),
    ],
    ids=[
        "the later round",
        "an older round that arrives later",
        "a verification after the round",
        "a round after the verification",
        "a correction that says it was seen earlier",
        "one instant",
    ],
)
def test_which_of_them_counts(history, stands):
    assert standing(history, as_of=EVER, known=EVER)["A", None].id.int == stands


def test_zones_stand_apart():
    history = [told(1), told(2, zone=ZONES[1], revision=1)]
    assert len(standing(history, as_of=EVER, known=EVER)) == 2


def test_progress_counts_what_is_expected_and_nothing_else():
    expected = [("A", None), ("B", None), ("C", None)]
    assert progress(expected, [("A", None), ("Z", None)]) == Progress(1, 3)


@pytest.mark.parametrize(
    ("answered", "expected", "percent"),
    [(0, 0, 0), (0, 3, 0), (2, 3, 66), (999, 1000, 99), (3, 3, 100)],
)
def test_it_is_a_hundred_only_when_all_is_answered(answered, expected, percent):
    one = Progress(answered, expected)
    assert (one.percent, one.left) == (percent, expected - answered)


def test_levels_are_the_words_that_programmes_map():
    assert [level.value for level in Level] == ["4", "3", "2", "1", "0", "na"]
