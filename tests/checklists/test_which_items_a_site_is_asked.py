from dataclasses import replace
from decimal import Decimal

import pytest

from app.checklists.check import load_edition
from app.checklists.rules import (
    Direction,
    Measure,
    Severity,
    acceptance_number,
    applicable,
    said,
)

EVERYTHING = frozenset({"has_dormitory", "handles_esd", "mounts_components", "handles_chemicals"})


def asked(checklist, *traits):
    return {item.id for item in applicable(checklist, frozenset(traits))}


def test_a_site_without_beds_is_never_asked_about_beds(checklist):
    assert "FAC-DRM-004" not in asked(checklist, "handles_esd")
    assert "FAC-DRM-004" in asked(checklist, "has_dormitory")


def test_a_site_with_everything_is_asked_everything(checklist):
    assert applicable(checklist, EVERYTHING) == checklist.items


def test_an_item_with_two_traits_needs_both(checklist):
    picky = replace(
        checklist.item("FAC-DRM-004"), traits=frozenset({"has_dormitory", "has_canteen"})
    )
    section = replace(checklist.categories[-1].sections[-1], items=(picky,))
    category = replace(checklist.categories[-1], sections=(section,))
    smaller = replace(checklist, categories=(category,))
    assert applicable(smaller, frozenset({"has_dormitory"})) == ()
    assert applicable(smaller, frozenset({"has_dormitory", "has_canteen"})) == (picky,)


def test_an_item_may_name_a_trait_of_its_own(desk):
    desk.change(
        "12-facilities-living.yaml",
        "instrument: laser_distance_meter\n",
        "instrument: laser_distance_meter\n        traits: [has_canteen]\n",
    )
    item = load_edition(desk.folder).item("FAC-DRM-004")
    assert item.traits == {"has_dormitory", "has_canteen"}


@pytest.mark.parametrize(
    ("severity", "n", "accept"),
    [
        (Severity.CRITICAL, 32, 0),
        (Severity.MAJOR, 32, 0),
        (Severity.MINOR, 12, 0),
        (Severity.MINOR, 13, 1),
    ],
)
def test_only_a_lapse_may_fail_once(severity, n, accept):
    assert acceptance_number(severity, n) == accept


def noise(direction=Direction.MAX, **where):
    limits = {trait: Decimal(limit) for trait, limit in where.items()}
    return Measure("level", "dB(A)", Decimal(55), direction, "meter", limit_where=limits)


def test_the_limit_differs_by_place():
    measure = noise(in_quiet_zone=50, near_hospital=45)
    assert measure.limit_at(frozenset()) == 55
    assert measure.limit_at(frozenset({"in_quiet_zone"})) == 50
    assert measure.limit_at(frozenset({"in_quiet_zone", "near_hospital"})) == 45
    assert noise(Direction.MIN, big=60, tall=70).limit_at(frozenset({"big", "tall"})) == 70


def test_a_value_at_the_limit_passes_unless_the_limit_is_excluded():
    assert noise().holds(Decimal(55))
    assert not noise().holds(Decimal("55.1"))
    assert not noise(in_quiet_zone=50).holds(Decimal(55), frozenset({"in_quiet_zone"}))
    assert noise(Direction.MIN).holds(Decimal(56))
    assert not noise(Direction.MIN).holds(Decimal(54))
    assert not replace(noise(), inclusive=False).holds(Decimal(55))


def test_words_fall_back_to_english():
    assert said({"en": "Canteen", "zh": "食堂"}, "zh") == "食堂"
    assert said({"en": "Canteen"}, "zh") == "Canteen"
    assert said({}, "zh") == ""
