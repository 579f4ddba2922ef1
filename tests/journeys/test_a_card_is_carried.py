"""Over the board by hand, on a small screen that scrolls."""

import re

import pytest
from playwright.sync_api import expect

from app.findings.models import Finding
from tests.journeys.rounds import Rounds


@pytest.fixture(scope="module", autouse=True)
def raised(house, now):
    """Six that stand at their first step."""
    with house.database.writing() as session:
        rounds = Rounds(session)
        session.add_all(
            Finding(
                ref=f"X-{n:04}",
                site_id=rounds.site.id,
                item="FAC-WSH-001",
                class_="major",
                statement="Found.",
                raised_by=rounds.ines.name,
                raised_at=now,
                raised_on=now.date(),
                due_on=now.date(),
            )
            for n in range(6)
        )
        session.commit()


def column(page, step):
    box = page.locator(f".column[data-step={step}] h2").bounding_box()
    return box["x"] + box["width"] / 2


def test_what_was_pressed_is_what_moves_though_the_page_scrolls(window):
    page = window("wei", height=420).go("/board").page
    card = page.locator(".column[data-step=raised] [data-card]").nth(1)
    ref = card.get_attribute("data-card")
    to = re.search(r"to=(\w+)", card.locator(".go").get_attribute("href"))[1]
    card.scroll_into_view_if_needed()
    place = card.locator(".what").bounding_box()
    page.mouse.move(place["x"] + 9, place["y"] + 6)
    page.mouse.down()
    page.evaluate("height => scrollBy(0, height)", card.bounding_box()["height"] + 8)
    page.mouse.move(place["x"] + 40, place["y"] + 6, steps=4)
    page.mouse.move(column(page, to), 200, steps=8)
    expect(page.locator(f".column[data-step={to}]")).to_have_attribute("data-over", "")
    expect(page.locator(f"[data-card={ref}]")).to_have_attribute("data-lifted", "")
    with page.expect_request("**/gate?to=*") as asked:
        page.mouse.up()
    assert f"/{ref}/gate?to={to}" in asked.value.url


def test_at_the_edge_the_board_goes_on(window):
    page = window("wei", width=900).go("/board").page
    place = page.locator("[data-card] .what").first.bounding_box()
    page.mouse.move(place["x"] + 9, place["y"] + 6)
    page.mouse.down()
    page.mouse.move(860, place["y"] + 20, steps=8)
    board = page.locator("[data-board]")
    for jog in range(40):
        page.mouse.move(860 + jog % 2, place["y"] + 20)
        if board.evaluate("it => it.scrollLeft") > 0:
            break
    expect(page.locator(".column[data-step=closed]")).to_be_in_viewport()
    page.mouse.up()
