"""A repeat is one class up, and said so before it is raised; a guest has a say on a closure."""

import pytest
from playwright.sync_api import expect

from app.kit import clock
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.changes import add_buyer
from app.trail.rules import System
from tests.cast import CHECKLISTS
from tests.journeys import on_the_way as way
from tests.journeys.as_auditor import (
    PUDDLE,
    line,
    open_sheet,
    raise_a_finding_in_one_tap,
    time_a_puddle,
)
from tests.journeys.as_lead import begin_the_fieldwork, plan_an_audit
from tests.packs import load

PACK = CHECKLISTS / "programmes" / "sa8000-like.yaml"


@pytest.fixture
def strict(house):
    """A buyer whose programme makes what comes back one class graver."""
    by, at = System(), clock.now()
    with house.database.writing() as session:
        load(session, PACK.read_text(encoding="utf-8"), PACK.name, by=by, at=at)
        add_buyer(
            session,
            "Strand Mobile",
            name_zh="滨海移动",
            class_=BuyerClass.A,
            status=BuyerStatus.UNDER_CERTIFICATION,
            pack="sa8000-like",
            by=by,
            at=at,
        )
        session.commit()


def test_what_comes_back_is_one_class_up(window, strict):
    first = fill(window)
    earlier = raise_a_finding_in_one_tap(first)
    again = fill(window)
    line(again, PUDDLE).locator(".line-title").click()
    again.sees("This looks like what is open already").sees(earlier)
    again.sees("one class graver")
    line(again, PUDDLE).get_by_role("button", name="Raise it all the same").click()
    link = line(again, PUDDLE).locator(".found > p > a[href^='/findings/']")
    expect(link).to_be_visible()
    expect(line(again, PUDDLE).locator("[data-mark=minor]")).to_be_attached()
    assert told(again, link.inner_text())["class"] == "major"
    way.to(again, link.inner_text()).sees("Repeat").sees(earlier)


def test_a_guest_confirms_a_closure(window):
    quality = window("wei")
    closed = next(
        one["ref"]
        for one in quality.page.request.get("/api/v1/findings").json()
        if one["closed_at"] and not one["rejected"]
    )
    way.to(quality, closed)
    fold = way.fold_of(quality, "#confirm-buyer")
    fold.locator("#confirm-buyer").select_option(label="Hollin Telecom")
    fold.locator("#confirm-guest").select_option(label="Gil Harrowby")
    fold.locator("#confirm-done").fill("A new trap was fitted, and it is dry at every look.")
    fold.get_by_role("button", name="Ask the guest", exact=True).click()
    quality.sees("Not yet confirmed by Hollin Telecom")

    guest = window("gil", width=390, height=844, has_touch=True)
    guest.go("/confirmations").follow(closed).is_at("/confirmations/")
    guest.sees("A new trap was fitted").press("I confirm it is mended").sees("Confirmed")

    way.to(quality, closed).sees("Confirmed for Hollin Telecom by Gil Harrowby")


def fill(window):
    """The sheet of a new audit in which the puddle stood too long; it lies open."""
    lead, auditor = window("marta"), window("ines")
    audit = plan_an_audit(lead.go("/"))
    begin_the_fieldwork(lead, audit)
    open_sheet(auditor, audit)
    time_a_puddle(auditor)
    return open_sheet(auditor, audit)


def told(window, ref):
    return window.page.request.get(f"/api/v1/findings/{ref}").json()
