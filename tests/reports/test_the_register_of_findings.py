"""Every finding of a gap report: when it was raised, how late it is, what it repeats."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.reports.press import Places
from app.reports.shapes.case import Earlier, Overdue
from app.reports.typeset import Typesetter
from tests.reports import documents

DAY = timedelta(days=1)


def test_a_finding_says_when_and_in_which_audit_it_was_raised(told, audit, finding):
    [one] = told("gap").findings
    assert (one.raised_on, one.raised_in) == (finding.raised_on, audit.ref)


def test_one_past_its_closing_date_says_by_how_many_days(told, finding, at):
    assert [one.days_late for one in told("gap").findings] == [0]
    late = at + (finding.due_on - at.date() + 3 * DAY)
    document = told("gap", at=late)
    assert ([one.days_late for one in document.findings], document.overdue.closing) == (
        [3],
        (finding.ref,),
    )


@pytest.fixture
def again(session, site, planned, moved, answers, edition, pack, ines, finding, at):
    """The same puddle, in the next round."""
    later = at + 30 * DAY
    audit = moved(planned(site, at=later), "fieldwork", at=later)
    failed = answers(audit, "FAC-WSH-001", "0", at=later, observed_at=later)
    item, form = edition.item("FAC-WSH-001"), RaiseFinding(answer=failed.id)
    row = raise_finding(session, failed, item, [pack], form, lang="en", by=ines, at=later)
    session.commit()
    return row


def test_a_repeat_names_the_earlier_one_with_its_day_and_state(told, finding, again, at):
    listed = {one.ref: one for one in told("gap", at=at + 31 * DAY).findings}
    earlier = listed[again.ref].repeats
    assert (earlier.ref, earlier.raised_on) == (finding.ref, finding.raised_on)
    assert (earlier.status.code, earlier.closed_on) == ("open", None)
    assert listed[finding.ref].repeats is None


def typeset(document):
    html = Typesetter(Places().templates, Places().charts).html(document)
    return " ".join(unescape(html).replace("\u00a0", " ").replace("\u2060", "").split())


@pytest.fixture
def one():
    document = documents.gap("en")
    return next(row for row in document.findings if row.status.code == "open")


def shown(one, **said):
    """The document with nothing changed but this finding."""
    document = documents.gap("en")
    rows = (replace(row, **said) if row.ref == one.ref else row for row in document.findings)
    return typeset(replace(document, findings=tuple(rows)))


def test_band_and_register_both_tell_the_days(one):
    html = shown(one, days_late=143)
    assert html.count("▼ 143 days late") == 2


def test_one_of_an_earlier_round_tells_its_day_where_it_is_met_and_dates_its_words(one):
    first = documents.gap("en").head.audit.first_day
    html = shown(one, raised_on=first - DAY, raised_in="A-0001", statement="Seen by nobody else.")
    assert html.count("raised 20 Sept 2026 in A-0001") == 2
    assert "20 Sept 2026: Seen by nobody else." in html
    html = shown(one, raised_on=first, raised_in="A-0002", statement="Seen by nobody else.")
    assert html.count("raised 21 Sept 2026 in A-0002") == 1
    assert "2026: Seen by nobody else." not in html


def test_what_it_repeats_and_the_knock_out_stand_in_both_places(one):
    state = replace(one.status, code="closed", words="closed")
    first = documents.gap("en").head.audit.first_day
    earlier = Earlier(ref="F-0007", raised_on=first, closed_on=first + DAY, status=state)
    html = shown(one, repeats=earlier, knock_out=True)
    assert html.count("▼ repeats F-0007 of 21 Sept 2026 (closed 22 Sept 2026)") == 2
    assert html.count(f"{one.cls.words} · knock-out · {one.status.words}") == 1
    assert html.count(f"{one.cls.words} · knock-out {one.status.words}") == 1


def test_the_front_tells_both_senses_of_overdue_and_the_day():
    overdue = Overdue(closing=("F-31",), step=("F-32", "F-33"))
    html = typeset(replace(documents.gap("en"), overdue=overdue))
    assert "▼ 1 past the closing date, 2 more past a step, as of 30 Sept 2026" in html
    assert "past the closing date" not in typeset(documents.gap("en"))
