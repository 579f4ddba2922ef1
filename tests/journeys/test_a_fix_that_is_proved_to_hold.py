"""From a failed item to a fix that is proved to hold: once it fails its proof, then it holds."""

from datetime import UTC, datetime, time, timedelta

import httpx
import icalendar
from playwright.sync_api import expect

from app.reminders.walker import Walker
from tests.journeys import on_the_way as way
from tests.journeys.as_auditor import open_sheet, raise_a_finding_in_one_tap, time_a_puddle
from tests.journeys.as_lead import begin_the_fieldwork, plan_an_audit

CONTAINED, AGAIN, MENDED, REBUILT = (
    "Fence the place off and look at each shift.",
    "Close the washroom and send people to the next.",
    "Mend the leaking trap.",
    "Rebuild the drain of all washrooms.",
)
PHONE = {"width": 390, "height": 844, "has_touch": True}


def test_a_fix_is_proved_to_hold(house, window, now):
    finding = raised(window)
    quality = window("wei")
    way.grade(quality, finding, "Critical")
    way.assign(quality, finding, "Chen Muyuan")

    way.plan(quality, finding, "Containment", CONTAINED, owner="Chen Muyuan")
    phone = window("chen", **PHONE)
    way.prove(phone, finding, CONTAINED, said="Fenced off at 08:40; the shift sheets show it.")
    go_to_the_cause(quality, phone, finding, MENDED)

    later = now + timedelta(days=91)
    with house.on(later):
        judge = window("marta", at=later)
        way.look_at_the_effect(judge, finding, held=False)
        judge.sees("Before it was opened again")
        quality, phone = window("wei", at=later), window("chen", at=later, **PHONE)
        way.plan(quality, finding, "Containment", AGAIN, owner="Chen Muyuan")
        way.prove(phone, finding, AGAIN, said="Fenced off again, and looked at.")
        go_to_the_cause(quality, phone, finding, REBUILT, contained=AGAIN)

    last = later + timedelta(days=91)
    with house.on(last):
        judge = window("marta", at=last)
        way.look_at_the_effect(judge, finding, held=True)
        quality = window("wei", at=last)
        way.to(quality, finding).unfold("Close the finding")
        quality.write("Why it may be closed", "Seen to hold after three months.")
        quality.press("Close it").sees("Closed")


def test_more_time_is_refused_and_granted(window, now):
    finding = raised(window)
    quality = window("wei")
    way.assign(quality, finding, "Chen Muyuan")
    owner = window("chen")
    due = way.due_to_close(owner, finding)
    until = now.date() + timedelta(days=120)

    way.ask_for_time(owner, finding, until=until, why="The new drain is delivered in ten weeks.")
    way.answer_the_asking(quality, finding, granted=False, note="Mend the old one first.")
    assert way.due_to_close(owner, finding) == due

    way.ask_for_time(owner, finding, until=until, why="The old one is mended; the new one comes.")
    way.answer_the_asking(quality, finding, granted=True, note="Until it is built in.")
    assert way.due_to_close(owner, finding) == until.isoformat()


def test_the_week_ahead_and_the_calendar_lead_to_the_task(house, window, now):
    finding = raised(window)
    monday = now.date() + timedelta(days=7 - now.weekday())
    due = monday + timedelta(days=2)
    way.plan(window("wei"), finding, "Correction", MENDED, owner="Chen Muyuan", by=due)
    morning = datetime.combine(monday, time(1), UTC)  # nine in Shanghai
    Walker(house.database).walk(morning)

    with house.on(morning):
        phone = window("chen", at=morning, **PHONE)
        phone.go("/outbox").page.get_by_role("link", name="Your week").click()
        phone.sees("1 due")
        phone.page.locator("article").get_by_role("link", name=finding).first.click()
        phone.sees(MENDED)
        expect(phone.page.get_by_label("What was done")).to_be_visible()

        reply = httpx.get(way.calendar_address(phone))
        assert reply.headers["content-type"].startswith("text/calendar")
        events = icalendar.Calendar.from_ical(reply.content).walk("VEVENT")
        assert any(finding in event["SUMMARY"] for event in events)


def raised(window):
    """From the sheet, in one tap, by the auditor of a new audit. Returns its reference."""
    lead, auditor = window("marta"), window("ines")
    audit = plan_an_audit(lead.go("/"))
    begin_the_fieldwork(lead, audit)
    open_sheet(auditor, audit)
    time_a_puddle(auditor)
    open_sheet(auditor, audit)
    return raise_a_finding_in_one_tap(auditor)


def go_to_the_cause(quality, phone, finding, what, *, contained=CONTAINED):
    """From contained to verified."""
    way.find_the_cause(
        quality,
        finding,
        occurrence="The trap is cleaned only when it leaks.",
        escape="The round passes before the shift change.",
    )
    way.plan(quality, finding, "Corrective action", what, owner="Chen Muyuan")
    way.agree(quality, finding)
    way.prove(phone, finding, what, said="Done as planned; the first weeks are on record.")
    for each in (contained, what):
        way.verify(quality, finding, each)
