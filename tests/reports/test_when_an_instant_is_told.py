"""Instants in reports: by the clocks of the site, to the second, with their distance from UTC."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.reports.hours import filters, filters_for_both
from app.reports.press import Places
from app.reports.typeset import Typesetter
from app.web.words import LOCALES
from tests.reports import kinds

AT = datetime(2026, 11, 22, 19, 12, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (filters(LOCALES["en"], "Asia/Shanghai"), "23 Nov 2026, 03:12:32 (UTC+08:00)"),
        (filters(LOCALES["zh"], "Asia/Shanghai"), "2026年11月23日 03:12:32（UTC+08:00）"),
        (filters_for_both("Asia/Shanghai"), "2026-11-23 03:12:32 (UTC+08:00)"),
        (filters(LOCALES["en"], "America/New_York"), "22 Nov 2026, 14:12:32 (UTC-05:00)"),
        (filters_for_both("UTC"), "2026-11-22 19:12:32 (UTC)"),
    ],
)
def test_it_is_told_by_the_clocks_of_the_site(told, words):
    assert told["moment"](AT) == words


def test_its_day_is_that_of_the_site():
    assert f"{filters_for_both('Asia/Shanghai')['day_there'](AT)}" == "2026-11-23"


def test_nothing_is_said_of_no_instant():
    assert filters_for_both("UTC")["moment"](None) == ""


@pytest.mark.parametrize("kind", ["executive", "meeting"])
def test_a_report_tells_by_the_clocks_of_its_site(kind, told, finding, site, audit):
    assert told(kind, audit=audit).head.time_zone == site.time_zone == "Asia/Shanghai"


def test_a_photo_is_captioned_with_the_hour_of_the_site():
    document = kinds.dossier_document()
    there = replace(document, head=replace(document.head, time_zone="Asia/Shanghai"))
    html = Typesetter(Places().templates, Places().charts).html(there)
    assert "00:05:00 (UTC+08:00)" in html
    assert "16:05:00 (UTC" not in html
