import pytest

from app.actions.changes import implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import action as action_of
from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]


@pytest.fixture
def tracked(session, action):
    """`tracked()`: the action with its tries, as it stands now."""
    return lambda: action_of(session, action.finding_id, action.id)


@pytest.fixture
def done(session, finding, action, tracked, chen, at):
    """Reported as done by chen."""
    note = "New trap fitted, floor dry since."
    row = implement(
        session, session.merge(finding), tracked(), Implement(note=note), by=chen, at=at
    )
    session.commit()
    return row


@pytest.fixture
def verified(session, finding, done, tracked, wei, at):
    """By wei, who found it without a lapse."""
    verdict = Verify(passed=True, level="4", note="Dry on both shifts.")
    row = verify(session, session.merge(finding), tracked(), verdict, by=wei, at=at)
    session.commit()
    return row
