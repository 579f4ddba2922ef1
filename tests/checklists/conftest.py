import shutil

import pytest

from app.checklists.check import load_edition
from tests.checklists.desk import Desk
from tests.model import SHIPPED, model_folder


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "checklists"
    shutil.copytree(model_folder(), folder)
    return Desk(folder)


@pytest.fixture(scope="session")
def checklist():
    """The 24 model items."""
    return load_edition(model_folder())


@pytest.fixture(scope="session")
def shipped():
    """The checklist of this repository, whole."""
    return load_edition(SHIPPED)


@pytest.fixture
def reader(browser, signed_in, ines):
    browser.headers.update(signed_in(ines))
    return browser
