"""Whatever is done to a finding in whatever order, its column says what its way says."""

from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import AgreePlan, CheckEffect, Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.rules import ActionState
from app.actions.step_changes import answer_why, change, strike_why
from app.actions.way import way_of
from app.actions.way_changes import agree_plan, check_effect, find_cause
from app.findings.cause_queries import causes_of
from app.findings.changes import reject_finding
from app.findings.forms import AddCause, ChangeFinding, FindCause
from app.findings.models import Finding
from app.findings.queries import closure_of
from app.findings.rules import Branch, FindingClass, Step
from app.kit.errors import Refusal
from tests.house.source import calls, modules

MIGRATION = "migrations.versions.0006_findings_stand_on_a_board"
DEEDS = (
    "contain", "correct", "plan", "do", "pass", "fail", "why", "escape", "strike", "found",
    "agree", "held", "lapsed", "close", "reject",
)  # fmt: skip


class Hands:
    """Each deed, as far as the finding lets it: what is refused changes nothing."""

    def __init__(self, session, row, site, pack, wei, marta, chen, at):
        self.session, self.row, self.site, self.pack = session, row, site, pack
        self.wei, self.marta, self.chen, self.at = wei, marta, chen, at

    def act(self, deed):
        nested = self.session.begin_nested()
        try:
            self.grade(deed) if deed in set(FindingClass) else getattr(self, f"{deed}_")()
            self.session.flush()
            nested.commit()
        except (Refusal, IndexError, StopIteration):
            nested.rollback()

    def grade(self, class_):
        form = ChangeFinding(version=self.row.version, **{"class": class_})
        change(self.session, self.row, form, place=self.site, owner=None, packs=[self.pack],
               by=self.wei, at=self.at)  # fmt: skip

    def _plan(self, kind):
        form = PlanAction(kind=kind, what="Mend the trap.", criterion="Dry at 20 looks.",
                          owner=self.chen.id, due_on="2036-01-01")  # fmt: skip
        plan_action(
            self.session, self.row, form, place=self.site, owner=self.chen, by=self.wei, at=self.at
        )

    def contain_(self):
        self._plan("containment")

    def correct_(self):
        self._plan("correction")

    def plan_(self):
        self._plan("corrective")

    def _in(self, state):
        turn = way_of(self.session, self.row).turn
        listed = actions_of(self.session, [self.row.id])[self.row.id]
        return next(x for x in listed if x.state is state and x.action.turn == turn)

    def do_(self):
        one = self._in(ActionState.OPEN)
        implement(self.session, self.row, one, Implement(note="As said."), by=self.chen, at=self.at)

    def _verdict(self, **said):
        one, form = self._in(ActionState.IMPLEMENTED), Verify(note="I saw it.", **said)
        verify(self.session, self.row, one, form, by=self.wei, at=self.at)

    def pass_(self):
        self._verdict(passed=True, level="4")

    def fail_(self):
        self._verdict(passed=False)

    def _why(self, branch):
        count = len(causes_of(self.session, self.row.id, way_of(self.session, self.row).turn))
        form = AddCause(branch=branch, text=f"Reason {count}.")
        answer_why(self.session, self.row, form, by=self.chen, at=self.at)

    def why_(self):
        self._why(Branch.OCCURRENCE)

    def escape_(self):
        self._why(Branch.ESCAPE)

    def strike_(self):
        turn = way_of(self.session, self.row).turn
        first = causes_of(self.session, self.row.id, turn)[0]
        strike_why(self.session, self.row, first.id, by=self.chen, at=self.at)

    def found_(self):
        form = FindCause(tag="method")
        find_cause(self.session, self.row, form, by=self.chen, at=self.at)

    def agree_(self):
        form = AgreePlan(criterion="Dry.", after_days=14)
        agree_plan(self.session, self.row, form, by=self.wei, at=self.at)

    def _look(self, **said):
        later = self.at.replace(year=self.at.year + 1)
        form = CheckEffect(note="Looked.", **said)
        check_effect(self.session, self.row, form, [self.pack], by=self.marta, at=later)

    def held_(self):
        self._look(held=True)

    def lapsed_(self):
        self._look(held=False, level="1")

    def close_(self):
        close_verified(self.session, self.row, reason="All is seen to.", by=self.wei, at=self.at)

    def reject_(self):
        reject_finding(self.session, self.row, reason="It was no finding.", by=self.wei, at=self.at)


@pytest.fixture
def hands(session, finding, site, pack, wei, marta, chen, at):
    return Hands(session, session.merge(finding), site, pack, wei, marta, chen, at)


WHOLE = ["critical", "contain", "do", "why", "escape", "found", "plan", "agree", "do", "pass",
         "pass", "held", "close"]  # fmt: skip
TOLD = ["raised", "raised", "contained", "contained", "contained", "cause_found", "cause_found",
        "plan_agreed", "implemented", "implemented", "verified", "effective", "closed"]  # fmt: skip


def test_it_rises_with_each_gate(hands, session):
    seen = []
    for deed in WHOLE:
        hands.act(deed)
        seen.append(session.get(Finding, hands.row.id).step)
    assert seen == TOLD


@pytest.mark.parametrize(
    ("deeds", "step"),
    [
        ([*WHOLE[:6], "strike"], Step.CONTAINED),
        ([*WHOLE[:9], "contain"], Step.RAISED),
        ([*WHOLE[:11], "minor"], Step.VERIFIED),
        ([*WHOLE[:11], "lapsed"], Step.RAISED),
        (["plan", "do", "critical"], Step.RAISED),
        (["plan", "do", "reject"], Step.IMPLEMENTED),
    ],
)
def test_it_falls_back_where_the_way_does(hands, deeds, step):
    for deed in deeds:
        hands.act(deed)
    assert hands.row.step is step


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, len(WHOLE) - 1),
    deeds=st.lists(st.sampled_from([*DEEDS, *FindingClass]), min_size=3, max_size=8),
)
def test_the_column_is_what_the_way_says(hands, session, start, deeds):
    nested = session.begin_nested()
    for deed in [*WHOLE[:start], *deeds]:
        hands.act(deed)
        assert hands.row.step is way_of(session, hands.row).reached[-1]
        assert bool(hands.row.closed_on) is bool(closure_of(session, hands.row.id))
        assert _kept(session, hands.row) == _worked_out(session, hands.row)
    migrated = import_module(MIGRATION).steps(session.connection())
    assert migrated[_stored(session, hands.row)] == hands.row.step
    nested.rollback()
    session.refresh(hands.row)


def _kept(session, row):
    listed = [one.action for one in actions_of(session, [row.id])[row.id]]
    return [(one.state, one.done_at, one.done_by_id) for one in listed]


def _worked_out(session, row):
    """Of each action what its tries say; nothing was done while it is open."""
    return [
        (
            one.state,
            *_report(one.last.implementation if one.state is not ActionState.OPEN else None),
        )
        for one in actions_of(session, [row.id])[row.id]
    ]


def _report(done):
    return (done.at, done.by_id) if done else (None, None)


def _stored(session, row):
    """As the engine itself writes an id."""
    return row.id.hex if session.get_bind().dialect.name == "sqlite" else row.id


BELOW = {"change_finding", "add_cause", "strike_cause"}


def test_nobody_goes_past_the_verbs_that_keep_it():
    found = {
        path for path, tree in modules().items() for _node, name in calls(tree) if name in BELOW
    }
    assert found == {"app/actions/step_changes.py"}


def test_the_migration_knows_every_step():
    assert tuple(import_module(MIGRATION).WAY) == tuple(Step)
