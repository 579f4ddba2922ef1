"""What a refusal must leave as it was: every row of every table, the trail included.

Signing in does leave something, and is not what the test is about.
"""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from app.tables import metadata

BESIDES = {"sign_in", "failed_sign_in", "trail_head", "trail_payload"}


def everything(session):
    tables = [table for table in metadata.sorted_tables if table.name not in BESIDES]
    return {table.name: sorted(map(repr, session.execute(_rows(table)))) for table in tables}


def _rows(table):
    query = sa.select(table)
    return query.where(table.c.action != "person.signed_in") if table.name == "trail" else query


@pytest.fixture
def nothing_changes(look):
    """`with nothing_changes(): ...` around a request that is refused."""

    @contextmanager
    def watched():
        before = look(everything)
        yield
        assert look(everything) == before

    return watched
