"""Loading what comes along runs its vectors; the search was done where it was written."""

import pytest

from app.kit.yaml_text import YamlRefused
from app.programmes.changes import load_folder
from app.programmes.searched import KEPT, SHIPPED, hash_of, were_searched
from app.trail.rules import System
from tests.programmes.conftest import HERE

SMALL = (HERE / "bt-small.yaml").read_text(encoding="utf-8")
WORSENS = SMALL.replace("when: minS < 60", "when: minS > 60", 1)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "spoilt.yaml").write_text(WORSENS, encoding="utf-8")
    return tmp_path


def test_the_shipped_ones_stand_as_they_were_searched():
    mend = "A programme was changed. Run: python -m app.programmes.searched"
    assert were_searched(SHIPPED), mend


def test_a_folder_that_nobody_searched_is_searched(session, at, folder):
    assert not were_searched(folder)
    with pytest.raises(YamlRefused, match="monotone"):
        load_folder(session, folder, by=System(), at=at)


def test_one_changed_file_and_all_are_searched_again(session, at, folder):
    (folder / KEPT).write_text(hash_of(folder), encoding="utf-8")
    assert [row.pack for row in load_folder(session, folder, by=System(), at=at)]
    (folder / "spoilt.yaml").write_text(WORSENS + "\n", encoding="utf-8")
    with pytest.raises(YamlRefused, match="monotone"):
        load_folder(session, folder, by=System(), at=at)
