"""The executive reads the standing, how it moved, and the reports; the trail tells it all."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

READINESS = "/readiness/JR-01"
DRAWN = 60_000


def total_now(window):
    window.go(READINESS)
    return Decimal(window.page.locator(".total b").inner_text())


def look_at_the_trend(window):
    """A line that is drawn, and beside it its figures."""
    chart = window.page.locator(".chart").filter(has_text="Total after each round and month")
    expect(chart.locator("svg path").first).to_be_attached()
    assert chart.locator("tbody tr").count() > 2


def look_at_a_past_day(window, now):
    day = (now - timedelta(days=30)).date()
    today = total_now(window)
    window.page.get_by_label("As of").fill(day.isoformat())
    window.page.locator("form[method=get]").get_by_role("button", name="Show").click()
    window.is_at(f"as_of={day}")
    assert Decimal(window.page.locator(".total b").inner_text()) != today


def verdict_in_chinese(window):
    window.go(READINESS).press("中文").sees("就绪度")
    verdict = window.page.locator(".stand .verdict").inner_text()
    window.press("EN").sees("Readiness")
    return verdict


def order_the_executive_report(window, *, language):
    """Returns its text."""
    window.go(READINESS)
    return _ordered(window, "Executive readiness report", language)


def order_the_gap_report(window, audit, *, language):
    window.go(f"/audits/{audit}")
    return _ordered(window, "Gap report", language)


def _ordered(window, kind, language):
    form = window.page.locator("form[action='/reports']")
    form.get_by_label("Report").select_option(label=kind)
    form.get_by_label("Language").select_option(label=language)
    form.get_by_role("button", name="Order the report").click()
    window.is_at(r"/reports/R-\d+$")
    link = window.page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=DRAWN)
    with window.page.expect_download() as coming:
        link.click()
    pages = PdfReader(BytesIO(coming.value.path().read_bytes())).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def trail_tells_it(window, deeds):
    for subject, written in deeds.items():
        window.go(f"/trail?subject={subject}")
        for deed in written:
            cell = window.page.get_by_role("cell", name=deed, exact=True)
            expect(cell.first).to_be_visible()


def trail_holds(window):
    window.go("/trail").follow("Work it out again").sees("It holds")
