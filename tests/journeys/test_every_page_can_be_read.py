"""By everybody: by ear, in both languages, light and dark, on a phone, without script."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.actions.queries import actions_of
from app.findings.queries import findings
from app.findings.rules import Shown
from app.programmes.queries import newest
from app.reports.changes import order_report
from app.reports.rules import ReportKind
from tests.journeys.as_lead import sign_in
from tests.journeys.pages import PAGES
from tests.journeys.rounds import Rounds

GRAVE = {"serious", "critical"}
WHOLE = {"resultTypes": ["violations"]}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
UNREADABLE = """
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
<p style="color: #999; background: #888; width: 3000px">Dim and wide</p>
"""
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def places(house, now):
    """A round under way, and the words that stand in braces in PAGES."""
    with house.database.writing() as session:
        rounds = Rounds(session)
        audit = rounds.hold(now - timedelta(days=2), now=now, share=0.6, closed=False)
        report = order_report(
            session,
            rounds.site,
            newest(session)[0],
            kind=ReportKind.EXECUTIVE,
            lang="en",
            as_of=now,
            by=rounds.marta,
            at=now,
        )
        listed = [one.finding for one in findings(session, rounds.wei, shown=Shown.ALL)]
        planned = actions_of(session, [one.id for one in listed])
        acted = next(one for one in listed if planned.get(one.id))
        found = {
            "acted": acted.ref,
            "action": str(planned[acted.id][0].action.id),
            "audit": audit.ref,
            "report": report.ref,
            "person": str(rounds.chen.id),
            "open": findings(session, rounds.wei, shown=Shown.OPEN)[0].finding.ref,
            "closed": findings(session, rounds.wei, shown=Shown.CLOSED)[0].finding.ref,
        }
        session.commit()
    return found


def stands(window):
    """What a script draws is drawn."""
    page = window.page
    expect(page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)
    if page.locator("[data-sheet-url]").count():
        expect(page.locator(".line").first).to_be_visible()


def grave(window, options=WHOLE):
    told = Axe().run(window.page, options=options)
    return [
        f"{window.page.url}: {one['id']}: {node['html'][:160]}"
        for one in told.response["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def too_wide(window):
    wide = window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{window.page.url} is {wide} px too wide"] if wide > 0 else []


def test_what_cannot_be_read_would_be_found(window):
    page = window()
    page.page.set_content(UNREADABLE)
    assert {fault.split(": ")[1] for fault in grave(page)} >= {"image-alt", "color-contrast"}
    assert too_wide(page)


@pytest.mark.parametrize("who", PAGES)
def test_in_english_by_day_and_by_night(window, places, who):
    page = window(who, reduced_motion="reduce")
    faults = []
    for path in PAGES[who]:
        page.go(path.format(**places))
        stands(page)
        faults += grave(page)
        page.page.emulate_media(color_scheme="dark")
        faults += grave(page, CONTRAST)
        page.page.emulate_media(color_scheme="light")
    assert faults == []


@pytest.mark.parametrize("who", PAGES)
def test_in_chinese_on_a_phone_at_night(window, places, who):
    page = window(who, lang="zh", theme="dark", reduced_motion="reduce", has_touch=True, **PHONE)
    faults = []
    for path in PAGES[who]:
        page.go(path.format(**places))
        stands(page)
        faults += grave(page) + too_wide(page)
    assert faults == []


@pytest.mark.parametrize("who", PAGES)
def test_in_english_on_a_phone(window, places, who):
    page = window(who, **PHONE)
    faults = []
    for path in PAGES[who]:
        page.go(path.format(**places))
        stands(page)
        faults += too_wide(page)
    assert faults == []


def test_without_script(window, places, now):
    page = window("wei", java_script_enabled=False)
    page.context.clear_cookies()
    sign_in(page, "wei")
    page.go("/findings").follow(places["open"])
    page.unfold("Plan an action")
    page.page.locator("#plan-what").fill("Walk the line each morning and note what is seen.")
    page.page.locator("#plan-criterion").fill("20 of 20 sheets show the walk.")
    page.page.locator("#plan-owner").select_option(label="Chen Muyuan")
    page.page.locator("#plan-due").fill((now + timedelta(days=10)).date().isoformat())
    page.press("Plan it").is_at(f"/findings/{places['open']}")
    page.sees("Walk the line each morning")
    page.go("/readiness/JR-01")
    expect(page.page.get_by_role("group", name="Total after each round and month")).to_be_visible()


def test_what_is_not_there_is_said_in_one_sentence(window):
    page = window("ines")
    assert page.page.goto("/findings/F-9999").status == 404
    page.sees("There is no")
    page.forgive("404")
