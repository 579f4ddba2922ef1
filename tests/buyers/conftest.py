import pytest

from tests.cast import PACK
from tests.packs import load
from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]


@pytest.fixture
def newer(session, omar, at):
    """The next version of the programme: its band "ready" starts at 94."""
    text = PACK.read_text(encoding="utf-8").replace('"2026.1"', '"2026.2"')
    text = text.replace("code: ready, min: 85", "code: ready, min: 94")
    row = load(session, text, PACK.name, by=omar, at=at)
    session.commit()
    return row
