"""The main job, once through: each step in the window of the person who does it."""

from tests.journeys.as_auditor import (
    answer_by_keyboard,
    answer_by_touch,
    answer_in_two_tabs,
    raise_a_finding_in_one_tap,
    take_a_photo,
    time_a_puddle,
)
from tests.journeys.as_executive import (
    look_at_a_past_day,
    look_at_the_trend,
    order_the_executive_report,
    order_the_gap_report,
    total_now,
    trail_holds,
    trail_tells_it,
    verdict_in_chinese,
)
from tests.journeys.as_lead import (
    begin_the_fieldwork,
    plan_an_audit,
    sign_in,
    the_checklist_is_loaded,
)
from tests.journeys.as_quality_lead import (
    close,
    owner_may_not_verify,
    plan_an_action,
    report_it_done,
    verify_at_level_4,
)


def test_from_the_checklist_to_the_report(window, now):
    admin, lead, auditor, quality, owner, executive = (window() for _one in range(6))
    sign_in(admin, "omar")
    the_checklist_is_loaded(admin)

    sign_in(lead, "marta")
    audit = plan_an_audit(lead)
    begin_the_fieldwork(lead, audit)

    sign_in(auditor, "ines")
    answer_by_keyboard(auditor, audit)
    time_a_puddle(auditor)
    take_a_photo(auditor)
    answer_by_touch(window("ines", width=390, height=844, has_touch=True), audit)
    answer_in_two_tabs(auditor, audit)
    finding = raise_a_finding_in_one_tap(auditor)

    sign_in(executive, "diana")
    before = total_now(executive)
    sign_in(quality, "wei")
    plan_an_action(quality, finding, owner="Chen Muyuan")
    sign_in(owner, "chen")
    report_it_done(owner, finding)
    owner_may_not_verify(owner, finding)
    verify_at_level_4(quality, finding)
    close(quality, finding)

    after = total_now(executive)
    assert after > before
    look_at_the_trend(executive)
    look_at_a_past_day(executive, now)
    told = order_the_executive_report(executive, language="中文")
    assert verdict_in_chinese(executive) in told
    assert str(after) in told
    gap = order_the_gap_report(lead, audit, language="English")
    assert finding in gap
    assert "Thepuddleisgoneinfifteenminutes" in gap

    trail_tells_it(lead, {audit: WRITTEN_OF_AUDIT, finding: WRITTEN_OF_FINDING})
    trail_holds(lead)


WRITTEN_OF_AUDIT = ("Audit planned", "Fieldwork begun")
WRITTEN_OF_FINDING = (
    "Raised",
    "Action planned",
    "Reported as done",
    "Verified",
    "Closed",
)
