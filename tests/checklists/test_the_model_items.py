"""The checklist of this repository, read as an auditor will read it."""

from decimal import Decimal

import pytest

from app.checklists.rules import Direction, Interview, Method, Ref, Severity, Timer


def test_it_has_its_categories_and_a_hundred_points(checklist):
    assert [category.number for category in checklist.categories] == list(range(1, 13))
    assert sum(category.points for category in checklist.categories) == 100
    assert [len(list(checklist.in_domain(domain))) for domain in checklist.domains] == [4, 4, 3, 1]


def test_every_category_holds_at_least_two_items(checklist):
    assert len(checklist.items) >= 24
    assert all(len(category.items) >= 2 for category in checklist.categories)


def test_an_item_reads_in_both_languages(checklist):
    puddle = checklist.item("FAC-WSH-001")
    assert puddle.said("en").title == "The puddle is gone in fifteen minutes"
    assert puddle.said("zh").title == "15分钟内地面无积水"
    assert puddle.said("fr") == puddle.said("en")
    assert all(item.text.keys() == {"en", "zh"} for item in checklist.items)
    assert all(item.sample.words.keys() == {"en", "zh"} for item in checklist.items)


def test_the_puddle_has_a_stopwatch_and_a_washroom(checklist):
    puddle = checklist.item("FAC-WSH-001")
    assert (puddle.method, puddle.severity) == (Method.TIMED_SPOT_CHECK, Severity.MINOR)
    assert (puddle.timer, puddle.zones) == (Timer(900), "washroom")


def test_the_night_shift_is_asked(checklist):
    assert checklist.item("LGV-AUT-002").interview == Interview(k=3, n=3)


@pytest.mark.parametrize(("item", "accept"), [("QMS-CAP-007", 1), ("SCM-SSP-004", 0)])
def test_an_author_may_fix_how_many_may_fail(checklist, item, accept):
    assert checklist.item(item).sample.accept == accept


def test_the_rule_fixes_it_otherwise(checklist):
    assert checklist.item("QMS-CAL-003").sample.accept == 0
    assert checklist.item("LGV-REV-004").sample.accept is None
    assert checklist.item("DSC-OTD-001").sample.accept is None


def test_some_failures_bar_the_list_alone(checklist):
    assert {"SFC-FIN-001", "LHR-FRC-002"} <= {item.id for item in checklist.items if item.knock_out}


def test_a_strap_at_its_limit_is_not_below_it(checklist):
    strap = checklist.item("PQC-ESD-002").measure
    assert strap.direction is Direction.MAX
    assert strap.holds(Decimal(34999999))
    assert not strap.holds(Decimal(35000000))


def test_a_citation_is_spelled_out(checklist):
    ref = Ref("iso-9001-2015", "9.3.3")
    assert checklist.cited(ref) == "ISO 9001:2015 9.3.3"
    assert checklist.heading(ref) == "Management review outputs"
    whole = Ref("house")
    assert checklist.cited(whole) == "House rule"
    assert checklist.heading(whole).startswith("Rules set by this checklist")
    law = Ref("cn-labour-contract-law")
    assert checklist.heading(law, "zh") == "中华人民共和国劳动合同法"


def test_a_citation_is_spelled_out_in_chinese(checklist):
    assert checklist.cited(Ref("iso-9001-2015", "9.3.3"), "zh") == "ISO 9001:2015 9.3.3"
    assert checklist.cited(Ref("cn-labour-contract-law", "Art. 9"), "zh") == "《劳动合同法》第9条"
    assert checklist.cited(Ref("house"), "zh") == "本清单自定规则"


def test_a_source_that_is_not_cited_is_told_by_its_code(checklist):
    assert checklist.cited(Ref("iso-1-2022", "4")) == "iso-1-2022 4"
    assert checklist.heading(Ref("iso-1-2022", "4")) == ""


def test_thresholds_come_with_their_source(checklist):
    threshold = checklist.thresholds["T069"]
    assert threshold.text["zh"] == "洗手间地面的水自被发现起15分钟内清除"
    assert checklist.cited(threshold.ref) == "BT account"


def test_categories_and_items_are_found_by_id(checklist):
    assert checklist.category("12-facilities-living").title["zh"] == "设施与生活条件"
    with pytest.raises(KeyError):
        checklist.item("XXX-XXX-000")
