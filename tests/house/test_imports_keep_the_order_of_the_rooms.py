"""The contracts stand in pyproject.toml; here they are kept, and each catches what it forbids."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import APP, ROOT

PLANTED = {
    "Rooms stand in one order": ("findings/rules.py", "import app.actions.rules"),
    "In a room, each file rests": ("findings/queries.py", "import app.findings.changes"),
    "A programme is read": ("programmes/figures/numbers.py", "import app.programmes.scheme.pack"),
    "Nothing imports a route": ("findings/routes.py", "import app.actions.api"),
    "The domain floor knows no web": ("audits/changes.py", "import fastapi"),
    "Rules are pure": ("audits/rules.py", "import pydantic"),
    "The web floor knows no SQL": ("audits/api.py", "import sqlmodel"),
}


def lint_imports(folder):
    """What is said of each contract, by its name."""
    command = (sys.executable, Path(sys.executable).parent / "lint-imports", "--no-cache")
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", told.stdout, re.MULTILINE))
    assert verdicts, told.stdout + told.stderr
    return verdicts


def test_every_contract_is_kept():
    assert set(lint_imports(ROOT).values()) == {"KEPT"}


@pytest.fixture
def spoiled(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for source in APP.rglob("*.py"):
        copy = tmp_path / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    for name, line in PLANTED.values():
        with (tmp_path / "app" / name).open("a") as file:
            file.write(f"\n{line}\n")
    return tmp_path


def test_every_contract_catches_its_bad_example(spoiled):
    verdicts = lint_imports(spoiled)
    assert len(verdicts) == len(PLANTED)
    kept = [name for name, verdict in verdicts.items() if verdict == "KEPT"]
    assert kept == []
    for name in verdicts:
        assert any(name.startswith(start) for start in PLANTED), name


def test_a_room_without_a_place_is_caught(tmp_path):
    shutil.copytree(
        APP,
        tmp_path / "app",
        ignore=lambda _, names: [n for n in names if "." in n and not n.endswith(".py")],
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "app" / "attic").mkdir()
    (tmp_path / "app" / "attic" / "__init__.py").touch()
    command = (sys.executable, Path(sys.executable).parent / "lint-imports", "--no-cache")
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert told.returncode
    assert "attic" in told.stdout + told.stderr
