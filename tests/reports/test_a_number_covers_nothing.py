"""Where the number of a point stands on a chart."""

from itertools import pairwise

import pytest

from app.reports.plots.room import A_RULE, ANYTHING, Box, Figure, Plot, places


def plot(*lines, rules=(), uprights=(), width=500):
    return Plot(width, 200, (0, 100), (0, 100), lines, rules, uprights)


def offset(place):
    return place.right, place.down


def test_it_stands_over_a_point_where_nothing_is():
    [place] = places([plot([(50, 50)])], [Figure((50, 50), "50.00")])
    assert place.right == 0
    assert place.down < -7


def test_it_stands_under_the_point_of_the_lower_line():
    [place] = places([plot([(50, 50)])], [Figure((50, 50), "50.00", below=True)])
    assert place.down > 7


@pytest.mark.parametrize("width", [300, 500, 1000])
def test_no_line_runs_through_it(width):
    rising = [(10, 10), (48, 12), (50, 40), (90, 42)]
    drawn = plot(rising, width=width)
    figures = [Figure(point, "40.25", below=True) for point in rising]
    for figure, place in zip(figures, places([drawn], figures), strict=True):
        box = drawn.box(figure, offset(place))
        ends = [drawn.at(point) for point in rising]
        assert not any(box.crossed(a, b) for a, b in pairwise(ends))


def test_an_upright_on_its_day_is_left_free():
    drawn = plot([(50, 50)], uprights=[50])
    figure = Figure((50, 50), "50.00")
    [place] = places([drawn], [figure])
    box = drawn.box(figure, offset(place))
    assert not place.clears
    assert not box.left < 250 < box.right


def test_two_numbers_do_not_meet():
    drawn = plot([(50, 50)], [(51, 50.5)])
    figures = [Figure((51, 50.5), "50.50"), Figure((50, 50), "50.00")]
    first, second = (
        drawn.box(figure, offset(place))
        for figure, place in zip(figures, places([drawn], figures), strict=True)
    )
    assert not first.meets(second)


def test_what_has_no_room_is_left_out_unless_it_must_be_told():
    full = [[(day, value) for day in range(0, 101, 2)] for value in range(0, 101, 4)]
    figure = Figure((50, 48), "48.00")
    assert places([plot(*full)], [figure]) == [None]
    [told] = places([plot(*full)], [Figure((50, 48), "48.00", covers=ANYTHING)])
    assert told.clears


def test_the_first_number_may_cut_a_rule_but_no_line():
    fenced = plot([(50, 50)], uprights=range(101))
    figure = Figure((50, 50), "50.00", covers=A_RULE)
    assert places([fenced], [figure]) == [None]  # too many of them
    [place] = places([plot([(50, 50)], uprights=range(0, 101, 4))], [figure])
    assert place.clears


def test_a_place_is_good_at_each_width():
    """Straight over it a steep line passes where the chart is narrow."""
    line = [(40, 90), (50, 50)]
    narrow, broad = plot(line, width=120), plot(line, width=1000)
    figure = Figure((50, 50), "50.00")
    [place] = places([narrow, broad], [figure])
    for drawn in (narrow, broad):
        assert not drawn.box(figure, offset(place)).crossed(drawn.at((40, 90)), drawn.at((50, 50)))


@pytest.mark.parametrize(
    ("start", "end", "crossed"),
    [
        ((0, 5), (10, 5), True),
        ((5, 0), (5, 20), True),
        ((0, 0), (20, 20), True),
        ((0, 12), (12, 24), False),
        ((0, 0), (1, 20), False),
        ((11, 0), (11, 20), False),
    ],
)
def test_a_stretch_crosses_a_box(start, end, crossed):
    assert Box(2, 2, 10, 10).crossed(start, end) is crossed
