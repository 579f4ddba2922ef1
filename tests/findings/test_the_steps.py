from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.findings.rules import STEPS, FindingClass, Step, reached

CLASSES = st.sampled_from(FindingClass)
TAKEN = st.sets(st.sampled_from(Step))


@given(CLASSES, TAKEN)
def test_no_step_is_reached_over_one_that_was_not_taken(class_, taken):
    got = reached(class_, taken)
    assert got == STEPS[class_][: len(got)]
    assert set(got) <= taken
    assert len(got) == len(STEPS[class_]) or STEPS[class_][len(got)] not in taken


def test_a_graver_class_leaves_out_less():
    deeper = [set(STEPS[one]) for one in FindingClass]
    assert deeper[0] == set(Step)
    assert all(more >= less for more, less in pairwise(deeper))


def test_every_way_begins_and_ends_alike():
    assert {(way[0], way[-1]) for way in STEPS.values()} == {(Step.RAISED, Step.CLOSED)}
