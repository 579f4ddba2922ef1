import ast

import pytest

from tests.house.source import calls, imported, modules

ASKS = {"select", "exec", "execute", "scalar", "scalars", "exec_driver_sql", "query", "with_only"}
SPEAKS_SQL = ("/queries.py", "_queries.py")
ENGINE = {
    "app/kit/db.py",
    "app/bench/ground.py",
    "app/bench/tracked.py",
}  # the latter multiplies rows by the million
COMMITS = ("routes.py", "api.py", "account.py", "demo.py", "cli.py")
TELLS_WHOLE_ROUNDS = ("app/demo/", "app/bench/")
COMMITS_BY_ITSELF = {
    "app/serving.py": "furnishes a new installation before anybody can ask",
    "app/people/doors.py": "notes that a browser was seen, whatever becomes of the request",
    "app/mail/sender.py": "takes a letter and notes what became of it, outside requests",
    "app/reminders/walker.py": "tells each person in a transaction of its own, outside requests",
    "app/reports/turns.py": "orders and sends what is due, each in a transaction of its own",
    "app/reports/drawer.py": "takes an order and hands the drawing in, outside requests",
}


def sql_outside_queries(path, tree):
    if path.endswith(SPEAKS_SQL) or path in ENGINE:
        return []
    return [
        f"{path}:{node.lineno} {name}"
        for node, name in calls(tree)
        if name in ASKS and _is_of_a_session(node)
    ]


def _is_of_a_session(node):
    """`select(...)` itself, or a method of something called session or connection."""
    if isinstance(node.func, ast.Name):
        return node.func.id == "select"
    owner = node.func.value
    name = getattr(owner, "id", None) or getattr(owner, "attr", "")
    return "session" in name or name in {"connection", "db", "reading", "sa"}


def commits_out_of_place(path, tree):
    if path.endswith(COMMITS) or path.startswith(TELLS_WHOLE_ROUNDS):
        return []
    if path in COMMITS_BY_ITSELF:
        return []
    return [f"{path}:{node.lineno}" for node, name in calls(tree) if name == "commit"]


def raw_sql(path, tree):
    """Text in place of expressions; an index's condition, which has no other form, is let by."""
    if path in ENGINE or path.endswith("/models.py"):
        return []
    return [
        f"{path} {name}"
        for name in imported(tree)
        if name in {"sqlalchemy.text", "sqlmodel.text", "sqlite3", "pysqlite3", "psycopg"}
    ]


@pytest.mark.parametrize("rule", [sql_outside_queries, commits_out_of_place, raw_sql])
def test_every_module_keeps_to_it(rule):
    assert [fault for path, tree in modules().items() for fault in rule(path, tree)] == []


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (sql_outside_queries, "app/findings/changes.py", "rows = session.exec(select(Finding))"),
        (sql_outside_queries, "app/findings/routes.py", "reading.scalars(statement)"),
        (sql_outside_queries, "app/cli.py", "connection.execute(statement)"),
        (commits_out_of_place, "app/findings/changes.py", "session.commit()"),
        (commits_out_of_place, "app/findings/queries.py", "self.session.commit()"),
        (raw_sql, "app/findings/queries.py", "from sqlalchemy import text"),
        (raw_sql, "app/findings/changes.py", "import sqlite3"),
    ],
)
def test_a_bad_example_is_caught(rule, path, source):
    assert rule(path, ast.parse(source))


def test_the_exceptions_are_still_needed():
    needed = {
        path
        for path, tree in modules().items()
        if any(name == "commit" for _node, name in calls(tree))
    }
    assert set(COMMITS_BY_ITSELF) <= needed
