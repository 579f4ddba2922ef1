import ast

import pytest

from app.kit.settings import Settings
from tests.house.source import ROOT, imported, modules, rooms

MIGRATIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def sentence(source):
    """What a room's __init__.py says of it; None if it says more, less, or does something."""
    tree = ast.parse(source)
    said = ast.get_docstring(tree) or ""
    whole = len(tree.body) == 1 and said.endswith(".") and "\n\n" not in said
    return said if whole else None


def foreign_to_migrations(tree):
    return [name for name in imported(tree) if name.split(".")[0] in {"app", "sqlmodel"}]


def draws_with_weasyprint(tree):
    return [name for name in imported(tree) if name.split(".")[0] == "weasyprint"]


def undescribed(settings, text):
    names = (f"SHORTLIST_{name.upper()}" for name in settings.model_fields)
    return [name for name in names if name not in text]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_has_its_sentence(room):
    assert sentence((room / "__init__.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("bad", ["", '"""No full stop"""', '"""One."""\nimport os\n', "x = 1"])
def test_a_room_that_says_nothing_is_caught(bad):
    assert sentence(bad) is None


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_that_will_change(path):
    assert foreign_to_migrations(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_a_migration_that_imports_a_table_is_caught():
    assert foreign_to_migrations(ast.parse("from app.findings.models import Finding"))


def test_migrations_are_numbered_one_after_the_other():
    numbers = [path.stem.partition("_")[0] for path in MIGRATIONS]
    assert numbers == [f"{n:04}" for n in range(1, len(MIGRATIONS) + 1)]


def test_weasyprint_has_one_call_site():
    sites = [path for path, tree in modules().items() if draws_with_weasyprint(tree)]
    assert sites == ["app/reports/draw.py"]
    assert draws_with_weasyprint(ast.parse("from weasyprint import HTML"))


def test_every_setting_is_in_the_readme():
    assert undescribed(Settings, (ROOT / "README.md").read_text(encoding="utf-8")) == []
    assert undescribed(Settings, "SHORTLIST_HOME")


def test_every_setting_says_what_it_is_for():
    assert [n for n, field in Settings.model_fields.items() if not field.description] == []
