import ast

import pytest

from tests.house.source import calls, modules

SILENT = {
    "note_failed_sign_in": "nobody is signed in yet; the row itself is the record",
    "note_visit": "that somebody has read, which alters nothing of what was read",
    "note_progress": "how far a drawing is, which nobody decided",
    "take_letter": "a lease, which nobody decided",
    "take_shift": "a lease, which nobody decided",
    "end_shift": "a lease, which nobody decided",
    "give_notice": "the letter is on the trail, and the notice is append-only itself",
    "note_digest": "the letter is on the trail, and the notice is append-only itself",
    "speak": "a taste, as the theme is",
}
ALTERS = {"add", "add_all", "delete"}


def verbs():
    """Every function of a changes.py, or of a cause_changes.py beside it, by name."""
    found = {}
    for path, tree in modules().items():
        if path.endswith("changes.py") and "/trail/" not in path:
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
    """Those that alter something, do not record it, and are not only called where it is."""
    trees = {}
    for key, tree in functions.items():
        trees.setdefault(key.rpartition(":")[2], []).append(tree)
    callees = {name: set().union(*map(named, found)) for name, found in trees.items()}
    callers = {name: {m for m in callees if name in callees[m]} for name in callees}
    told = {"record"}
    for _ in callees:
        told |= {name for name in callees if callees[name] & told}
    for _ in callees:
        told |= {name for name in callees if callers[name] and callers[name] <= told}
    names = {key: key.rpartition(":")[2] for key in functions}
    return [k for k, t in functions.items() if alters(t) and names[k] not in told | set(SILENT)]


def test_every_verb_records_what_it_altered():
    assert len(verbs()) > 30
    assert unrecorded(verbs()) == []


@pytest.mark.parametrize(
    "bad",
    [
        "def erase(session, row):\n    session.delete(row)",
        "def save(session):\n    keep(session)\ndef keep(session):\n    session.add(1)",
    ],
)
def test_a_silent_verb_is_caught(bad):
    functions = {f"bad.py:{n.name}": n for n in ast.parse(bad).body}
    assert unrecorded(functions)


def test_a_helper_of_a_verb_that_records_need_not():
    good = "def save(s):\n    keep(s)\n    record(s)\ndef keep(session):\n    session.add(1)"
    assert unrecorded({f"good.py:{n.name}": n for n in ast.parse(good).body}) == []
