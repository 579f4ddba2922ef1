import shutil

import pytest

from app.checklists.check import load_edition
from tests.checklists.desk import CHECKLIST, Desk


@pytest.fixture
def desk(tmp_path, small_folder):
    folder = tmp_path / "checklists"
    shutil.copytree(small_folder, folder)
    return Desk(folder)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory, checklist):
    """The checklist with only those thresholds and sources that its items cite, to be quick."""
    folder = tmp_path_factory.mktemp("small") / "checklists"
    shutil.copytree(CHECKLIST, folder, ignore=shutil.ignore_patterns("standards", "programmes"))
    (folder / "standards").mkdir()
    for std in checklist.standards:
        shutil.copy(CHECKLIST / "standards" / f"{std}.yaml", folder / "standards")
    thresholds = folder / "thresholds.yaml"
    lines = thresholds.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "{id:" not in line or line[9:13] in checklist.thresholds]
    thresholds.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def checklist():
    """The checklist of this repository, whole."""
    return load_edition(CHECKLIST)


@pytest.fixture
def reader(browser, signed_in, ines):
    browser.headers.update(signed_in(ines))
    return browser
