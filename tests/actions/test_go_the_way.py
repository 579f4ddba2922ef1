from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from app.actions.changes import (
    NotAgreed,
    NotVerified,
    OwnWork,
    close_verified,
    implement,
    plan_action,
    verify,
)
from app.actions.forms import AgreePlan, CheckEffect, Implement, PlanAction, Verify
from app.actions.queries import action as action_of
from app.actions.rules import LASTS_AFTER
from app.actions.way import NotYet, way_of
from app.actions.way_changes import TooEarly, agree_plan, check_effect, find_cause
from app.answers.queries import marks_of_sites
from app.answers.rules import Level, standing
from app.findings.cause_changes import add_cause
from app.findings.changes import change_finding
from app.findings.forms import AddCause, ChangeFinding, FindCause
from app.findings.rules import Branch, Step
from app.kit.errors import Conflict, Invalid
from app.trail.queries import entries

LATER = timedelta(days=LASTS_AFTER)


class Journey:
    """The finding, and what the cast does about it; everything happens at `at` until it moves."""

    def __init__(self, session, finding, site, pack, wei, chen, at):
        self.session, self.site, self.pack = session, site, pack
        self.row, self.wei, self.chen, self.at = session.merge(finding), wei, chen, at

    def grade(self, class_):
        form = ChangeFinding(version=self.row.version, **{"class": class_})
        change_finding(
            self.session, self.row, form, place=self.site, owner=None, packs=[self.pack],
            by=self.wei, at=self.at,
        )  # fmt: skip
        return self

    @property
    def way(self):
        self.session.flush()
        return way_of(self.session, self.row)

    def plan(self, kind="corrective", criterion="Dry at 20 of 20 looks."):
        form = PlanAction(
            kind=kind, what="Mend the leaking trap.", criterion=criterion, owner=self.chen.id,
            due_on=self.at.date(),
        )  # fmt: skip
        one = plan_action(
            self.session, self.row, form, place=self.site, owner=self.chen, by=self.wei, at=self.at
        )
        self.session.flush()
        return one

    def do(self, one):
        tracked = action_of(self.session, self.row.id, one.id)
        form = Implement(note="Done as planned.")
        implement(self.session, self.row, tracked, form, by=self.chen, at=self.at)
        self.session.flush()

    def verify(self, one):
        tracked = action_of(self.session, self.row.id, one.id)
        form = Verify(passed=True, level="4", note="Seen dry.")
        verify(self.session, self.row, tracked, form, by=self.wei, at=self.at)
        self.session.flush()

    def contain(self):
        one = self.plan("containment", "")
        self.do(one)
        return one

    def ask(self, branch=Branch.OCCURRENCE):
        form = AddCause(branch=branch, text=f"The reason of {branch}.")
        add_cause(self.session, self.row, form, by=self.chen, at=self.at)
        self.session.flush()

    def find(self):
        form = FindCause(tag="method", hidden_hazard=True)
        find_cause(self.session, self.row, form, by=self.chen, at=self.at)
        self.session.flush()

    def agree(self, **said):
        form = AgreePlan(**{"criterion": "Dry at three looks."} | said)
        agree_plan(self.session, self.row, form, by=self.wei, at=self.at)
        self.session.flush()

    def look(self, *, held=True, level=None, by=None):
        form = CheckEffect(held=held, level=level, note="Looked three times.")
        check_effect(self.session, self.row, form, [self.pack], by=by or self.wei, at=self.at)
        self.session.flush()

    def close(self):
        reason = "Verified, and it has held."
        close_verified(self.session, self.row, reason=reason, by=self.wei, at=self.at)
        self.session.flush()

    def until_verified(self):
        contained = self.contain() if Step.CONTAINED in self.way.steps else None
        for branch in Branch:
            self.ask(branch)
        self.find()
        one = self.plan()
        self.agree()
        self.do(one)
        for each in (one, contained):
            if each:
                self.verify(each)
        return self


@pytest.fixture
def journey(session, finding, site, pack, wei, chen, at):
    return Journey(session, finding, site, pack, wei, chen, at)


def test_a_minor_goes_the_short_way(journey):
    one = journey.plan(criterion="")
    assert journey.way.next is Step.IMPLEMENTED
    journey.do(one)
    assert journey.way.next is Step.VERIFIED
    journey.verify(one)
    assert journey.way.next is Step.CLOSED
    journey.close()
    assert journey.way.next is None
    assert journey.way.reached == journey.way.steps


def test_a_critical_goes_the_whole_way(journey, chen, wei):
    journey.grade("critical")
    seen = [journey.way.next]
    contained = journey.contain()
    seen.append(journey.way.next)
    for branch in Branch:
        journey.ask(branch)
    journey.find()
    seen.append(journey.way.next)
    one = journey.plan()
    journey.agree()
    seen.append(journey.way.next)
    journey.do(one)
    seen.append(journey.way.next)
    journey.verify(one)
    journey.verify(contained)
    seen.append(journey.way.next)
    journey.at += LATER
    journey.look()
    seen.append(journey.way.next)
    journey.close()
    assert seen == list(Step)[1:]
    assert journey.way.reached == tuple(Step)
    told = {step: one.by for step, one in journey.way.taken.items()}
    assert (told["contained"], told["cause_found"]) == (chen.name, chen.name)
    assert (told["plan_agreed"], told["verified"], told["effective"]) == (wei.name,) * 3


def test_a_major_needs_no_containment(journey):
    assert Step.CONTAINED not in journey.grade("major").way.steps
    assert journey.way.next is Step.CAUSE_FOUND


@pytest.mark.parametrize("class_", ["major", "critical"])
def test_no_gate_is_skipped(journey, class_):
    journey.grade(class_)
    if class_ == "critical":
        for branch in Branch:
            journey.ask(branch)
        with pytest.raises(NotYet, match="Plan a containment and report it as done"):
            journey.find()
        journey.contain()
    with pytest.raises(NotYet, match="Ask why it happened and why nobody noticed"):
        journey.agree()
    one = journey.plan()
    journey.do(one)
    with pytest.raises(NotAgreed, match="Nobody has agreed to this action yet"):
        journey.verify(one)
    with pytest.raises(NotVerified):
        journey.close()
    with pytest.raises(NotYet):
        journey.look()


def test_both_branches_are_asked(journey):
    journey.grade("major")
    with pytest.raises(NotYet, match="Say first why it happened"):
        journey.find()
    journey.ask()
    with pytest.raises(NotYet, match="Say first why nobody noticed"):
        journey.find()


def test_the_cause_is_found_once(journey):
    journey.grade("major").ask()
    journey.ask(Branch.ESCAPE)
    journey.find()
    with pytest.raises(Conflict, match="Chen Muyuan has said already what the cause is"):
        journey.find()


def test_an_empty_plan_is_not_agreed_to(journey):
    journey.grade("major").ask()
    journey.ask(Branch.ESCAPE)
    journey.find()
    journey.plan("correction", "")
    with pytest.raises(NotYet, match="Nothing is planned yet that answers the cause"):
        journey.agree()


def test_where_a_plan_is_agreed_each_action_says_how_one_will_see_it(journey):
    with pytest.raises(Invalid, match="Say how one will see that it worked"):
        journey.grade("major").plan(criterion="")


def test_what_is_planned_later_is_agreed_again(journey):
    journey.grade("major").until_verified()
    more = journey.plan("preventive")
    assert journey.way.next is Step.PLAN_AGREED
    journey.do(more)
    with pytest.raises(NotAgreed):
        journey.verify(more)
    journey.agree()
    with pytest.raises(Conflict, match="This plan is agreed already"):
        journey.agree()
    journey.verify(more)
    assert journey.way.next is Step.EFFECTIVE


def test_the_effect_is_not_looked_at_too_early(journey, at):
    journey.grade("major").until_verified()
    assert journey.way.check_on == at.date() + LATER
    journey.at += LATER - timedelta(days=1)
    with pytest.raises(TooEarly, match="Whether it has held shows from 2026-05-31 on"):
        journey.look()


def test_until_then_the_finding_is_not_overdue(journey, at):
    journey.grade("critical").until_verified()
    assert journey.row.due_on == at.date() + LATER


def test_the_plan_says_when(journey, at):
    journey.grade("major").ask()
    journey.ask(Branch.ESCAPE)
    journey.find()
    one = journey.plan()
    journey.agree(after_days=30)
    journey.do(one)
    journey.verify(one)
    assert journey.way.check_on == at.date() + timedelta(days=30)


def test_whoever_had_a_hand_in_it_does_not_judge_it(journey, chen):
    journey.grade("major").until_verified()
    journey.at += LATER
    with pytest.raises(OwnWork, match="You did a part of this yourself"):
        journey.look(by=chen)


def test_what_has_not_held_goes_its_way_anew(journey, session, site):
    journey.grade("major").until_verified()
    journey.at += LATER
    with pytest.raises(Invalid, match="Say at which level the item stands now: 2, 1 or 0"):
        journey.look(held=False)
    journey.look(held=False, level="1")
    way = journey.way
    assert (way.turn, way.reached, way.next) == (2, (Step.RAISED,), Step.CAUSE_FOUND)
    assert journey.row.due_on == journey.at.date() + timedelta(days=60)
    marks = marks_of_sites(session, [site.id])[site.id]
    now = standing(marks, as_of=journey.at, known=journey.at)
    assert now[journey.row.item, journey.row.zone_id].level is Level.MOSTLY_NOT
    (entry, _payload), *_rest = entries(session, sites=None, subject="F-0001")
    assert (entry.action, entry.why) == ("finding.reopened", "Looked three times.")
    journey.until_verified()
    journey.at += LATER
    journey.look()
    journey.close()
    assert journey.way.reached == journey.way.steps


def test_a_minor_is_closed_without_a_look(journey):
    with pytest.raises(Conflict, match="closed without a look at the effect"):
        journey.look()


def test_what_is_graded_up_asks_for_the_rest_of_the_way(journey):
    one = journey.plan(criterion="")
    journey.do(one)
    journey.verify(one)
    assert journey.grade("major").way.next is Step.CAUSE_FOUND
    with pytest.raises(NotVerified, match="Ask why it happened"):
        journey.close()


FIND = {"tag": "method", "hidden_hazard": "true"}
AGREE = {"criterion": "Dry at three looks.", "after_days": "30"}


def test_the_pages_go_the_whole_way(browser, signed_in, wei, chen, finding, watch):
    me, her, here = signed_in(wei), signed_in(chen), "/findings/F-0001"
    browser.post(here, data={"version": 1, "class": "major"}, headers=me)
    for branch in Branch:
        said = {"branch": branch.value, "text": "The patrol sheet has no such line."}
        assert browser.post(f"{here}/causes", data=said, headers=her).status_code == 303
    assert f'action="{here}/cause"' in browser.get(here, headers=her).text
    assert browser.post(f"{here}/cause", data=FIND, headers=her).status_code == 303
    plan = {
        "what": "Put the line on the patrol sheet.", "criterion": "20 of 20 sheets show it.",
        "owner": str(chen.id), "due_on": "2026-03-20", "effort": "S", "cost": "1250.50",
        "currency": "CNY",
    }  # fmt: skip
    assert browser.post(f"{here}/actions", data=plan, headers=her).status_code == 303
    (action,) = browser.get(f"/api/v1{here}/actions", headers=me).json()
    assert (action["cost"], action["currency"], action["effort"]) == ("1250.50", "CNY", "S")
    assert browser.post(f"{here}/plan", data=AGREE, headers=me).status_code == 303
    deed = f"{here}/actions/{action['id']}"
    browser.post(f"{deed}/implementation", data={"note": "The line stands there."}, headers=her)
    seen = {"passed": "true", "level": "4", "note": "Walked with the patrol."}
    assert browser.post(f"{deed}/verification", data=seen, headers=me).status_code == 303
    early = browser.post(f"{here}/effect", data={"held": "true", "note": "It holds."}, headers=me)
    assert early.status_code == 409
    assert "shows from 1 Apr 2026 on" in early.text
    watch.now += timedelta(days=31)
    me = signed_in(wei)
    assert "Say whether it has held" in browser.get(here, headers=me).text
    looked = {"held": "true", "note": "It holds."}
    assert browser.post(f"{here}/effect", data=looked, headers=me).status_code == 303
    told = browser.get(f"/api/v1{here}/way", headers=me).json()
    assert (told["next"], told["tag"], told["hidden_hazard"]) == ("closed", "method", True)
    assert [one["step"] for one in told["steps"] if one["by"]] == [
        "raised", "cause_found", "plan_agreed", "implemented", "verified", "effective",
    ]  # fmt: skip
    said = browser.get(here, headers=me).text
    for part in ("Cause found", "Plan agreed", "Hidden hazard", "CNY 1,250.50", "S: days"):
        assert part in said


def test_the_api_goes_the_whole_way(browser, signed_in, wei, chen, finding, watch):
    me, her, here = signed_in(wei), signed_in(chen), "/api/v1/findings/F-0001"
    browser.patch(here, json={"version": 1, "class": "major"}, headers=me)
    told = browser.get(f"{here}/way", headers=me).json()
    assert told["next"] == "cause_found"
    assert told["missing"].startswith("Ask why it happened")
    for branch in Branch:
        browser.post(f"{here}/causes", json={"branch": branch, "text": "No line."}, headers=her)
    found = {"tag": "method"}
    assert browser.post(f"{here}/cause", json=found, headers=her).status_code == 201
    plan = {"what": "Put it there.", "criterion": "It shows.", "owner": str(chen.id)}
    plan |= {"due_on": "2026-03-20"}
    action = browser.post(f"{here}/actions", json=plan, headers=her).json()["id"]
    agreed = browser.post(f"{here}/plan", json={"criterion": "Dry thrice."}, headers=me)
    assert agreed.json()["next"] == "implemented"
    deed = f"{here}/actions/{action}"
    browser.post(f"{deed}/implementation", json={"note": "It is there."}, headers=her)
    seen = {"passed": True, "level": "4", "note": "Walked it."}
    browser.post(f"{deed}/verification", json=seen, headers=me)
    watch.now += LATER
    looked = {"held": False, "level": "0", "note": "Wet again."}
    reply = browser.post(f"{here}/effect", json=looked, headers=signed_in(wei))
    assert (reply.status_code, reply.json()["turn"]) == (201, 2)
    page = browser.get("/findings/F-0001", headers=signed_in(wei)).text
    assert "Opened again: turn 2" in page
    assert "Before it was opened again" in page


@pytest.mark.parametrize(
    ("path", "data", "refused"),
    [
        ("cause", {"tag": "method"}, ("ines", "marta", "diana")),
        ("plan", {"criterion": "Dry thrice."}, ("ines", "chen", "marta", "diana")),
        ("effect", {"held": "true", "note": "It holds."}, ("ines", "chen", "diana")),
    ],
)
def test_who_may_not_is_refused(
    browser, signed_in, request, finding, path, data, refused, nothing_changes
):
    for who in refused:
        headers = signed_in(request.getfixturevalue(who))
        with nothing_changes():
            page = browser.post(f"/findings/F-0001/{path}", data=data, headers=headers)
            api = browser.post(f"/api/v1/findings/F-0001/{path}", json=data, headers=headers)
        assert (page.status_code, api.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("cause", {"note": "kept words"}, "Please fill this in."),
        ("cause", {"tag": "moon", "note": "kept words"}, "Choose one of:"),
        ("plan", {"criterion": "", "note": "kept words"}, "Please fill this in."),
        ("plan", {"criterion": "Dry.", "after_days": "3", "note": "kept words"}, "At least 14."),
        ("effect", {"held": "perhaps", "note": "kept words"}, "This value cannot be used."),
    ],
)
def test_a_bad_field_is_named_and_all_else_kept(
    browser, signed_in, wei, finding, path, data, said, nothing_changes
):
    with nothing_changes():
        reply = browser.post(f"/findings/F-0001/{path}", data=data, headers=signed_in(wei))
    assert reply.status_code == 422
    assert said in reply.text
    assert "kept words</textarea>" in reply.text


@pytest.mark.parametrize(
    "table",
    ["agreed_action", "cause_found", "effect_check", "implementation", "plan_agreed", "reopening"],
)
@pytest.mark.parametrize("deed", ["UPDATE {} SET by_name = 'Nobody'", "DELETE FROM {}"])
def test_a_step_that_was_taken_stays_as_it_was_written(journey, session, table, deed):
    journey.grade("critical").until_verified()
    journey.at += LATER
    journey.look(held=False, level="0")
    words = deed.replace("by_name = 'Nobody'", "plan_id = plan_id") if "agreed_" in table else deed
    with pytest.raises(DBAPIError, match="append-only"):
        session.connection().exec_driver_sql(words.format(table))
