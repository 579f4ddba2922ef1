"""The auditor fills the sheet: by keyboard, by touch, with a watch, a camera, and in two tabs."""

import re

from playwright.sync_api import expect

from app.demo.photos import puddle

PUDDLE = "FAC-WSH-001"
ARGUED = "OHS-LOT-002"
TOUCHED = ("DSC-OTD-001", "LHR-HRS-001")


def open_sheet(window, audit):
    window.go(f"/audits/{audit}/sheet")
    expect(window.page.locator(".line").first).to_be_visible()
    return window


def line(window, item):
    return window.page.locator(f".line[id^=line-{item}]").first


def saved(window, item, level):
    expect(line(window, item)).to_have_attribute("data-level", level)
    expect(line(window, item)).to_have_attribute("data-state", "saved")


def answer_by_keyboard(window, audit):
    """The first six items with each level there is, down and up the sheet; and all but a few."""
    open_sheet(window, audit)
    keys = window.page.keyboard
    items = [one.inner_text() for one in window.page.locator(".line-title .ref").all()[:6]]
    for key in ("4", "3"):
        keys.press(key)
    for key in ("2", "1", "0"):
        keys.press(key)
        keys.press("Escape")
        keys.press("j")
    keys.press("n")
    keys.type("Nothing of the kind is done at this site.")
    keys.press("Escape")
    keys.press("Escape")
    for item, level in zip(items, ("4", "3", "2", "1", "0", "na"), strict=True):
        saved(window, item, level)
    keys.press("k")
    expect(window.page.locator(".line[data-current] .ref").first).to_have_text(items[4])
    blank = window.page.locator(".line[data-level='']").evaluate_all(
        "all => all.map(one => one.id)"
    )
    for place in blank:
        if not any(item in place for item in (PUDDLE, ARGUED, *TOUCHED)):
            window.page.locator(f"#{place} .line-title").focus()
            keys.press("4")
    expect(window.page.get_by_text("All saved")).to_be_visible()


def answer_by_touch(window, audit):
    """On a phone: a tap on a level is an answer."""
    open_sheet(window, audit)
    for item, level in zip(TOUCHED, ("4", "3"), strict=True):
        line(window, item).locator(f".levels [data-level='{level}']").tap()
        saved(window, item, level)


def time_a_puddle(window):
    puddle_line = line(window, PUDDLE)
    puddle_line.locator(".line-title").focus()
    window.page.keyboard.press("s")
    expect(puddle_line.locator(".stop-watch")).to_have_attribute("data-running", "")
    expect(puddle_line.locator(".face")).to_have_text(re.compile("0:0[1-9]"))
    window.page.keyboard.press("s")
    window.page.keyboard.press("1")
    puddle_line.get_by_label("Note").fill("Puddle of 40 cm beside the second basin.")
    saved(window, PUDDLE, "1")


def take_a_photo(window):
    puddle_line = line(window, PUDDLE)
    photo = {"name": "puddle.jpg", "mimeType": "image/jpeg", "buffer": puddle(1)}
    puddle_line.locator("[data-field=camera]").set_input_files(photo)
    expect(puddle_line.get_by_role("img", name="puddle.jpg")).to_be_visible()
    saved(window, PUDDLE, "1")


def answer_in_two_tabs(window, audit):
    """The second save is refused, and shows both; what this tab says is kept by choice."""
    open_sheet(window, audit)
    other = open_sheet(window.second_tab(), audit)
    line(other, ARGUED).locator(".levels [data-level='4']").click()
    saved(other, ARGUED, "4")
    line(window, ARGUED).locator(".levels [data-level='2']").click()
    both = line(window, ARGUED).get_by_role("alert")
    expect(both).to_contain_text("Yours")
    expect(both).to_contain_text("Saved by Ines Corda")
    expect(both.locator(".level")).to_have_count(2)
    window.forgive("409")
    window.press("Keep yours")
    saved(window, ARGUED, "2")
    other.page.close()


def raise_a_finding_in_one_tap(window):
    """What it looks like and the class proposed are told before. Returns its reference."""
    line(window, PUDDLE).locator(".line-title").click()
    expect(line(window, PUDDLE).locator(".ahead")).to_be_visible()
    line(window, PUDDLE).get_by_role("button", name=re.compile("^Raise")).click()
    link = line(window, PUDDLE).locator(".found > p > a[href^='/findings/']")
    expect(link).to_have_text(re.compile(r"F-\d+"))
    return link.inner_text()
