import shutil

import pytest
from typer.testing import CliRunner

from app import cli


def said(*words):
    return CliRunner().invoke(cli.app, list(map(str, words)))


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Where every command of a test lives; nothing is there yet."""
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def first_home(tmp_path_factory):
    """One in which the checklist that comes along was published, once per process."""
    home = tmp_path_factory.mktemp("first") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHORTLIST_HOME", str(home))
        assert said("checklist", "publish").exit_code == 0
    return home


@pytest.fixture
def published(home, first_home):
    """`home` with the checklist in it."""
    return shutil.copytree(first_home, home)
