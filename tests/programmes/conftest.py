from datetime import date
from functools import cache
from pathlib import Path

import pytest

from app.programmes.forms import beside, facts_from, load_pack
from app.programmes.rules import evaluate

HERE = Path(__file__).parent / "packs"
SHIPPED = Path(__file__).parents[2] / "checklists" / "programmes"


@cache
def read_pack(name):
    path = next(
        folder / f"{name}.yaml" for folder in (SHIPPED, HERE) if (folder / f"{name}.yaml").exists()
    )
    return load_pack(path.read_text(encoding="utf-8"), path.name, beside(path))


@pytest.fixture
def pack():
    """A pack by its name."""
    return read_pack


@pytest.fixture
def score():
    """Facts as plain data under a pack: SCORE("name", levels=..., findings=...)."""

    def scored(name, **given):
        pack = read_pack(name) if isinstance(name, str) else name
        return evaluate(pack, facts_from(given, pack))

    return scored


@pytest.fixture
def findings():
    """So many open findings of each class."""

    def raised(**counts):
        return [
            {"ref": f"{cls}-{n}", "class": cls, "raised_on": date(2000, 1, 1)}
            for cls, count in counts.items()
            for n in range(count)
        ]

    return raised
