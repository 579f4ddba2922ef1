"""The administrator looks at the checklist; the lead auditor plans an audit and opens it."""

import re

from playwright.sync_api import expect

from tests.cast import PASSWORD


def sign_in(window, first_name):
    window.go("/sign-in")
    window.write("E-mail address", f"{first_name}@example.org")
    window.write("Password", PASSWORD)
    window.press("Sign in")
    expect(window.page.get_by_role("button", name="Sign out")).to_be_attached()


def the_checklist_is_loaded(window):
    window.go("/").follow("Checklist").is_at("/checklist$")
    window.sees("24 items")
    expect(window.page.locator("code")).to_have_text(re.compile("^[0-9a-f]{64}$"))


def plan_an_audit(window):
    """Returns its reference."""
    window.follow("Audits").follow("Plan an audit").follow("JR-01 Jade River Works")
    window.page.get_by_label("Type").select_option(label="Mock audit")
    window.page.get_by_label("Ines Corda").check()
    window.press("Plan it").is_at(r"/audits/A-\d+$")
    window.sees("Jade River Works").sees("Ines Corda")
    return window.page.url.rsplit("/", 1)[1]


def begin_the_fieldwork(window, audit):
    window.go(f"/audits/{audit}").unfold("Begin the fieldwork").press("Begin the fieldwork")
    expect(window.page.locator("[aria-current=step]")).to_have_text("Fieldwork")
