from dataclasses import replace
from decimal import Decimal

from app.reports.scale import ruler
from tests.reports import documents


def test_bands_lie_end_to_end_from_worst_to_best():
    scale = ruler(documents.standing("en"))
    assert [part.verdict.code for part in scale.stretches] == ["not_ready", "conditional", "ready"]
    assert [part.start for part in scale.stretches] == [0, 70, 85]
    assert sum(part.width for part in scale.stretches) == 100
    assert [part.here for part in scale.stretches] == [False, True, False]


def test_a_scale_beyond_a_hundred_is_shrunk():
    standing = replace(documents.standing("en"), total=Decimal(160))
    scale = ruler(standing)
    assert scale.end == 160
    assert scale.at == 100


def test_no_total_has_no_place():
    assert ruler(replace(documents.standing("en"), total=None)).at is None


def test_a_total_below_nought_stands_at_the_beginning():
    assert ruler(replace(documents.standing("en"), total=Decimal(-12))).at == 0
