import pytest


def puddle(day, zone="W1", item="F1-1"):
    return {"ref": f"SP-{day}-{zone}", "item": item, "zone": zone, "observed_on": day}


def taken(score, spots, answers=()):
    given = {"levels": {"F1": list("444")}} if not answers else {"answers": list(answers)}
    result = score("bt-small", spots=spots, **given)
    return [int(d.counted) for d in result.deductions], result.node("F1").score


@pytest.mark.parametrize(
    ("second", "cost"), [("2026-04-01", 6), ("2026-04-02", 3), ("2026-01-01", 6)]
)
def test_a_repeat_within_ninety_days_costs_double(score, second, cost):
    spots = [puddle("2026-01-01"), puddle(second, item="F1-2")]
    assert taken(score, spots)[0] == [3, cost]


def test_another_zone_is_no_repeat(score):
    assert taken(score, [puddle("2026-01-01"), puddle("2026-01-02", "W2")])[0] == [3, 3]


def test_deductions_end_at_the_maximum(score):
    spots = [puddle(f"2026-01-0{n}") for n in range(1, 5)]
    assert taken(score, spots) == ([3, 6, 6, 0], 85)


def test_a_score_never_falls_below_nothing(score):
    answers = [{"item": f"F1-{n}", "level": "0"} for n in (1, 2, 3)]
    assert taken(score, [puddle("2026-01-01")], answers)[1] == 0


def test_an_answer_that_failed_on_time_is_a_spot_check_and_counts_once(score):
    answer = {
        "item": "F1-1", "level": "1", "zone": "W1", "observed_on": "2026-01-01",
        "timed_failed": True,
    }  # fmt: skip
    assert taken(score, [], [answer])[0] == [3]
    assert taken(score, [puddle("2026-01-01")], [answer])[0] == [3]


def test_each_deduction_names_its_observation(score):
    result = score("bt-small", spots=[puddle("2026-01-01"), puddle("2026-02-01")])
    first, second = result.deductions
    assert (first.ref, first.kind, first.repeats) == ("SP-2026-01-01-W1", "timed_fail", "")
    assert (second.ref, second.kind, second.repeats) == ("SP-2026-02-01-W1", "repeat", first.ref)
    assert (second.item, second.zone, str(second.observed_on)) == ("F1-1", "W1", "2026-02-01")


def test_a_node_without_score_stays_without(score):
    result = score("bt-small", spots=[puddle("2026-01-01")])
    assert (result.node("F1").score, result.node("F1").deducted) == (None, 3)


def test_elsewhere_nothing_is_taken(score):
    assert score("bt-small", spots=[puddle("2026-01-01", item="M1-1")]).deductions == ()
