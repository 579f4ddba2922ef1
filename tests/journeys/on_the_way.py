"""What each person does to a finding on its long way, on its page or from the list of tasks."""

import re

from playwright.sync_api import expect

from app.demo.photos import puddle

PROOF = {"name": "dry.jpg", "mimeType": "image/jpeg", "buffer": puddle(2)}


def to(window, finding):
    return window.go(f"/findings/{finding}").is_at(f"/findings/{finding}$")


def fold_of(window, field):
    """The folded form in which the field lies, opened."""
    fold = window.page.locator(f"details:has({field})").last
    fold.locator("summary").first.click()
    return fold


def grade(window, finding, class_):
    to(window, finding)
    fold = fold_of(window, "#change-class")
    fold.locator("#change-class").select_option(label=class_)
    fold.get_by_role("button", name="Save").click()
    expect(window.page.locator("main")).to_contain_text(class_)


def assign(window, finding, owner):
    to(window, finding)
    fold = fold_of(window, "#change-owner")
    fold.locator("#change-owner").select_option(label=owner)
    fold.get_by_role("button", name="Save").click()
    expect(fold.locator("#change-owner")).to_be_hidden()


def plan(window, finding, kind, what, *, owner, by=None):
    to(window, finding)
    fold = fold_of(window, "#plan-kind")
    fold.locator("#plan-kind").select_option(label=kind)
    fold.locator("#plan-what").fill(what)
    fold.locator("#plan-criterion").fill("Dry at 20 of 20 looks.")
    fold.locator("#plan-owner").select_option(label=owner)
    if by:
        fold.locator("#plan-due").fill(by.isoformat())
    fold.get_by_role("button", name="Plan it").click()
    window.sees(what)


def prove(window, finding, what, *, said):
    """From My tasks, with a photo taken on the spot."""
    window.go("/tasks")
    window.page.locator(f"a[href^='/findings/{finding}/actions/']", has_text=what).first.click()
    window.is_at(f"/findings/{finding}/actions/")
    window.write("What was done", said)
    window.page.get_by_label("Proof").set_input_files(PROOF)
    window.press("It is done").is_at(rf"/findings/{finding}(#|$)")
    window.sees(said)


def find_the_cause(window, finding, *, occurrence, escape):
    to(window, finding)
    for branch, reason in (("occurrence", occurrence), ("escape", escape)):
        fold = fold_of(window, f"#why-{branch}")
        fold.locator(f"#why-{branch}").fill(reason)
        fold.get_by_role("button", name="Because of this").click()
        window.sees(reason)
    fold = fold_of(window, "#found-note")
    fold.get_by_label("Method", exact=True).check()
    fold.get_by_role("button", name="It is found").click()
    expect(reached(window)).to_contain_text("Cause found")


def agree(window, finding):
    to(window, finding)
    fold = fold_of(window, "#agree-criterion")
    fold.locator("#agree-criterion").fill("Three looks unannounced, all dry.")
    fold.get_by_role("button", name="Agree").click()
    expect(reached(window)).to_contain_text("Plan agreed")


def verify(window, finding, what):
    window.go("/tasks")
    window.page.get_by_role("link", name=what).first.click()
    level = window.page.get_by_label("Met in full")
    if level.count():
        level.check()
    window.write("What you saw", "Dry at 08:10, 12:30 and 16:45.")
    window.press("It holds").is_at(rf"/findings/{finding}(#|$)")


def look_at_the_effect(window, finding, *, held):
    to(window, finding)
    fold = fold_of(window, "#effect-note")
    fold.locator("#effect-note").fill("Looked three times." if held else "Wet again at 09:20.")
    if held:
        fold.get_by_role("button", name="It has held").click()
    else:
        fold.get_by_label("Mostly not met").check()
        fold.get_by_role("button", name="It has not: open it again").click()


def ask_for_time(window, finding, *, until, why):
    to(window, finding)
    fold = fold_of(window, "#until-close")
    fold.locator("#until-close").fill(until.isoformat())
    fold.locator("#why-close").fill(why)
    fold.get_by_role("button", name="Ask for it").click()
    window.sees("asks for time until")


def answer_the_asking(window, finding, *, granted, note):
    to(window, finding)
    window.page.locator("textarea[id^=note-]").last.fill(note)
    window.press("Grant it" if granted else "Refuse it")
    window.sees("granted" if granted else "refused").sees(note)


def reached(window):
    return window.page.locator("[aria-current=step], ol.way, .way").first


def due_to_close(window, finding):
    """The day as a machine reads it."""
    to(window, finding)
    close = window.page.locator("ol.dues > li", has_text="Closing")
    return close.locator("time").first.get_attribute("datetime")


def calendar_address(window):
    """Opened on My account; shown once."""
    window.go("/me").press("Open an address")
    shown = window.page.locator("code", has_text=re.compile(r"\.ics$"))
    return shown.inner_text()
