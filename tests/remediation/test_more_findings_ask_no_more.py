"""However many there are, each page asks the database as often."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.findings.models import Finding
from app.findings.rules import FindingClass
from app.kit.ids import new_id

PAGES = [
    "/board", "/board?class=minor", "/findings", "/findings?shown=overdue&sort=-class", "/tasks",
    "/findings/figures", "/problems",
]  # fmt: skip


@pytest.fixture
def many(session, site, other_site, chen, at):
    def add(first, n):
        session.add_all(
            Finding(
                id=new_id(),
                ref=f"X-{number:04}",
                site_id=(site, other_site)[number % 2].id,
                item=("FAC-WSH-001", "QMS-CAL-003")[number % 2],
                class_=list(FindingClass)[number % 4],
                statement="Found.",
                owner_id=chen.id if number % 3 else None,
                raised_by="Ines",
                raised_at=at - timedelta(days=number),
                raised_on=(at - timedelta(days=number)).date(),
                due_on=(at + timedelta(days=9 - number)).date(),
            )
            for number in range(first, first + n)
        )
        session.commit()

    return add


@pytest.mark.parametrize("path", PAGES)
def test_two_hundred_ask_as_often_as_ten(many, browser, signed_in, database, wei, chen, path):
    who = signed_in(chen if path == "/tasks" else wei)
    many(0, 10)
    few = _statements(database, lambda: browser.get(path, headers=who))
    many(10, 190)
    assert _statements(database, lambda: browser.get(f"{path}", headers=who)) == few


def _statements(database, deed):
    """Neither the first look, which warms what is read once a process, nor what is remembered."""
    from app.remediation.remembered import forget  # noqa: PLC0415 - with the app, see conftest.py

    deed()
    forget()
    seen = []

    def heard(*told):
        seen.append(told[2])

    event.listen(database.engine, "before_cursor_execute", heard)
    reply = deed()
    event.remove(database.engine, "before_cursor_execute", heard)
    assert reply.status_code == 200
    return len(seen)
