from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.answers.changes import approve_na
from app.answers.queries import answered_counts, answers_of_audit, counting_spots
from app.audits.queries import zones_of
from app.audits.rules import AuditType
from app.checklists.queries import edition as edition_of
from app.readiness.progress import progress_by_audit, progress_by_category
from app.readiness.rules import expected_spots, progress_of


@pytest.fixture
def filled(audit, answers, washrooms, session, marta, at):
    """Revised, cleared, in zones, not applicable with and without approval."""
    answers(audit, "DSC-OTD-001", "1")
    answers(audit, "DSC-OTD-001", "3")
    answers(audit, "ENV-NOI-003", "4")
    answers(audit, "ENV-NOI-003", None)
    for washroom in washrooms[:2]:
        answers(audit, "FAC-WSH-001", "2", zone=washroom)
    answers(audit, "SCM-PAY-009", "na", na_reason="No partner was paid yet.")
    approved = answers(audit, "SCM-SSP-004", "na", na_reason="There is no second source.")
    approve_na(session, audit, approved, by=marta, at=at)
    session.commit()
    return audit


def test_lists_sheets_and_pages_count_alike(filled, look):
    def told(session):
        recorded = answers_of_audit(session, filled.id)
        return progress_of(
            expected_spots(
                edition_of(session, filled.edition_id),
                filled.has,
                zones_of(session, [filled.id])[filled.id],
            ),
            {spot: one.answer for spot, one in recorded.items()},
            {one.answer.id for one in recorded.values() if one.na_approved},
        )

    whole = look(progress_by_audit, [filled])[filled.id]
    parts = look(progress_by_category, filled)
    assert whole == look(told)
    assert whole.answered == 4
    assert sum(part.progress.answered for part in parts) == whole.answered
    assert sum(part.progress.expected for part in parts) == whole.expected


def test_the_count_and_the_spots_are_one(filled, look):
    spots = look(counting_spots, filled.id)
    assert look(answered_counts, [filled.id]) == {filled.id: len(spots)}
    assert {item for item, _zone in spots} == {"DSC-OTD-001", "FAC-WSH-001", "SCM-SSP-004"}


def test_the_next_answer_counts_at_once(filled, answers, look):
    before = look(progress_by_audit, [filled])[filled.id]
    answers(filled, "OHS-LOT-002", "4")
    assert look(progress_by_audit, [filled])[filled.id].answered == before.answered + 1


def test_page_and_api_show_the_same(filled, browser, signed_in, diana):
    headers = signed_in(diana)
    told = browser.get("/api/v1/audits?site=JR-01", headers=headers).json()[0]["progress"]
    words = f"{told['answered']} of {told['expected']}"
    assert words in browser.get("/audits", headers=headers).text
    assert words in browser.get("/sites/JR-01", headers=headers).text
    assert words in browser.get(f"/audits/{filled.ref}", headers=headers).text


def test_more_audits_ask_no_more_queries(
    filled, planned, site, other_site, look, database, browser, signed_in, diana, at
):
    def queries():
        asked = []
        hear = sa.event.listens_for(database.engine, "before_cursor_execute")
        hear(lambda *event: asked.append(event[2]))
        headers = signed_in(diana)
        asked.clear()
        browser.get("/audits", headers=headers)
        return len(asked)

    few = queries()
    for day in range(8):
        for place in (site, other_site):
            planned(place, type=AuditType.MOCK, at=at + timedelta(days=day))
    assert queries() <= few


def test_an_audit_without_answers_is_at_nought(planned, site, look):
    audit = planned(site)
    told = look(progress_by_audit, [audit])[audit.id]
    assert (told.answered, told.percent) == (0, 0)
    assert told.expected > 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", True),
        ("?site=JR-01", True),
        ("?site=JR-02", False),
        ("?stage=fieldwork", True),
        ("?stage=closed", False),
        ("?stage=gone&site=", True),
    ],
)
def test_the_list_can_be_narrowed(asked, found, audit, browser, signed_in, diana):
    text = browser.get(f"/audits{asked}", headers=signed_in(diana)).text
    assert (f'href="/audits/{audit.ref}"' in text) is found


def test_the_api_can_be_narrowed(audit, browser, signed_in, diana):
    def refs(query):
        reply = browser.get(f"/api/v1/audits?{query}", headers=signed_in(diana))
        return [one["ref"] for one in reply.json()]

    assert refs("site=JR-01&stage=fieldwork") == [audit.ref]
    assert refs("stage=closed") == refs("site=NM-01") == refs("site=NOWHERE") == []
