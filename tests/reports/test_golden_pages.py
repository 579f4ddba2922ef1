"""Pages look as they did when somebody last looked at them: see tests/reports/golden.py."""

import pytest
from PIL import Image, ImageDraw

from tests.reports.golden import FOLDER, difference, is_like, keep, sheets

SHEETS = {sheet.name: sheet for sheet in sheets()}


@pytest.mark.parametrize("name", SHEETS)
def test_its_pages_look_as_they_did(name):
    changed = []
    for page, now in SHEETS[name].pictures().items():
        beside = FOLDER / f"{page}.now.png"
        beside.unlink(missing_ok=True)
        if not is_like(now, golden(page)):
            keep(now, beside)
            mean, anywhere = difference(now, golden(page))
            changed.append(f"{page}: mean {mean:.1f}, at worst {anywhere}; now {beside}")
    assert not changed, "\n".join([*changed, "If it is meant: python -m tests.reports.golden"])


def golden(page):
    with Image.open(FOLDER / f"{page}.png") as image:
        return image.convert("RGB")


def test_there_is_no_picture_of_a_page_that_nobody_draws():
    drawn = {name for sheet in SHEETS.values() for name in sheet.names}
    kept = {path.stem for path in FOLDER.glob("*.png")}
    assert {name for name in kept if not name.endswith(".now")} == drawn


@pytest.fixture
def page():
    return golden("executive-en-1")


def test_the_same_page_does_not_differ(page):
    assert difference(page, page.copy()) == (0, 0)
    assert is_like(page, page.copy())


def test_a_word_that_is_gone_is_seen(page):
    changed = page.copy()
    ImageDraw.Draw(changed).rectangle((30, 246, 60, 254), fill="#ffffff")
    assert not is_like(page, changed)


def test_a_block_that_moved_is_seen(page):
    changed = page.copy()
    changed.paste(page.crop((0, 200, page.width, 400)), (0, 204))
    assert not is_like(page, changed)


def test_other_paper_is_seen(page):
    assert not is_like(page, page.resize((425, 550)))
