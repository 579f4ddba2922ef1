"""A reading of the demo agrees with the level that was given for it, as it is told."""

from decimal import Decimal

import pytest

from app.answers.rules import FAILED, Level
from app.checklists.check import load_edition
from app.checklists.rules import digits_beside
from app.demo.rounds import reading
from app.demo.scene import chance_of
from tests.model import model_folder


@pytest.mark.parametrize("level", [Level.FULL, Level.LAPSE, Level.PARTLY, Level.NOT_MET])
def test_what_failed_is_beyond_its_limit_and_what_held_is_within_it(level):
    measured = [item for item in load_edition(model_folder()).items if item.measure]
    assert measured
    for item in measured:
        for seed in range(20):
            value = reading(item, level, frozenset(), chance_of(item.id, seed))
            told = digits_beside(value, item.measure.limit).partition(" ")[0].replace(",", "")
            limit = digits_beside(item.measure.limit, item.measure.limit).partition(" ")[0]
            assert item.measure.holds(value) == (level not in FAILED)
            assert (Decimal(told) == Decimal(limit.replace(",", ""))) == (
                value == item.measure.limit
            )
