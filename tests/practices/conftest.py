import pytest

from app.practices.changes import tell_practice
from app.practices.forms import TellPractice
from app.practices.queries import practice
from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]
WHAT = "A drip tray with a sensor stops the pump before the floor is wet."


@pytest.fixture
def tell(session, site, edition, wei, at):
    """`tell()`: the good practice of the drip tray; `tell(kind="news", ...)`."""

    def one(*, by=wei, site=site, **said):
        form = TellPractice(**({"site": site.id, "title": "Drip trays", "what": WHAT} | said))
        row = tell_practice(session, site, edition, form, by=by, at=at)
        session.commit()
        return row

    return one


@pytest.fixture
def entry(tell, look, omar):
    row = tell()
    return look(practice, omar, row.id)
