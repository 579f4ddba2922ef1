import shutil

import pytest

from app.checklists.check import load_edition
from tests.checklists.desk import CHECKLIST, Desk


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "checklists"
    shutil.copytree(CHECKLIST, folder)
    return Desk(folder)


@pytest.fixture(scope="session")
def checklist():
    """The checklist of this repository, whole."""
    return load_edition(CHECKLIST)


@pytest.fixture
def reader(browser, signed_in, ines):
    browser.headers.update(signed_in(ines))
    return browser
