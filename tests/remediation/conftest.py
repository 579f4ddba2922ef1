import pytest

from app.actions.changes import close_verified, implement, plan_action, verify
from app.actions.forms import AgreePlan, Implement, PlanAction, Verify
from app.actions.queries import actions_of
from app.actions.step_changes import answer_why
from app.actions.way_changes import agree_plan, find_cause
from app.findings.forms import AddCause, FindCause, RaiseFinding
from app.findings.raise_changes import raise_finding


@pytest.fixture
def raised(session, audit, answers, edition, pack, ines, at):
    """`raised("QMS-CAL-003", "major", owner=chen.id)`: a finding of a failed answer."""

    def one(item, class_, *, at=at, **said):
        answer = answers(audit, item, "0", note=f"{item} failed.")
        form = RaiseFinding(answer=answer.id, reason="As seen.", **{"class": class_}, **said)
        row = raise_finding(
            session, answer, edition.item(item), [pack], form, lang="en", by=ines, at=at
        )
        session.commit()
        return row

    return one


@pytest.fixture
def several(raised, chen):
    """Of three items; only the first has an owner."""
    return [
        raised("FAC-WSH-001", "minor", owner=chen.id),
        raised("QMS-CAL-003", "critical"),
        raised("CEC-GFT-005", "observation"),
    ]


@pytest.fixture
def show(browser, signed_in):
    """`show("/board", wei)`: the page, as text."""

    def page(path, who, *, status=200):
        reply = browser.get(path, headers=signed_in(who))
        assert reply.status_code == status, reply.text
        return reply.text

    return page


@pytest.fixture
def journey_closed(session, finding, site, chen, wei, at):
    """The puddle went its short way: mended, verified, closed."""
    row = session.merge(finding)
    form = PlanAction(kind="correction", what="Mend it.", owner=chen.id, due_on=at.date())
    plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
    session.flush()
    [one] = actions_of(session, [row.id])[row.id]
    implement(session, row, one, Implement(note="Mended."), by=chen, at=at)
    session.flush()
    [one] = actions_of(session, [row.id])[row.id]
    verdict = Verify(passed=True, level="4", note="Seen dry.")
    verify(session, row, one, verdict, by=wei, at=at)
    close_verified(session, row, reason="Verified on the spot.", by=wei, at=at)
    session.commit()
    return row


@pytest.fixture
def verified(session, raised, site, chen, wei, at):
    """A major went its way until somebody else saw that it was mended."""
    row = session.merge(raised("QMS-CAL-003", "major", owner=chen.id))
    for branch in ("occurrence", "escape"):
        why = AddCause(branch=branch, text=f"Because of {branch}.")
        answer_why(session, row, why, by=chen, at=at)
    find_cause(session, row, FindCause(tag="method", hidden_hazard=True), by=chen, at=at)
    form = PlanAction(what="Calibrate.", criterion="All in date.", owner=chen.id, due_on=at.date())
    plan_action(session, row, form, place=site, owner=chen, by=wei, at=at)
    agree_plan(session, row, AgreePlan(criterion="In date.", after_days=30), by=wei, at=at)
    [one] = actions_of(session, [row.id])[row.id]
    implement(session, row, one, Implement(note="Calibrated."), by=chen, at=at)
    session.flush()
    [one] = actions_of(session, [row.id])[row.id]
    verify(session, row, one, Verify(passed=True, level="4", note="Seen."), by=wei, at=at)
    session.commit()
    return row
