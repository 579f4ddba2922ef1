from datetime import timedelta

import pytest
from sqlalchemy import event

from app.findings.forms import RaiseFinding
from app.findings.queries import findings, tally
from app.findings.raise_changes import raise_finding
from app.findings.rules import Shown, Step


@pytest.fixture
def several(session, audit, answers, edition, pack, ines, chen, at):
    """Of three items; only the first has an owner."""

    def raised(item, class_, **said):
        answer = answers(audit, item, "0", note=f"{item} failed.")
        form = RaiseFinding(answer=answer.id, reason="As seen.", **{"class": class_}, **said)
        return raise_finding(
            session, answer, edition.item(item), [pack], form, lang="en", by=ines, at=at
        )

    rows = [
        raised("FAC-WSH-001", "minor", owner=chen.id),
        raised("QMS-CAL-003", "critical"),
        raised("CEC-GFT-005", "observation"),
    ]
    session.commit()
    return rows


def test_what_is_due_first_comes_first(several, look, wei):
    assert [t.finding.class_ for t in look(findings, wei)] == ["critical", "minor", "observation"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"F-0001", "F-0002", "F-0003"}),
        ("?class=critical", {"F-0002"}),
        ("?class=&site=&shown=all", {"F-0001", "F-0002", "F-0003"}),
        ("?site=JR-01", {"F-0001", "F-0002", "F-0003"}),
        ("?shown=overdue", {"F-0002"}),
        ("?shown=closed", set()),
        ("?shown=waiting", set()),
        ("?mine=true", {"F-0001"}),
    ],
)
def test_the_page_shows_what_the_filter_asks_for(
    browser, signed_in, chen, several, watch, at, query, shown
):
    watch.now = at + timedelta(days=31)
    page = browser.get(f"/findings{query}", headers=signed_in(chen)).text
    assert {ref for ref in ("F-0001", "F-0002", "F-0003") if f"/findings/{ref}" in page} == shown


def test_the_day_on_which_one_is_late_is_that_of_the_site(several, look, wei, at):
    last_day = at.replace(hour=15) + timedelta(days=30)
    assert look(tally, wei, last_day).overdue == 0
    assert look(tally, wei, last_day.replace(hour=16)).overdue == 1
    late = look(findings, wei, shown=Shown.OVERDUE, at=last_day.replace(hour=16))
    assert [(t.finding.ref, t.late(last_day.replace(hour=16))) for t in late] == [("F-0002", True)]


@pytest.mark.parametrize(("n", "late"), [(1, False), (0, True)])
def test_the_day_of_a_look_at_the_effect_is_no_closing_date(
    several, session, look, wei, at, n, late
):
    """Verified, a critical one waits for that look; a minor one has none."""
    row = several[n]
    row.step = Step.VERIFIED
    session.add(row)
    session.commit()
    then = at + timedelta(days=200)
    told = {t.finding.ref: t.late(then) for t in look(findings, wei, open_only=True)}
    listed = look(findings, wei, shown=Shown.OVERDUE, at=then)
    assert told[row.ref] is late
    assert (row.ref in {t.finding.ref for t in listed}) is late


def test_the_tiles_count_all_that_one_may_see(several, look, wei, zoe, at):
    assert look(tally, wei, at).open == 3
    assert look(tally, zoe, at).open == 0


def test_an_empty_list_says_what_to_do_next(browser, signed_in, ines):
    assert "No finding is open" in browser.get("/findings", headers=signed_in(ines)).text


def test_a_filter_that_fits_nothing_can_be_cleared(browser, signed_in, ines, several):
    page = browser.get("/findings?class=major", headers=signed_in(ines)).text
    assert "Nothing fits this filter" in page
    assert 'href="/findings"' in page


@pytest.mark.parametrize("query", ["?class=grave", "?page=0", "?page=x", "?shown=none"])
def test_a_filter_that_does_not_exist_is_named(browser, signed_in, ines, query):
    assert browser.get(f"/findings{query}", headers=signed_in(ines)).status_code == 422


@pytest.mark.parametrize("code", ["NM-01", "ZZ-99"])
def test_a_site_that_one_may_not_see_is_not_known(browser, signed_in, ines, foreign_site, code):
    assert browser.get(f"/findings?site={code}", headers=signed_in(ines)).status_code == 404


def test_elsewhere_nothing_of_it_shows(browser, signed_in, zoe, several):
    assert "F-0001" not in browser.get("/findings", headers=signed_in(zoe)).text
    assert browser.get("/api/v1/findings", headers=signed_in(zoe)).json() == []


def test_the_api_lists_the_same(browser, signed_in, wei, several, audit):
    def asked(query):
        listed = browser.get(f"/api/v1/findings{query}", headers=signed_in(wei)).json()
        return [one["ref"] for one in listed]

    assert asked("") == asked(f"?audit={audit.id}") == ["F-0002", "F-0001", "F-0003"]
    assert asked("?class=minor&open=true") == ["F-0001"]


def test_more_findings_ask_no_more_of_the_database(
    browser, signed_in, wei, several, database, answers, audit, session, edition, pack, ines, at
):
    me = signed_in(wei)
    few = _statements(database, lambda: browser.get("/findings", headers=me))
    for item in ("LGV-REV-004", "SFC-FIN-001", "RDT-IPD-008", "SCM-SSP-004"):
        answer = answers(audit, item, "0")
        form = RaiseFinding(answer=answer.id)
        raise_finding(session, answer, edition.item(item), [pack], form, lang="en", by=ines, at=at)
    session.commit()
    assert _statements(database, lambda: browser.get("/findings", headers=me)) == few


def _statements(database, deed):
    seen = []

    def heard(*told):
        seen.append(told[2])

    event.listen(database.engine, "before_cursor_execute", heard)
    deed()
    event.remove(database.engine, "before_cursor_execute", heard)
    return len(seen)
