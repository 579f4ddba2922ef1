import pytest

from app.actions.queries import actions_of
from app.comments.changes import say_comment
from app.comments.forms import SayComment
from app.people.queries import actors_at
from app.people.rules import Ability
from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]


@pytest.fixture
def readers(look, site):
    return look(actors_at, site, Ability.READ)


@pytest.fixture
def say(session, finding, readers, at):
    """`say("words", by=wei)`: a comment on the finding."""

    def one(text, *, by, at=at, **said):
        row = session.merge(finding)
        actions = {a.action.id for a in actions_of(session, [row.id])[row.id]}
        form = SayComment(text=text, **said)
        found = say_comment(session, row, form, readers=readers, actions=actions, by=by, at=at)
        session.commit()
        return found

    return one
