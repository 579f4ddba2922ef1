"""Whatever people do in whatever order: no step is taken before those that it rests on."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import AgreePlan, CheckEffect, Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.rules import ActionKind
from app.actions.way import way_of
from app.actions.way_changes import agree_plan, check_effect, find_cause
from app.findings.cause_changes import add_cause, strike_cause
from app.findings.changes import change_finding
from app.findings.clock_changes import set_buyer_date
from app.findings.deadline_queries import deadlines_of, extensions_of
from app.findings.extension_changes import ask_for_time, reply_to_asking
from app.findings.forms import (
    AddCause,
    AskForTime,
    ChangeFinding,
    FindCause,
    RaiseFinding,
    ReplyToAsking,
    SetBuyerDate,
)
from app.findings.queries import closure_of, packs_of
from app.findings.raise_changes import raise_finding
from app.findings.rules import STEPS, Branch, FindingClass, Step
from app.kit.errors import Refusal

CLASSES = st.sampled_from(FindingClass)
DEEDS = (
    *("why", "strike", "found", "contain", "correct", "prevent", "agree", "do", "verify"),
    *("send_back", "held", "not_held", "close", "regrade", "ask", "grant", "letter"),
)
PATHS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 40), CLASSES), min_size=1, max_size=30
)
A_DAY = timedelta(days=1)


class Path:
    """A finding, and everybody who has to do with it."""

    def __init__(self, session, row, *, site, chen, wei, marta, buyer, at):
        self.session, self.row, self.site, self.at = session, row, site, at
        self.chen, self.wei, self.marta, self.buyer = chen, wei, marta, buyer
        self.set_by_buyer = None

    def take(self, deed, days, class_):
        """One deed by whom it suits, some days later; a refusal is an answer too."""
        self.at += timedelta(days=days % 15)
        with suppress(Refusal):
            getattr(self, deed)(days, class_)
        self.session.flush()

    def why(self, days, _class):
        branch = Branch.ESCAPE if days % 2 else Branch.OCCURRENCE
        form = AddCause(branch=branch, text="The trap is never looked at.")
        add_cause(self.session, self.row, form, by=self.chen, at=self.at)

    def strike(self, _days, _class):
        tree = self.way.whys[Branch.OCCURRENCE]
        if tree:
            strike_cause(self.session, self.row, tree[0].cause.id, by=self.chen, at=self.at)

    def found(self, _days, _class):
        find_cause(self.session, self.row, FindCause(tag="method"), by=self.chen, at=self.at)

    def _plan(self, kind):
        form = PlanAction(
            kind=kind,
            what="Fit a trap that cannot leak.",
            criterion="Dry for a week",
            owner=self.chen.id,
            due_on=self.at.date() + 5 * A_DAY,
        )
        place, owner = self.site, self.chen
        plan_action(self.session, self.row, form, place=place, owner=owner, by=self.wei, at=self.at)

    def contain(self, _days, _class):
        self._plan(ActionKind.CONTAINMENT)

    def correct(self, _days, _class):
        self._plan(ActionKind.CORRECTIVE)

    def prevent(self, _days, _class):
        self._plan(ActionKind.PREVENTIVE)

    def agree(self, _days, _class):
        form = AgreePlan(criterion="No puddle in a week of spot checks", after_days=14)
        agree_plan(self.session, self.row, form, by=self.wei, at=self.at)

    def do(self, days, _class):
        form = Implement(note="It is fitted.")
        implement(self.session, self.row, self._one(days), form, by=self.chen, at=self.at)

    def verify(self, days, _class, *, passed=True):
        form = Verify(passed=passed, level="4", note="Seen on both shifts.")
        verify(self.session, self.row, self._one(days), form, by=self.marta, at=self.at)

    def send_back(self, days, class_):
        self.verify(days, class_, passed=False)

    def held(self, _days, _class, *, held=True):
        form = CheckEffect(held=held, level=None if held else "1", note="Looked at it again.")
        packs = packs_of(self.session, self.row)
        check_effect(self.session, self.row, form, packs, by=self.marta, at=self.at)

    def not_held(self, days, class_):
        self.held(days, class_, held=False)

    def close(self, _days, _class):
        why = "Seen twice, on both shifts."
        close_verified(self.session, self.row, reason=why, by=self.marta, at=self.at)

    def regrade(self, _days, class_):
        form = ChangeFinding(version=self.row.version, **{"class": class_})
        packs, place = packs_of(self.session, self.row), self.site
        change_finding(
            self.session,
            self.row,
            form,
            place=place,
            owner=None,
            packs=packs,
            by=self.wei,
            at=self.at,
        )

    def ask(self, days, _class):
        step = ("containment", "plan", "close")[days % 3]
        until = self.at.date() + timedelta(days=days * 4)
        form = AskForTime(step=step, until=until, reason="The part comes late.")
        ask_for_time(self.session, self.row, form, by=self.chen, at=self.at)

    def grant(self, _days, _class):
        for asked, reply in extensions_of(self.session, self.row.id):
            if reply is None:
                form = ReplyToAsking(granted=True)
                reply_to_asking(self.session, self.row, asked.id, form, by=self.wei, at=self.at)

    def letter(self, days, _class):
        day = self.at.date() + timedelta(days=days * 3)
        form = SetBuyerDate(due_on=day, buyer=self.buyer.id, letter=f"HT-{days}")
        set_buyer_date(self.session, self.row, form, by=self.wei, at=self.at)
        self.set_by_buyer = day

    def _one(self, days):
        listed = actions_of(self.session, [self.row.id])[self.row.id]
        now = [one for one in listed if one.action.turn == self.way.turn]
        if not now:
            raise Refusal("Nothing is planned.")
        return now[days % len(now)]

    @property
    def way(self):
        return way_of(self.session, self.row)

    @property
    def dues(self):
        return {one.step: one for one in deadlines_of(self.session, [self.row.id])[self.row.id]}


@pytest.fixture
def path(database, edition, pack, failed, site, chen, wei, marta, buyer, ines, at):
    """`path(session, class_)`: a finding of that class; whatever is done is thrown away after."""

    def begin(session, class_):
        form = RaiseFinding(
            answer=failed.id,
            owner=chen.id,
            reason="So that its way is walked.",
            **{"class": class_},
        )
        item = edition.item(failed.item)
        row = raise_finding(session, failed, item, [pack], form, lang="en", by=ines, at=at)
        session.flush()
        return Path(session, row, site=site, chen=chen, wei=wei, marta=marta, buyer=buyer, at=at)

    return begin


def gates_hold(one):
    """On the way of its class each step that counts came after all those before it."""
    way, closure = one.way, closure_of(one.session, one.row.id)
    reached = way.reached
    assert reached == STEPS[way.class_][: len(reached)]
    if closure and not closure.rejected:
        assert reached == STEPS[way.class_], "closed means that every step was taken"
        assert closure.at == max(taken.at for taken in way.taken.values())
    if way.plan and Step.CAUSE_FOUND in way.steps and Step.CAUSE_FOUND not in way.taken:
        assert Step.PLAN_AGREED not in reached
    for each in way.actions:
        verdict = each.last.verification if each.last else None
        assert verdict is None or verdict.by_id not in each.hands
    assert way.turn == 1 or way.taken[Step.RAISED].at <= one.at


def clocks_hold(one):
    dues = one.dues
    contain = dues.get("containment")
    if contain:
        assert (contain.due_on, contain.source) == (contain.computed_on, "programme")
    close = dues.get("close")
    if close and close.source == "buyer":
        assert close.due_on == one.set_by_buyer
        assert "effect" in dues or one.row.due_on == one.set_by_buyer
    started = one.way.taken[Step.RAISED].at.date()
    if one.set_by_buyer and one.set_by_buyer > started:
        assert close.source == "buyer"
    if "effect" in dues:
        assert dues["effect"].due_on >= dues["effect"].earliest_on
    if one.row.due_on:
        assert one.row.due_on in {each.due_on for each in dues.values()}
    assert one.row.contain_by == (contain.due_on if contain else None)


@pytest.mark.parametrize("class_", list(FindingClass))
def test_no_path_skips_a_gate_nor_moves_what_stands(path, database, class_):
    closed = []

    @settings(max_examples=20)
    @given(PATHS)
    def walk(deeds):
        with database.writing() as session:
            one = path(session, class_)
            for deed in deeds:
                one.take(*deed)
                gates_hold(one)
                clocks_hold(one)
            closed.append(closure_of(session, one.row.id) is not None)
            session.rollback()

    walk()


STRAIGHT = (
    *("contain", "do", "why", "why", "found", "correct", "agree", "do", "verify", "verify"),
    *("held", "close"),
)


@pytest.mark.parametrize("class_", list(FindingClass))
def test_the_straight_path_leads_to_the_end(path, database, class_):
    with database.writing() as session:
        one = path(session, class_)
        days = {"why": (0, 1), "do": (0, 1), "verify": (0, 1)}
        for n, deed in enumerate(STRAIGHT):
            nth = STRAIGHT[:n].count(deed)
            later = 14 if deed in {"held", "close"} else days.get(deed, (0, 0))[nth]
            one.take(deed, later, class_)
            gates_hold(one)
            clocks_hold(one)
        assert closure_of(session, one.row.id)
        session.rollback()


@pytest.mark.parametrize("class_", list(FindingClass))
@pytest.mark.parametrize("without", ["why", "found", "agree", "do", "verify", "held"])
def test_without_one_deed_it_is_closed_only_where_its_way_asks_for_none(
    path, database, class_, without
):
    asked = {
        "why": Step.CAUSE_FOUND,
        "found": Step.CAUSE_FOUND,
        "agree": Step.PLAN_AGREED,
        "do": Step.IMPLEMENTED,
        "verify": Step.VERIFIED,
        "held": Step.EFFECTIVE,
    }
    with database.writing() as session:
        one = path(session, class_)
        seen = {"why": 0, "do": 0, "verify": 0}
        for deed in STRAIGHT:
            if deed == without:
                continue
            later = 14 if deed in {"held", "close"} else seen.get(deed, 0)
            seen[deed] = seen.get(deed, 0) + 1
            one.take(deed, later, class_)
        closed = closure_of(session, one.row.id) is not None
        session.rollback()
    assert closed is (asked[without] not in STEPS[class_])
