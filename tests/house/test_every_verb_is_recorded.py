import ast

import pytest

from tests.house.source import calls, modules

SILENT = {
    "note_failed_sign_in": "nobody is signed in yet; the row itself is the record",
    "speak": "a taste, as the theme is",
}
ALTERS = {"add", "add_all", "delete"}


def verbs():
    """Every public function of a changes.py, by name."""
    found = {}
    for path, tree in modules().items():
        if path.endswith("/changes.py") and "/trail/" not in path:
            found |= {f"{path}:{n.name}": n for n in tree.body if isinstance(n, ast.FunctionDef)}
    return found


def named(tree):
    return {name for _node, name in calls(tree)}


def alters(tree):
    return any(
        name in ALTERS and getattr(getattr(node.func, "value", None), "id", "") == "session"
        for node, name in calls(tree)
    )


def unrecorded(functions):
    """Those that alter something and neither record it nor are always called by one that does."""
    by_name = {}
    for key, tree in functions.items():
        by_name.setdefault(key.rpartition(":")[2], []).append(tree)
    recording = {n for n, trees in by_name.items() if any("record" in named(t) for t in trees)}
    told = set(recording)
    for _ in by_name:
        told |= {n for n, trees in by_name.items() if any(named(t) & told for t in trees)}
    called_by = {
        n: {m for m, ts in by_name.items() if any(n in named(t) for t in ts)} for n in by_name
    }
    return [
        key
        for key, tree in functions.items()
        if alters(tree)
        and (name := key.rpartition(":")[2]) not in told | set(SILENT)
        and not (called_by[name] and called_by[name] <= told)
    ]


def test_every_verb_records_what_it_altered():
    assert len(verbs()) > 30
    assert unrecorded(verbs()) == []


@pytest.mark.parametrize(
    "bad",
    [
        "def erase(session, row):\n    session.delete(row)",
        "def save(session, row):\n    keep(session, row)\ndef keep(session, row):\n    session.add(row)",
    ],
)
def test_a_silent_verb_is_caught(bad):
    functions = {f"bad.py:{n.name}": n for n in ast.parse(bad).body}
    assert unrecorded(functions)


def test_a_helper_of_a_verb_that_records_need_not():
    good = "def save(session):\n    keep(session)\n    record(session)\ndef keep(session):\n    session.add(1)"
    assert unrecorded({f"good.py:{n.name}": n for n in ast.parse(good).body}) == []
